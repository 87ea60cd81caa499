"""Tests that need a browser. Without Chromium they are left out, except where CI is set: there its absence is a failure."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest
from browsing import NO_CHROMIUM, chromium, open_browser, open_lab, open_pages, watched_page

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items) -> None:
    # A browser on two busy cores now and then loses a click or a scroll: one of some 600 such tests failed in one run and
    # passed in the next. Each gets a second try, which the summary counts as a rerun; a fault of ours fails twice.
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item) -> None:
    if item.get_closest_marker("browser") and not chromium():
        if os.environ.get("CI"):
            pytest.fail(NO_CHROMIUM, pytrace=False)
        pytest.skip(NO_CHROMIUM)


# One browser and one server a file, closed with it: Playwright keeps an event loop running, which nbval, next on the same
# worker, could not bear.


@pytest.fixture(scope="module")
def browser():
    with open_browser() as found:
        yield found


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """The address of a JupyterLab of our own."""
    with open_lab(tmp_path_factory.mktemp("lab")) as address:
        yield address


@pytest.fixture(scope="module")
def pages(site):
    """The address of the reading site."""
    with open_pages(site) as address:
        yield address


@pytest.fixture
def page(browser):
    """A page 1600 px wide that must meet no error and call no other host."""
    with watched_page(browser, viewport={"width": 1600, "height": 1000}) as fresh:
        yield fresh


# -- a picture of what went wrong ------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _place_for_pictures(tmp_path):
    pass


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        for value in item.funcargs.values():
            shown = getattr(value, "page", value)
            if hasattr(shown, "screenshot"):
                path = item.funcargs["tmp_path"] / "failure.png"
                with contextlib.suppress(Exception):  # the browser may be what failed
                    shown.screenshot(path=path)
                    report.sections.append(("Screenshot", str(path)))
                break
    return report

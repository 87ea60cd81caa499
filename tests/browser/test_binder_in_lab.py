"""JupyterLab as Binder's reader meets it: in their language, with no question about news; and their work, carried out and back."""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import IDLE, PATIENCE, open_lab, open_notebook, run_all, watched_page
from lite import answer_first, bring_into_view
from playwright.sync_api import expect

from benchmarks import binder
from hauphuong.carry import WORDS
from hauphuong.journal import Journal
from hauphuong.quiz.words import WORDS as QUIZ

MENUS = {"vi": ["Tệp", "Chỉnh sửa", "Hiển thị", "Chạy"], "en": ["File", "Edit", "View", "Run"]}
LANDING = "lessons/index.ipynb"
TALL = {"width": 1300, "height": 2600}  # the whole landing page in view: Lab paints no other cell


@dataclass
class Course:
    address: str
    folder: Path  # where its files lie
    journal: Path


@pytest.fixture(scope="module", params=["here", pytest.param("binder", marks=pytest.mark.slow)])
def course(request, tmp_path_factory):
    """A course open in JupyterLab: in the tests' own environment, or in one with just Binder's packages and no option of ours."""
    folder = tmp_path_factory.mktemp("course")
    python = None
    if request.param == "binder":
        try:
            python = binder.environment()
        except subprocess.CalledProcessError as why:
            pytest.skip(f"the packages cannot be had here: {why}")
    with open_lab(folder, python) as address:
        home = folder / "course"
        yield Course(address, home, home / "my-work" / "journal.jsonl" if python else folder / "hauphuong_journal" / "journal.jsonl")


def opened(browser, course: Course, path: str, locale: str = "fr-FR") -> tuple[list[str], str]:
    """What a reader with a browser in `locale` sees at an address: the first menus, and where they are led."""
    with watched_page(browser, viewport={"width": 1300, "height": 950}, locale=locale) as page:
        led = page.goto(course.address + path, timeout=PATIENCE).url
        page.locator(".jp-Notebook .jp-Cell h1").locator("visible=true").first.wait_for(timeout=PATIENCE)  # Lab opens yesterday's notebooks again, behind
        page.wait_for_function(IDLE, timeout=PATIENCE)
        page.wait_for_timeout(1000)
        assert page.locator(".jp-Dialog, .Toastify__toast, .jp-Notification-Toast").count() == 0, "a pop-up in a newcomer's way"
        return page.locator(".lm-MenuBar-itemLabel").all_inner_texts()[:4], led.removeprefix(course.address)


def test_lab_speaks_the_readers_language(browser, course):
    landing = "/lab/tree/lessons/index.ipynb"
    assert opened(browser, course, "/hauphuong/lessons/index.ipynb", "vi-VN") == (MENUS["vi"], landing)
    assert opened(browser, course, "/hauphuong/lessons/index.ipynb", "en-GB") == (MENUS["en"], landing)
    lesson = "lessons/vi/00-start-here.ipynb"
    assert opened(browser, course, f"/hauphuong/vi/{lesson}") == (MENUS["vi"], f"/lab/tree/{lesson}")  # a launch link's own word
    assert opened(browser, course, "/hauphuong/en/lessons/en/00-start-here.ipynb", "vi-VN")[0] == MENUS["en"]


def setting(course: Course, name: str, raw: dict | None = None) -> dict:
    body = json.dumps({"raw": json.dumps(raw)}).encode() if raw is not None else None
    request = urllib.request.Request(f"{course.address}/lab/api/settings/@jupyterlab/{name}", body, {"Content-Type": "application/json"}, method="PUT" if body else "GET")
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.loads(reply.read() or b"{}")


def test_what_a_reader_chose_in_the_settings_goes_before(browser, course):
    setting(course, "translation-extension:plugin", {"locale": "vi_VN"})
    try:
        assert opened(browser, course, "/hauphuong/en/lessons/index.ipynb", "en-GB")[0] == MENUS["vi"]
    finally:
        setting(course, "translation-extension:plugin", {})


def test_no_news_and_no_updates(course):
    told = setting(course, "apputils-extension:notification")["schema"]["properties"]
    assert told["fetchNews"]["default"] == "false" and told["checkForUpdates"]["default"] is False


@pytest.mark.parametrize("path", ["vi/../../../etc/passwd", "lessons/index.txt", "de/lessons/index.ipynb", "//elsewhere.example/a.ipynb"])
def test_no_other_address_is_led_on(course, path):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"{course.address}/hauphuong/{path}", timeout=30)
    assert answer.value.code == 404


# -- the work, out and back ----------------------------------------------------------------------------------------------------

EXERCISE = "exercises/en/recognition-race/recognition-race.ipynb"
MINE = 'first_four = ["china", "ussr"]'


def edit(page, course: Course) -> None:
    """Answer the exercise's first question as a student does, and save."""
    open_notebook(page, course.address, EXERCISE)
    cell = page.locator(".jp-CodeCell .cm-content", has_text="first_four = None")
    bring_into_view(page, cell)
    cell.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(MINE)
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !document.querySelector('.jp-mod-dirty')", timeout=PATIENCE)
    for _ in range(100):
        if "ussr" in (course.folder / EXERCISE).read_text(encoding="utf-8"):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the exercise was not saved")


def put_back(page, packed: Path) -> str:
    button = page.locator(".hp-put")
    bring_into_view(page, button)
    with page.expect_file_chooser() as chosen:
        button.click()
    chosen.value.set_files(packed)
    told = page.locator(".hp-told [role=status]")
    expect(told).to_be_visible(timeout=PATIENCE)
    return told.inner_text()


@pytest.mark.slow
def test_work_is_carried_out_of_lab_and_back(browser, course, tmp_path):
    pristine = (course.folder / EXERCISE).read_bytes()
    with watched_page(browser, viewport=TALL) as page:
        open_notebook(page, course.address, "lessons/en/00-start-here.ipynb")
        run_all(page)
        answer_first(page)
        answers = Journal(course.journal).read()[0]
        assert len(answers) == 1
        edit(page, course)
        saved = (course.folder / EXERCISE).read_bytes()

        open_notebook(page, course.address, LANDING)
        run_all(page)
        link = page.locator(".hp-work a[download]").last
        bring_into_view(page, link)
        expect(link).to_be_visible()
        assert WORDS["answers"]["en"].format(n=1) in link.inner_text() and WORDS["exercises"]["en"].format(n=1) in link.inner_text()
        with page.expect_download() as download:
            link.click()
        packed = tmp_path / download.value.suggested_filename
        download.value.save_as(packed)
        assert packed.suffix == ".zip"
        found = Axe().run(page, ".hp-work").response["violations"]
        assert not [v["id"] for v in found if v["impact"] in ("serious", "critical")]

    # the session ends: a new one has neither journal nor work
    course.journal.unlink()
    (course.folder / EXERCISE).write_bytes(pristine)
    with watched_page(browser, viewport=TALL) as page:
        open_notebook(page, course.address, LANDING)
        run_all(page)
        assert page.locator(".hp-work a[download]").count() == 0
        told = put_back(page, packed)
        assert WORDS["added"]["en"].format(n=1) in told and WORDS["added"]["vi"].format(n=1) in told and "recognition-race" in told
        assert Journal(course.journal).read()[0] == answers and Journal(course.journal).verify() == []
        assert (course.folder / EXERCISE).read_bytes() == saved
        open_notebook(page, course.address, "lessons/en/00-start-here.ipynb")
        run_all(page)
        assert QUIZ["resumed"]["en"] in page.locator("[data-question] [role=status]").first.inner_text()

        # work that went on meanwhile is not overwritten: the other copy stands beside it
        going_on = saved.replace(b"ussr", b"korea")
        (course.folder / EXERCISE).write_bytes(going_on)
        open_notebook(page, course.address, LANDING)
        run_all(page)
        told = put_back(page, packed)
        assert WORDS["same"]["en"] in told and "recognition-race-1.ipynb" in told
        assert (course.folder / EXERCISE).read_bytes() == going_on
        assert (course.folder / EXERCISE).with_name("recognition-race-1.ipynb").read_bytes() == saved
        assert len(Journal(course.journal).read()[0]) == 1

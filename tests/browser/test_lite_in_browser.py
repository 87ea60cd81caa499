"""The browser edition, every page of it, in Chromium: from a plain server of files, with the network cut."""

from __future__ import annotations

import base64
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from browsing import NOTEBOOKS, ROOT, open_pages, stored_charts, watched_page
from lite import ABSENT, SITE, SLOW, answer_first, bring_into_view, read_through, run_in_lite
from playwright.sync_api import expect

from hauphuong.quiz.words import WORDS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not (SITE / "lab" / "index.html").is_file(), reason=ABSENT)]

LESSONS = [f"lessons/{name}" for name in NOTEBOOKS]
EXERCISES = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "exercises").glob("*/*/*.ipynb"))
QUIZ = "lessons/vi/00-start-here.ipynb"
LANDING = "lessons/index.ipynb"
ELSEWHERE = "10.9.8.7"  # exists only inside the test's own network namespace

# how many of the site's files the browser does not keep yet
LACKING = """async () => {
  const [store] = await caches.keys(), kept = new Set((await (await caches.open(store)).keys()).map(request => decodeURI(new URL(request.url).pathname)));
  return (await (await fetch('/static/files.json')).json()).filter(file => !kept.has('/' + file)).length;
}"""


@pytest.fixture(scope="module")
def site():
    with open_pages(SITE) as address:
        yield address


@pytest.fixture(scope="module")
def context(browser):
    """One reader, who opens page after page."""
    place = browser.new_context(viewport={"width": 1600, "height": 1000})
    yield place
    place.close()


@pytest.mark.parametrize("notebook", [*LESSONS, *EXERCISES])
def test_every_page_runs_to_its_last_cell(browser, context, site, notebook):
    with watched_page(browser, within=context) as page:
        assert run_in_lite(page, site, notebook) == []
        if notebook in LESSONS:
            assert read_through(page) == len(stored_charts(notebook.removeprefix("lessons/")))


def test_an_answer_outlives_the_page_and_can_be_carried_to_another_browser(browser, site):
    with watched_page(browser, viewport={"width": 1300, "height": 950}) as page:
        assert run_in_lite(page, site, QUIZ) == []
        answer_first(page)
        first = page.locator("[data-question] [role=status]").first
        assert WORDS["kept"]["vi"] in first.inner_text()

        assert run_in_lite(page, site, QUIZ) == []
        assert WORDS["resumed"]["vi"] in first.inner_text()

        assert run_in_lite(page, site, LANDING) == []
        link = page.locator(".hp-work a[download]").first
        assert link.get_attribute("download").endswith(".zip")
        packed = base64.b64decode(link.get_attribute("href").partition(",")[2])
    with zipfile.ZipFile(io.BytesIO(packed)) as work:
        journal = work.read("my-work/journal.jsonl")
    assert len(journal.splitlines()) == 1

    with watched_page(browser, viewport={"width": 1300, "height": 950}) as page:  # another browser's store
        assert run_in_lite(page, site, LANDING) == []
        assert page.locator(".hp-work a[download]").count() == 0
        bring_into_view(page, page.locator(".hp-put"))
        with page.expect_file_chooser() as chosen:
            page.locator(".hp-put").click()
        chosen.value.set_files({"name": "work.zip", "mimeType": "application/zip", "buffer": packed})
        expect(page.locator(".hp-told [role=status]")).to_contain_text("1", timeout=SLOW)
        assert run_in_lite(page, site, QUIZ) == []
        assert WORDS["resumed"]["vi"] in page.locator("[data-question] [role=status]").first.inner_text()


def test_the_second_visit_needs_no_network(browser):
    place = browser.new_context(viewport={"width": 1300, "height": 950})
    try:
        with open_pages(SITE) as address:
            page = place.new_page()
            assert run_in_lite(page, address, QUIZ) == []
            page.evaluate("navigator.serviceWorker.controller.postMessage({keep: true})")  # the page does so by itself when it has come to rest
            for _ in range(SLOW // 1000):
                if page.evaluate(LACKING) == 0:
                    break
                page.wait_for_timeout(1000)
            assert page.evaluate(LACKING) == 0
            page.close()
        page = place.new_page()  # and now there is no server any more
        assert run_in_lite(page, address, "lessons/en/03-recognition-1950.ipynb") == []
        page.close()
    finally:
        place.close()


PICTURE = "async () => !!(await caches.match('/static/pyodide/snapshot/told'))"
SPOIL = """async () => {
  const [name] = await caches.keys(), store = await caches.open(name);
  const part = (await store.keys()).find(({ url }) => url.endsWith('/files'));
  await store.put(part.url, new Response('not what it was'));
}"""


def test_the_second_visit_goes_on_from_the_first(browser, site):
    """Python is not started twice; and where what was kept is spoilt, it starts as if nothing had been."""
    place = browser.new_context(viewport={"width": 1300, "height": 950})

    def visit(spoil: bool = False) -> str:
        said: list[str] = []
        with watched_page(browser, within=place) as page:
            page.on("console", lambda message: said.append(message.text))
            assert run_in_lite(page, site, QUIZ) == []
            for _ in range(SLOW // 1000):
                if page.evaluate(PICTURE):
                    break
                page.wait_for_timeout(1000)
            assert page.evaluate(PICTURE)
            if spoil:
                page.evaluate(SPOIL)
        return "\n".join(line for line in said if line.startswith("hauphuong: Python"))

    try:
        first, second, third = visit(), visit(spoil=True), visit()
    finally:
        place.close()
    assert first == ""
    assert "goes on from an earlier visit" in second and "anew" not in second
    assert "anew" in third and "not kept" not in third


@pytest.mark.skipif(not shutil.which("unshare") or not shutil.which("ip"), reason="no unshare or ip here")
def test_a_plain_http_address_that_is_not_localhost(tmp_path):
    """There a browser gives neither service worker nor shared memory; lessons, quizzes and the journal must work all the same."""
    inside = f'ip link set lo up && ip addr add {ELSEWHERE}/32 dev lo && exec "$@"'
    command = ["unshare", "-r", "-n", "sh", "-c", inside, "sh", sys.executable, str(Path(__file__).with_name("lite.py")), str(SITE), ELSEWHERE]
    run = subprocess.run([*command, "lessons/en/03-recognition-1950.ipynb", EXERCISES[0], QUIZ], cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert run.returncode == 0, run.stderr[-3000:]
    seen = json.loads(run.stdout.splitlines()[-1])
    assert seen["secure"] is False and seen["service worker"] is False
    assert seen["called"] == [] and seen["console"] == []
    assert seen["errors"] == {notebook: [] for notebook in seen["errors"]}
    assert seen["lessons/en/03-recognition-1950.ipynb"] == len(stored_charts("en/03-recognition-1950.ipynb"))
    assert WORDS["resumed"]["vi"] in seen["resumed"]


def test_opening_the_site_leads_to_the_landing_page(browser, site):
    for query, title in (("", "Hậu phương"), ("?lang=vi", "00"), ("?lang=en", "00")):
        with watched_page(browser, viewport={"width": 1300, "height": 950}) as page:
            page.goto(f"{site}/{query}", timeout=SLOW)
            page.wait_for_selector(".jp-Notebook .jp-Cell h1", timeout=SLOW)
            assert title in page.locator(".jp-Notebook h1").first.inner_text()

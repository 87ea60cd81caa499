"""Feedback pages as a student opens them: a file on a disk, no network, a phone or a wide screen. The charts are drawn, and nothing of a stranger's runs."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LOOK, MISSING_LETTERS, watched_page
from playwright.sync_api import expect

import hauphuong
from hauphuong.charts.chart import PLOTLY
from hauphuong.grading import feedback, pages, run
from hauphuong.grading.gradebook import Gradebook

sys.path.insert(0, str(Path(__file__).parents[1]))
from sheets import EXERCISE, answered, bars, displayed, unreadable  # noqa: E402

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
CHARTS = ("aid_by_donor", "does_it_add_up", "recognition_race")
EVIL = "<script>window.evil=1</script><img src=x onerror='window.evil=1'>"
HOSTILE = {"plotly": {"data": [{"type": "bar", "x": [EVIL, "<a href='javascript:window.evil=1'>b</a>"], "y": [1, 2], "name": EVIL, "hovertemplate": EVIL, "text": ["<a href='https://evil.invalid'>t</a>"] * 2}, {"type": "scattergeo", "lat": [21], "lon": [105]}],
                      "layout": {"title": {"text": EVIL}, "images": [{"source": "https://evil.invalid/x.png"}], "annotations": [{"text": EVIL}], "font": {"family": "x; src: url(https://evil.invalid/f)"}, "paper_bgcolor": "url(https://evil.invalid)"}}, "text": EVIL}  # fmt: skip
PIE = {"plotly": {"data": [{"type": "pie", "labels": ["A", "B"], "values": [3, 5]}], "layout": {}}, "text": ""}
MANY = {"plotly": {"data": [{"type": "scattergl", "mode": "markers", "x": list(range(300)), "y": [n % 7 for n in range(300)], "name": "dots"}], "layout": {"title": {"text": "A title that is a good deal longer than a telephone is wide, as a student would write it"}}}, "text": ""}
WORLD = {"plotly": {"data": [{"type": "scattergeo", "lat": [21], "lon": [105], "text": ["Hà Nội"]}], "layout": {}}, "text": ""}


def sampled(every: list[tuple], often: set[int]) -> list:
    """All of it for `make test-all`; those at these places for `make test`."""
    return [pytest.param(*told, marks=[] if n in often else [pytest.mark.slow], id="-".join("phone" if t is PHONE else "desk" if t is DESK else t for t in told)) for n, told in enumerate(every)]


def items(lang: str) -> list[dict]:
    """What a cell shows that draws the course's own charts: the chart, and its finding after it."""
    made = []
    for name in CHARTS:
        chart = getattr(getattr(hauphuong, lang).charts, name)()
        bundle = json.loads(json.dumps(chart.bundle(), default=lambda array: array.tolist()))
        made += [{"plotly": bundle[PLOTLY], "text": bundle["text/plain"]}, {"text": chart.finding}]
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The class's pages: what each is for is its student's key."""
    root = tmp_path_factory.mktemp("feedback")
    with Gradebook(root / "book.db") as book:
        for lang in ("vi", "en"):
            answered(book, f"charts-{lang}", {"odd-period": "1961-1964", "gap": 5}, lang=lang, shown=displayed(*items(lang)), essay="Một đoạn. A paragraph.", notes=[{"vi": "ô khóa bị sửa", "en": "a locked cell had been changed"}])
            answered(book, f"own-{lang}", {"gap": 352}, lang=lang, shown=displayed(bars(), PIE, MANY, WORLD), end="wall")
        answered(book, "evil", {"odd-period": EVIL}, essay=EVIL, shown=displayed(HOSTILE))
        answered(book, "plain", {"gap": 352})
        unreadable(book, "broken")
        book.mark("charts-vi", EXERCISE, "gap", 0.25, "T1", "Gần đúng.")
        book.mark("evil", EXERCISE, run.ESSAY, 2, EVIL, EVIL)
        results = book.results()
        for result in results:
            sheet = feedback.sheet(book, result)
            pages.write(root, pages.file_name(EXERCISE, sheet.student), pages.page(sheet))
        pages.write(root, "index.html", pages.index([pages.row(r, "vi") for r in results], "vi"))
    return root


@contextlib.contextmanager
def opened(browser, folder: Path, student: str, size: dict = PHONE, wait: bool = True, before: str = "", **context):
    """The page of a student. At the end it must have met no error and asked for nothing but itself."""
    address = (folder / (pages.file_name(EXERCISE, student) if student != "index" else "index.html")).as_uri()
    asked = []
    with watched_page(browser, viewport=size, **context) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: asked.append(dialog.message))
        if before:
            page.add_init_script(before)
        page.goto(address)
        if wait and page.locator("#plotly").count():
            expect(page.locator("body[data-drawn]")).to_have_count(1)
        yield page
    assert [url[:80] for url in asked if url != address and not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize(("lang", "size"), sampled([(lang, size) for lang in ("vi", "en") for size in (PHONE, DESK)], {0, 3}))
def test_the_charts_of_the_course_are_drawn_with_no_label_cut_off(browser, folder, lang, size):
    with opened(browser, folder, f"charts-{lang}", size) as page:
        expect(page.locator(".plot .main-svg:first-child")).to_have_count(len(CHARTS))
        for number in range(len(CHARTS)):
            figure = page.locator("figure").nth(number)
            seen = figure.locator(".plot").evaluate(LOOK)
            assert seen["bars"] + seen["points"] + seen["lines"] > 4 and not seen["faults"], seen
            assert abs(seen["width"] - figure.evaluate("f => f.clientWidth")) < 1
        expect(page.locator(".undrawn:visible, .inside:visible")).to_have_count(0)
        assert page.locator("h1").evaluate(MISSING_LETTERS) == []


@pytest.mark.parametrize("lang", sampled([("vi",), ("en",)], {0}))
def test_a_student_s_own_charts_are_drawn_and_a_map_is_told(browser, folder, lang):
    with opened(browser, folder, f"own-{lang}") as page:
        assert page.locator("figure").count() == 4
        expect(page.locator(".plot .main-svg:first-child")).to_have_count(3)
        assert page.locator(".plot").nth(0).evaluate(LOOK)["bars"] == 2
        expect(page.locator(".plot").nth(1).locator(".slice")).to_have_count(2)
        assert page.locator(".plot").nth(2).evaluate(LOOK)["points"] == 300
        assert not page.locator(".plot").nth(0).evaluate(LOOK)["faults"] + page.locator(".plot").nth(2).evaluate(LOOK)["faults"]
        page.locator("figure").nth(3).locator("summary").last.click()
        expect(page.get_by_role("cell", name="Hà Nội")).to_be_visible()


@pytest.mark.parametrize("size", sampled([(PHONE,), (DESK,)], {0}))
def test_nothing_of_a_stranger_s_runs(browser, folder, size):
    with opened(browser, folder, "evil", size) as page:
        expect(page.locator(".plot .main-svg:first-child")).to_have_count(1)
        page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        page.locator(".plot").scroll_into_view_if_needed()
        bar = page.locator(".plot .point").first.bounding_box()
        page.mouse.move(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        expect(page.locator(".plot .hoverlayer .hovertext")).to_have_count(1)
        assert page.evaluate("window.evil") is None
        assert page.locator(".plot a[href], .plot image, main img").count() == 0


TRY = """
async () => {
  const stopped = new Set();
  addEventListener('securitypolicyviolation', (e) => stopped.add(e.effectiveDirective));
  const add = (tag, told) => document.body.append(Object.assign(document.createElement(tag), told));
  add('script', {textContent: 'window.evil = 1'});
  document.body.insertAdjacentHTML('beforeend', '<b onclick="window.evil = 1" id="probe">x</b>');
  document.getElementById('probe').click();
  add('img', {src: 'https://evil.invalid/x.png'});
  add('iframe', {src: 'https://evil.invalid/'});
  add('link', {rel: 'stylesheet', href: 'https://evil.invalid/x.css'});
  await fetch('https://evil.invalid/').catch(() => {});
  await new Promise((r) => setTimeout(r, 300));
  return {evil: window.evil ?? null, stopped: [...stopped].sort()};
}
"""


@pytest.mark.parametrize("student", ["charts-vi", "plain"])
def test_were_something_of_a_stranger_s_to_get_in_the_policy_would_stop_it(browser, folder, student):
    """Not watched for errors: those are what this provokes."""
    page = browser.new_page()
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto((folder / pages.file_name(EXERCISE, student)).as_uri())
    told = page.evaluate(TRY)
    page.close()
    assert told["evil"] is None and {"connect-src", "frame-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem"} <= set(told["stopped"])
    assert not [url for url in asked if "evil" in url]


@pytest.mark.parametrize(("student", "scheme"), sampled([(student, scheme) for student in ("charts-vi", "own-en", "plain", "broken", "index") for scheme in ("light", "dark")], {1, 4, 5, 8}))
def test_axe_finds_nothing_serious(browser, folder, student, scheme):
    with opened(browser, folder, student, color_scheme=scheme) as page:
        page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert {v["id"]: v["nodes"][0]["html"][:300] for v in found if v["impact"] in ("serious", "critical")} == {}


@pytest.mark.parametrize("student", sampled([("charts-vi",), ("charts-en",), ("own-vi",), ("evil",), ("broken",), ("index",)], {0, 3, 5}))
def test_nothing_runs_over_the_edge_of_a_phone(browser, folder, student):
    with opened(browser, folder, student) as page:
        page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("how", ["an old browser", "no JavaScript"])
def test_where_nothing_can_be_drawn_words_and_table_say_it(browser, folder, how):
    more = {"before": "delete window.DecompressionStream"} if how == "an old browser" else {"java_script_enabled": False}
    with opened(browser, folder, "charts-en", wait=False, **more) as page:
        figure = page.locator("figure").first
        expect(figure.locator(".undrawn")).to_be_visible()
        expect(figure.locator(".inside")).to_be_visible()
        figure.locator("summary").last.click()
        expect(figure.locator("tbody tr").first).to_be_visible()


def test_all_by_keyboard(browser, folder):
    """Every fold opens with the keyboard, a wide table scrolls, and what has the focus is seen."""
    with opened(browser, folder, "charts-en", DESK) as page:
        folds = page.locator("summary").count()
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "SUMMARY" and not page.evaluate("document.activeElement.parentElement.open"):
                assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
                page.keyboard.press("Enter")
            if page.locator("details[open]").count() == folds:
                break
        assert page.locator("details[open]").count() == folds


def test_printed_the_folds_are_open(browser, folder):
    with opened(browser, folder, "charts-vi") as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("details:not([open])").count() == 0

"""The lessons on the reading site: on a phone and on a wide screen, with and without JavaScript, nothing fetched from elsewhere."""

from __future__ import annotations

import pytest
from browsing import LOOK, MISSING_LETTERS, NOTEBOOKS, stored_charts, watched_page
from playwright.sync_api import expect

SHOWN = ":not([hidden] *)"  # a chart with choices shows one of them
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1600, "height": 900}
PLACES = [n.removesuffix(".ipynb") for n in NOTEBOOKS]

# Short words that a narrow table breaks in two, which nobody can read.
BROKEN_WORDS = r"""
() => {
  const broken = [], range = document.createRange();
  for (const cell of document.querySelectorAll('td, th')) {
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      for (const word of node.data.matchAll(/[\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{N}.,]+/gu)) {
        range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
        if (word[0].length < 13 && new Set([...range.getClientRects()].map(r => Math.round(r.top))).size > 1) broken.push(word[0]);
      }
  }
  return broken;
}
"""


def charts_of(place: str):
    return stored_charts(place + ".ipynb")


def at(place: str, size: dict):
    """`make test` reads the Vietnamese pages on a phone and the English ones on a wide screen; `make test-all` reads both on both."""
    marks = [] if place.startswith("vi/") == (size is PHONE) or place == "index" else [pytest.mark.slow]
    return pytest.param((place, size), marks=marks, id=f"{place}-{size['width']}")


@pytest.fixture(scope="module", params=[at(place, size) for place in PLACES for size in (PHONE, DESK)])
def opened(request, browser, pages):
    """(page, the charts it must show, its place), at one size."""
    place, size = request.param
    with watched_page(browser, viewport=size) as page:
        page.goto(f"{pages}/{place}.html")
        charts = charts_of(place)
        expect(page.locator(f".hp-plot{SHOWN} .main-svg:first-child")).to_have_count(len(charts))
        yield page, charts, place


def test_marks_are_drawn_and_no_label_is_cut_off(opened):
    page, charts, _ = opened
    faults = []
    for number, chart in enumerate(charts):
        seen = page.locator(f".hp-plot{SHOWN}").nth(number).evaluate(LOOK)
        assert {kind: seen[kind] for kind in chart.marks} == chart.marks, chart.finding
        assert sum(chart.marks.values()) and seen["texts"], chart.finding
        faults += [f"{chart.finding}: {fault}" for fault in seen["faults"]]
    assert not faults, "\n".join(faults)


def test_a_chart_is_a_named_figure_with_caption_and_table(opened):
    page, charts, place = opened
    assert page.locator(f"figure.hp-chart{SHOWN}").count() == len(charts)
    for number, chart in enumerate(charts):
        figure = page.locator(f"figure.hp-chart{SHOWN}").nth(number)
        expect(figure.locator("figcaption")).to_contain_text(chart.finding)
        expect(figure.locator("figcaption")).to_be_visible()
        named = figure.get_by_role("img", name=chart.alt, exact=True).or_(figure.get_by_role("figure", name=chart.alt, exact=True))
        expect(named).to_have_count(1)
        fold = figure.locator("details", has=page.locator("table"))
        expect(fold.locator("tbody tr")).to_have_count(chart.rows)
        fold.locator("summary").click()
        expect(fold.locator("tbody tr").first).to_be_visible()


def test_nothing_runs_over_the_edge(opened):
    """With every table open: a wide one scrolls in its own frame, not the page, and breaks no short word."""
    page, _, place = opened
    page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
    for element in ("documentElement", "body"):
        assert page.evaluate(f"document.{element}.scrollWidth - document.{element}.clientWidth") <= 0, element
    assert page.evaluate(BROKEN_WORDS) == []


def test_language_and_letters(opened):
    page, charts, place = opened
    lang = "en" if place.startswith("en/") else "vi"
    assert page.locator("html").get_attribute("lang") == lang
    assert {f.get_attribute("lang") for f in page.locator(f"figure.hp-chart{SHOWN}").all()} <= {lang}
    for text in ["p", *(["figcaption", ".hp-plot text"] if charts else [])]:
        assert page.locator(text).first.evaluate(MISSING_LETTERS) == [], text


def test_a_window_grown_narrow(page, pages):
    """A phone turned upright."""
    charts = charts_of(PLACES[2])
    page.goto(f"{pages}/{PLACES[2]}.html")
    page.set_viewport_size(PHONE)
    for number, chart in enumerate(charts):
        plot = page.locator(f".hp-plot{SHOWN}").nth(number)
        for _ in range(100):  # plotly waits a little before it draws anew
            faults = plot.evaluate(LOOK)["faults"]
            if not faults:
                break
            page.wait_for_timeout(100)
        assert not faults, f"{chart.finding}: " + "\n".join(faults)


@pytest.mark.parametrize("place", [place for place in PLACES if charts_of(place)])
def test_without_javascript_caption_and_table_remain(browser, pages, place):
    with watched_page(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{pages}/{place}.html")
        for number, chart in enumerate(charts_of(place)):
            figure = page.locator(f"figure.hp-chart{SHOWN}").nth(number)
            expect(figure.locator("figcaption")).to_contain_text(chart.finding)
            figure.locator("summary").last.click()
            expect(figure.locator("tbody tr").first).to_be_visible()


def test_a_layer_folds_on_a_page_too(opened):
    page, _, place = opened
    boxes = page.locator(".hp-layers input")
    if boxes.count() == 0:
        assert place.endswith(("sources", "teaching")) or place == "index"
        return
    story = page.locator(".jp-Cell:has(.hp-story)").first
    expect(story).to_be_visible()
    boxes.nth(0).check()
    expect(story).to_be_hidden()
    boxes.nth(0).uncheck()
    expect(story).to_be_visible()

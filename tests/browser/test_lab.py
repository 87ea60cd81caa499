"""The lessons as a student meets them: opened in JupyterLab and run to the end, in Chromium, with the network cut."""

from __future__ import annotations

import base64
import csv
import io
import re
from dataclasses import dataclass

import pytest
from browsing import LOOK, MISSING_LETTERS, NOTEBOOKS, PATIENCE, SAMPLE, Stored, open_notebook, run_all, stored_charts, watched_page
from playwright.sync_api import Page, expect

from hauphuong import text

SIZE = {"width": 1600, "height": 1000}
AID = "06-aid-in-tonnes.ipynb"
SCROLLER = ".jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"


@dataclass
class Lesson:
    """A notebook, open and run to the end."""

    notebook: str
    lang: str
    page: Page
    charts: list[Stored]

    def plot(self, number: int):
        """The picture of a chart, scrolled into view: Lab paints no other."""
        plot = self.page.locator(".js-plotly-plot").nth(number)
        plot.scroll_into_view_if_needed()
        return plot

    def look(self, number: int) -> dict:
        """What can be seen of a chart, once it is drawn: Lab draws a little after the run has ended."""
        for _ in range(100):
            seen = self.plot(number).evaluate(LOOK)
            if all(seen[kind] == count for kind, count in self.charts[number].marks.items()):
                break
            self.page.wait_for_timeout(100)
        return seen

    def notes(self, number: int):
        return self.page.locator(".hp-notes").nth(number)


@pytest.fixture(scope="module", params=[n if n in SAMPLE else pytest.param(n, marks=pytest.mark.slow) for n in NOTEBOOKS])
def lesson(request, browser, lab):
    notebook = request.param
    with watched_page(browser, viewport=SIZE) as page:
        open_notebook(page, lab, f"lessons/{notebook}")
        run_all(page)
        charts = stored_charts(notebook)
        expect(page.locator(".js-plotly-plot .main-svg:first-child")).to_have_count(len(charts), timeout=PATIENCE)
        yield Lesson(notebook, "en" if notebook.startswith("en/") else "vi", page, charts)


def test_it_runs_to_the_end(lesson):
    """`run_all` has waited for the last cell's number; here, that nothing went wrong on the way."""
    outputs = lesson.page.locator(".jp-OutputArea-output")
    wrong = [out.inner_text()[:500] for out in outputs.all() if re.search("error|stderr", out.get_attribute("data-mime-type") or "")]
    assert not wrong, "\n".join(wrong)
    numbers = lesson.page.locator(".jp-CodeCell .jp-InputPrompt").all_text_contents()
    assert [re.sub(r"\D", "", n) for n in numbers] == [str(n) for n in range(1, len(numbers) + 1)]


def test_marks_are_drawn(lesson):
    for number, chart in enumerate(lesson.charts):
        seen = lesson.look(number)
        assert {kind: seen[kind] for kind in chart.marks} == chart.marks, chart.finding
        assert sum(chart.marks.values()) and seen["texts"], chart.finding


def test_no_label_is_cut_off(lesson):
    faults = [f"{chart.finding}: {fault}" for number, chart in enumerate(lesson.charts) for fault in lesson.look(number)["faults"]]
    assert not faults, "\n".join(faults)


def test_charts_have_accessible_names(lesson):
    for chart in lesson.charts:
        assert chart.alt
        expect(lesson.page.get_by_role("figure", name=chart.alt, exact=True)).to_have_count(1)


def test_the_finding_stands_under_the_chart(lesson):
    for number, chart in enumerate(lesson.charts):
        plot, finding = lesson.plot(number), lesson.notes(number).locator(".hp-finding")
        expect(finding).to_have_text(chart.finding)
        expect(finding).to_be_visible()
        # Both edges in one call: cells that are still growing above moved the page between two measurements.
        gap = finding.evaluate("(below, above) => below.getBoundingClientRect().top - above.getBoundingClientRect().bottom", plot.element_handle())
        assert 0 <= gap <= 40, chart.finding


def test_the_table_opens_and_its_csv_has_the_same_rows(lesson):
    for number, chart in enumerate(lesson.charts):
        notes = lesson.notes(number)
        fold = notes.locator("details", has=lesson.page.locator("table"))
        rows = fold.locator("tbody tr")
        expect(rows.first).not_to_be_visible()
        fold.locator("summary").click()
        expect(rows.first).to_be_visible()
        expect(rows).to_have_count(chart.rows)
        link = fold.locator("a[download$='.csv']").get_attribute("href")
        raw = base64.b64decode(link.partition("base64,")[2])
        assert raw.startswith(b"\xef\xbb\xbf"), "without a byte-order mark Excel breaks Vietnamese letters"
        records = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
        shown = rows.all_inner_texts()
        assert len(records) == len(shown)
        for record, row in zip(records, shown):
            if record.get("value"):
                assert text.number(float(record["value"]), lesson.lang) in row
        fold.locator("summary").click()


def test_vietnamese_letters_are_in_the_fonts(lesson):
    places = [".jp-RenderedMarkdown p", *([".js-plotly-plot text", ".hp-finding"] if lesson.charts else [])]
    for place in places:
        assert lesson.page.locator(place).first.evaluate(MISSING_LETTERS) == [], place


@pytest.mark.parametrize("lesson", [n for n in NOTEBOOKS if n.endswith(AID)], indirect=True)
def test_the_menu_draws_the_chart_anew(lesson):
    """By keyboard alone, whose arrows and letters Lab would otherwise take for commands of its own."""
    page = lesson.page
    menu = page.locator(".widget-dropdown select")
    finding = lesson.notes(0).locator(".hp-finding")
    bars = "[...document.querySelector('.js-plotly-plot').querySelectorAll('.barlayer path')].map(p => p.getAttribute('d')).join()"
    lesson.look(0)
    findings, names, pictures = [lesson.charts[0].finding], [lesson.charts[0].alt], [page.evaluate(bars)]
    for _ in "ab":
        menu.focus()
        page.keyboard.press("ArrowDown")
        expect(finding).not_to_have_text(findings[-1])
        page.wait_for_function(f"old => {bars} !== old", arg=pictures[-1], timeout=20_000)
        name = lesson.notes(0).locator(".hp-alt").text_content()
        expect(page.get_by_role("figure", name=name, exact=True)).to_have_count(1)
        assert lesson.look(0)["faults"] == []
        findings.append(finding.inner_text())
        names.append(name)
        pictures.append(page.evaluate(bars))
    assert [len(set(seen)) for seen in (findings, names, pictures)] == [3, 3, 3]
    menu.focus()
    page.keyboard.press("Home")
    expect(finding).to_have_text(findings[0])


@pytest.mark.parametrize("lesson", [n for n in NOTEBOOKS if n.endswith(AID)], indirect=True)
def test_nothing_is_asked(lesson):
    """A newcomer's first sight must be the lesson, not a question about news."""
    assert lesson.page.locator(".Toastify__toast").all_inner_texts() == []


def test_charts_outlive_a_change_of_window(page, lab):
    """A chart out of view while the window grows must still be there when the reader comes back to it."""
    open_notebook(page, lab, "lessons/vi/00-start-here.ipynb")
    run_all(page)
    plots = page.locator(".js-plotly-plot")
    expect(plots.locator(".main-svg:first-child")).to_have_count(len(stored_charts("vi/00-start-here.ipynb")))
    page.set_viewport_size({"width": 1600, "height": 4000})
    page.locator(SCROLLER).evaluate("e => e.scrollTop = 0")
    page.wait_for_timeout(1500)  # a chart that is about to fall flat says so nowhere
    heights = plots.evaluate_all("plots => plots.map(p => p.getBoundingClientRect().height)")
    assert min(heights) > 100, heights


@pytest.mark.parametrize("place", [".jp-MarkdownCell", pytest.param(".hp-sources", marks=pytest.mark.slow)])
def test_a_citation_leads_to_its_source(page, lab, place):
    """From the text and from under a chart; when the sources are not open yet, and when they are."""
    open_notebook(page, lab, f"lessons/vi/{AID}")
    links = page.locator(f'.jp-NotebookPanel:not(.lm-mod-hidden) {place} a[href*="sources.ipynb"][href*="src-"]')
    expect(links.first).to_be_attached()
    for link in (links.first, links.last):
        link.scroll_into_view_if_needed()
        key = re.search(r"src-([a-z0-9-]+)$", link.get_attribute("href"))[1]
        link.click()
        expect(page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text="sources.ipynb")).to_be_visible()
        cell = page.locator(f"{SCROLLER} .jp-MarkdownCell", has=page.locator(f"code:text-is('{key}')")).last
        try:
            expect(cell).to_be_in_viewport(ratio=0.5, timeout=20_000)
        except AssertionError:
            # On a busy machine cells above may grow after Lab has gone to the right one, or the new page's first draw takes it
            # back to the top. A reader would click again, and the second time nothing grows.
            page.locator(".lm-TabBar-tab", has_text=AID).click()
            link.click()
            expect(cell).to_be_in_viewport(ratio=0.5, timeout=20_000)
        page.locator(".lm-TabBar-tab", has_text=AID).click()


def test_a_layer_folds_and_comes_back(lesson):
    """By keyboard, as everything: the space bar ticks the box. Only lessons have layers."""
    boxes = lesson.page.locator(".hp-layers input")
    if lesson.notebook.endswith(("index.ipynb", "sources.ipynb", "teaching.ipynb")):
        return
    assert boxes.count() == 2
    boxes.nth(1).scroll_into_view_if_needed()
    hidden = "() => [...document.querySelectorAll('.jp-Cell')].filter(c => c.querySelector('.hp-method') && getComputedStyle(c).display !== 'none').length"
    before = lesson.page.evaluate(hidden)
    boxes.nth(1).focus()
    lesson.page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    assert before > 0 and lesson.page.evaluate(hidden) == 0
    lesson.page.keyboard.press("Space")
    assert lesson.page.evaluate(hidden) == before

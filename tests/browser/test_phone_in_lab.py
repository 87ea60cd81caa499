"""JupyterLab on a phone (settings/phone): the lesson fills the window, and the panels are there when they are asked for."""

from __future__ import annotations

import pytest
from browsing import open_notebook, open_pages, watched_page
from lite import ABSENT, SITE, open_in_lite
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
FIRST, SECOND = "00-start-here.ipynb", "01-roots-1917-1945.ipynb"
PANEL, DOCUMENT = "#jp-left-stack", ".jp-NotebookPanel:not(.lm-mod-hidden)"


def fills_the_window(page, notebook: str) -> None:
    expect(page.locator("#jp-title-panel-title input")).to_have_value(notebook)
    expect(page.locator(PANEL)).to_be_hidden()
    page.wait_for_function(f"document.querySelector('{DOCUMENT}').getBoundingClientRect().width > 340")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    words = page.locator(f"{DOCUMENT} .jp-RenderedMarkdown").first
    assert words.bounding_box()["width"] > 300
    expect(page.locator(f"{DOCUMENT} [data-jp-item-name=run]")).to_be_in_viewport()


def opens_another(page) -> None:
    page.locator(".jp-SideBar [data-id=filebrowser]").tap()
    expect(page.locator(PANEL)).to_be_visible()
    page.locator(".jp-DirListing-item", has_text=SECOND[:8]).dblclick()
    fills_the_window(page, SECOND)


def test_a_lesson_fills_a_phone_and_another_is_chosen(browser, lab):
    with watched_page(browser, **PHONE) as page:
        open_notebook(page, lab, f"lessons/vi/{FIRST}")
        fills_the_window(page, FIRST)
        page.locator(f"{DOCUMENT} .jp-CodeCell .jp-InputArea-editor").first.tap()
        page.locator(f"{DOCUMENT} [data-jp-item-name=run]").tap()
        expect(page.locator(f"{DOCUMENT} .jp-CodeCell .jp-InputPrompt").first).to_have_text("[1]:")
        opens_another(page)


def test_a_wide_window_is_left_alone_and_one_turned_narrow_is_not_until_it_is_wide_again(page, lab):
    open_notebook(page, lab, f"lessons/vi/{FIRST}")
    page.wait_for_timeout(1000)
    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text=FIRST)).to_be_visible()
    page.set_viewport_size(PHONE["viewport"])
    fills_the_window(page, FIRST)
    page.set_viewport_size({"width": 1600, "height": 1000})
    expect(page.locator(PANEL)).to_be_visible()
    expect(page.locator(".lm-TabBar-tab.lm-mod-current .lm-TabBar-tabLabel", has_text=FIRST)).to_be_visible()


@pytest.mark.slow
@pytest.mark.skipif(not (SITE / "lab" / "index.html").is_file(), reason=ABSENT)
def test_so_does_the_browser_edition(browser):
    with open_pages(SITE) as address, watched_page(browser, **PHONE) as page:
        open_in_lite(page, address, f"lessons/vi/{FIRST}")
        fills_the_window(page, FIRST)
        opens_another(page)

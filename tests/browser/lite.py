"""The browser edition as a static host gives it: a server of files, a notebook opened and run, and what came of it.

Also a command of its own, for a network namespace in which pytest does not run: `python lite.py SITE ADDRESS NOTEBOOK…`
serves SITE at that address, runs the notebooks there and prints as JSON what it saw.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from browsing import FLAGS, IDLE, ROOT, chromium, open_pages, run_all

SITE = ROOT / "lite"
SLOW = 240_000  # milliseconds: Python and pandas are compiled in the page, and the machine may be busy
ABSENT = "the browser edition is not built here: run make lite"
TROUBLE = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"], .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'


def open_in_lite(page, address: str, notebook: str) -> None:
    """Open a notebook and wait until Python is ready."""
    page.goto(f"{address}/lab/index.html?path={notebook}", timeout=SLOW)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=SLOW)
    page.wait_for_function(IDLE, timeout=SLOW)


def run_in_lite(page, address: str, notebook: str) -> list[str]:
    """Open a notebook, run it to its last cell, and return the text of every error that it shows."""
    open_in_lite(page, address, notebook)
    run_all(page, patience=SLOW)
    return page.locator(TROUBLE).all_inner_texts()


def read_through(page) -> int:
    """Scroll through a notebook from its top, since each chart is drawn when it comes into view; how many were drawn."""
    panel = page.locator(".jp-WindowedPanel-outer")
    panel.evaluate("panel => panel.scrollTo(0, 0)")
    below = True
    while below:
        page.wait_for_function("() => [...document.querySelectorAll('.jp-RenderedPlotly')].every(chart => !chart.clientWidth || chart.querySelector('.main-svg'))", timeout=SLOW)
        below = panel.evaluate("panel => { const top = panel.scrollTop; panel.scrollBy(0, 400); return panel.scrollTop > top; }")
        page.wait_for_timeout(100)
    return page.locator(".js-plotly-plot .main-svg:first-child").count()


def bring_into_view(page, wanted) -> None:
    """Scroll the notebook until something shows: Lab paints no cell that is out of view."""
    for top in range(0, 40_000, 400):
        page.locator(".jp-WindowedPanel-outer").evaluate("(panel, top) => panel.scrollTo(0, top)", top)
        page.wait_for_timeout(100)
        if wanted.is_visible():
            break
    wanted.scroll_into_view_if_needed()


def answer_first(page) -> None:
    """Answer the first question of a notebook that has run, whatever its kind, and wait for the reply."""
    question = page.locator("[data-question]").first
    bring_into_view(page, question)
    option = question.locator("input[type=radio], input[type=checkbox]")
    if option.count():
        option.first.check()
    else:
        question.locator("input").first.fill("7")
    question.locator(".hp-check").click()
    question.locator("[role=status]").filter(has_text=" ").first.wait_for(timeout=SLOW)
    page.wait_for_timeout(1000)


def main(site: str, address: str, *notebooks: str) -> None:
    from playwright.sync_api import sync_playwright

    seen: dict = {"errors": {}, "console": [], "called": []}
    flags = [flag.replace("EXCLUDE 127.0.0.1", f"EXCLUDE {address}") for flag in FLAGS]
    with open_pages(Path(site), address) as base, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=flags, timeout=60_000)
        page = browser.new_page(viewport={"width": 1300, "height": 950})
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("console", lambda said: said.type == "error" and seen["console"].append(said.text[:300]))
        page.on("pageerror", lambda error: seen["console"].append(str(error)[:300]))
        page.on("request", lambda asked: asked.url.startswith(("http", "ws")) and not asked.url.startswith(base) and seen["called"].append(asked.url))
        for notebook in notebooks:
            seen["errors"][notebook] = run_in_lite(page, base, notebook)
            seen[notebook] = read_through(page)
        seen["secure"] = page.evaluate("window.isSecureContext")
        seen["service worker"] = page.evaluate("'serviceWorker' in navigator")
        answer_first(page)
        run_in_lite(page, base, notebooks[-1])
        seen["resumed"] = page.locator("[data-question] [role=status]").first.inner_text()
        browser.close()
    print(json.dumps(seen, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])

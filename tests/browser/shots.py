"""Pictures to look at: `python tests/browser/shots.py FOLDER` draws every chart and lesson in Lab and on the reading site."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browsing import LOOK, NOTEBOOKS, open_browser, open_lab, open_notebook, open_pages, run_all

from hauphuong.editions.site.build import build

TALL = 9000


def shoot(page, folder: Path, name: str) -> None:
    """A picture of each chart of the page and one line for each fault that can be measured."""
    for number, plot in enumerate(page.locator(".js-plotly-plot").all(), 1):
        plot.scroll_into_view_if_needed()
        plot.screenshot(path=folder / f"{name}-{number}.png")
        for fault in plot.evaluate(LOOK)["faults"]:
            print(f"{name}-{number}: {fault}", flush=True)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as desk, open_browser() as browser:
        desk = Path(desk)
        build(desk / "site")
        with open_pages(desk / "site") as address:
            for width, height in ((360, 740), (1600, 900)):
                page = browser.new_page(viewport={"width": width, "height": height})
                for book in NOTEBOOKS:
                    place = book.removesuffix(".ipynb")
                    page.goto(f"{address}/{place}.html")
                    name = f"page-{width}-{place.replace('/', '-')}"
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
                    if width == 360:
                        shoot(page, folder, name)
                page.close()
        with open_lab(desk / "lab") as address:
            for book in NOTEBOOKS:
                # a window as tall as the longest lesson: Lab paints only what is in view
                page = browser.new_page(viewport={"width": 1600, "height": TALL})
                open_notebook(page, address, f"lessons/{book}")
                run_all(page)
                name = f"lab-{book.removesuffix('.ipynb').replace('/', '-')}"
                page.evaluate("document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0")
                page.wait_for_timeout(1000)
                bottom = page.locator(".jp-Notebook .jp-Cell").last.evaluate("e => e.getBoundingClientRect().bottom")
                page.screenshot(path=folder / f"{name}.png", clip={"x": 0, "y": 0, "width": 1600, "height": min(bottom + 40, TALL)})
                shoot(page, folder, name)
                page.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

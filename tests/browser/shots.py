"""Pictures to look at: `python tests/browser/shots.py FOLDER` draws every chart and lesson in Lab and in the exported pages."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browsing import LOOK, PATIENCE, ROOT, open_browser, open_lab, open_notebook, open_pages, run_all

LESSONS = ROOT / "lessons"
NOTEBOOKS = [LESSONS / "index.ipynb", *sorted(p for p in LESSONS.glob("*/*.ipynb") if p.parent.name in ("vi", "en"))]


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
        with open_pages(desk / "html") as address:
            for width, height in ((360, 740), (1600, 900)):
                page = browser.new_page(viewport={"width": width, "height": height})
                for book in NOTEBOOKS:
                    place = book.relative_to(LESSONS).with_suffix("")
                    page.goto(f"{address}/{place}.html", wait_until="load")
                    name = f"page-{width}-{str(place).replace('/', '-')}"
                    page.screenshot(path=folder / f"{name}.png", full_page=True)
                    if width == 360:
                        shoot(page, folder, name)
                page.close()
        with open_lab(desk / "lab") as address:
            for book in NOTEBOOKS:
                place = book.relative_to(LESSONS)
                page = browser.new_page(viewport={"width": 1600, "height": 1000})
                open_notebook(page, address, f"lessons/{place}")
                run_all(page)
                name = f"lab-{str(place.with_suffix('')).replace('/', '-')}"
                # a window as tall as the notebook: Lab draws only what is in view
                page.set_viewport_size({"width": 1600, "height": 8000})
                charts = book.read_text(encoding="utf-8").count('"application/vnd.plotly.v1+json"')
                page.wait_for_function(f"document.querySelectorAll('.js-plotly-plot .main-svg').length >= {charts}", timeout=PATIENCE)
                page.screenshot(path=folder / f"{name}.png")
                shoot(page, folder, name)
                page.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

"""How long a reader of the browser edition waits, beside a bare JupyterLite page: `make lite`, then `make bench-lite`.

The bare page is the same JupyterLite and the same Pyodide, as its makers' own settings start it: a notebook with one cell
that imports pandas and plotly and draws one figure. Ours is a lesson. They take turns in a single run; what counts is the
ratio, since seconds belong to one machine and one hour. Each first visit has a browser that never saw the page, each
second visit comes back to it; once as fast as the machine serves, once over a line of so many megabits.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

import plotly
from playwright.sync_api import sync_playwright

from hauphuong.editions.lite.charts import OURS, STOCK

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsing import FLAGS, IDLE, _Quiet, chromium, open_pages  # noqa: E402
from lite import SITE, SLOW  # noqa: E402

LESSON = "lessons/en/06-aid-in-tonnes.ipynb"
BARE = "bare.ipynb"
BARE_CODE = "import pandas as pd\nimport plotly.graph_objects as go\nframe = pd.DataFrame({'x': ['a', 'b', 'c'], 'y': [1, 3, 2]})\ngo.Figure(go.Bar(x=frame.x, y=frame.y))"
# JupyterLite's own keeps nothing unless told to, and carries the kernel's calls for files as ours does
STOCK_WORKER = (ROOT / "hauphuong/editions/lite/page/service-worker.js").read_text(encoding="utf-8").replace('request.method === "GET"', "false")
# Pyodide's own start, with every package asked for at once, as the best of stock settings would have it
STOCK_START = 'importScripts(self.location.href.replace(/extensions\\/.*$/, "static/pyodide/pyodide.js"));\n{ const load = self.loadPyodide; self.loadPyodide = (options) => load({ ...options, packages: %s, env: { PLOTLY_RENDERER: "plotly_mimetype" } }); }\n'
COURSE = {"hauphuong", "anywidget", "psygnal", "ipywidgets"}  # what no bare page loads
AIM_FIRST, AIM_SECOND = 1.2, 0.5
LATENCY = 0.03  # seconds, of a limited line
# A lesson is stored with its charts, which Lab draws before Python is there: those do not count.
STORED = "() => document.querySelectorAll('.js-plotly-plot').forEach(plot => plot.dataset.stored = 1)"
# A chart out of view is not drawn. So the reader goes to where the first one stands, down the page, and waits there for it.
FIRST = """() => {
  const panel = document.querySelector('.jp-WindowedPanel-outer'), top = panel.scrollTop;
  if (![...document.querySelectorAll('.jp-RenderedPlotly')].some(chart => chart.clientWidth)) panel.scrollBy(0, panel.clientHeight / 2);
  if (panel.scrollTop !== top) return false;
  window.stand = document.querySelector('.jp-RenderedPlotly') ? top : 0;
  return true;
}"""
DRAWN = """() => {
  if (document.querySelector('.js-plotly-plot:not([data-stored]) .main-svg')) return true;
  document.querySelector('.jp-WindowedPanel-outer').scrollTo(0, window.stand);
}"""
# how many of the site's files the browser does not keep yet, Python as it stood (page/snapshot.js) among them
LACKING = """async () => {
  const [store] = await caches.keys(), kept = store && new Set((await (await caches.open(store)).keys()).map(request => decodeURI(new URL(request.url).pathname)));
  return kept ? ['static/pyodide/snapshot/told', ...await (await fetch('/static/files.json')).json()].filter(file => !kept.has('/' + file)).length : -1;
}"""


def bare_site(site: Path, target: Path) -> None:
    """The same files as JupyterLite itself would use them: no early start, Pyodide's own loader, no store of ours.

    It gets our slim, compiled wheels, all loaded at once: a stock build is slower still.
    """
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("files"))
    page = target / "lab" / "index.html"
    page.write_text("\n".join(line for line in page.read_text(encoding="utf-8").split("\n") if "early.js" not in line), encoding="utf-8")
    runtime = target / "static" / "pyodide"
    start = [one["name"] for one in json.loads((runtime / "packages.json").read_text(encoding="utf-8")) if one["name"] not in COURSE]
    (runtime / "start.js").write_text(STOCK_START % json.dumps(start), encoding="utf-8")
    (target / "service-worker.js").write_text(STOCK_WORKER, encoding="utf-8")
    _stock_charts(target)
    cell = {"cell_type": "code", "id": "bare", "source": BARE_CODE, "metadata": {}, "outputs": [], "execution_count": None}
    book = {"cells": [cell], "metadata": {"kernelspec": {"name": "python", "display_name": "Python", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    (target / "files").mkdir()
    (target / "files" / BARE).write_text(json.dumps(book), encoding="utf-8")
    (target / "api" / "contents" / "all.json").write_text(json.dumps(_listing()), encoding="utf-8")  # Lab opens nothing that is not listed


def _stock_charts(target: Path) -> None:
    """Plotly's own extension for Lab, in the place of ours."""
    shipped = Path(plotly.__file__).parent / "labextension"
    shutil.copytree(shipped, target / "extensions" / STOCK)
    settings = target / "jupyter-lite.json"
    told = json.loads(settings.read_text(encoding="utf-8"))
    stock = {"name": STOCK, **json.loads((shipped / "package.json").read_text(encoding="utf-8"))["jupyterlab"]["_build"]}
    extensions = told["jupyter-config-data"]["federated_extensions"]
    extensions[:] = [stock if one["name"] == OURS["name"] else one for one in extensions]
    settings.write_text(json.dumps(told), encoding="utf-8")


def _listing() -> dict:
    """What JupyterLite's build writes of a folder: here of one notebook."""
    times = {"created": "2026-01-01T00:00:00Z", "last_modified": "2026-01-01T00:00:00Z", "writable": True, "content": None, "mimetype": None, "format": None}
    file = {"name": BARE, "path": BARE, "type": "notebook", "size": 500, **times}
    return {"name": "", "path": "", "type": "directory", "size": None, **times, "format": "json", "content": [file]}


class Line(_Quiet):
    """A server of files behind a line that all requests share."""

    megabits, turn = 0.0, threading.Lock()

    def do_GET(self) -> None:
        if self.megabits:
            time.sleep(LATENCY)
        super().do_GET()

    def copyfile(self, source, outputfile) -> None:
        while piece := source.read(65_536):
            if self.megabits:
                with self.turn:
                    time.sleep(len(piece) * 8e-6 / self.megabits)
            outputfile.write(piece)


def served(folder: Path, megabits: float) -> contextlib.AbstractContextManager[str]:
    """The folder's address. `megabits`: how many a second the line carries, 0 for as many as the machine can."""
    return open_pages(folder, handler=type("Line", (Line,), {"megabits": megabits, "turn": threading.Lock()}))


def visit(page, address: str, notebook: str) -> dict[str, float]:
    """Seconds since the page was asked for, at each mark; all cells are run at the first moment at which a reader could."""
    marks, start = {}, time.perf_counter()
    page.goto(f"{address}/lab/index.html?path={notebook}", timeout=SLOW, wait_until="commit")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=SLOW)
    marks["notebook"] = time.perf_counter() - start
    page.wait_for_function(FIRST, polling=100, timeout=SLOW)
    page.wait_for_function(IDLE, timeout=SLOW)
    marks["python"] = time.perf_counter() - start
    page.evaluate(STORED)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_function(DRAWN, polling=100, timeout=SLOW)
    marks["chart"] = time.perf_counter() - start
    return marks


def both_visits(address: str, notebook: str, keeps: bool) -> list[dict[str, float]]:
    """First and second visit of one new browser. `keeps`: stay on the page until the browser keeps the whole site."""
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as play:
        place = play.chromium.launch_persistent_context(profile, executable_path=chromium(), args=FLAGS, viewport={"width": 1300, "height": 950})
        times = []
        for number in range(2):
            page = place.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            times.append(visit(page, address, notebook))
            deadline = time.monotonic() + SLOW / 1000
            while keeps and not number and page.evaluate(LACKING):
                if time.monotonic() > deadline:
                    raise TimeoutError(f"the browser still lacks {page.evaluate(LACKING)} files")
                page.wait_for_timeout(1000)
            page.wait_for_timeout(3000)  # what was kept is written down
            page.close()
        place.close()
    return times


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--site", type=Path, default=SITE, help="another folder than lite/")
    told.add_argument("--megabits", type=float, default=0, help="limit the line to so many megabits a second")
    asked = told.parse_args()
    if not (asked.site / "lab" / "index.html").is_file():
        print("make lite trước đã. / Run make lite first.", file=sys.stderr)
        return 1
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as place:
        bare_site(asked.site, Path(place) / "bare")
        for number in range(asked.rounds):
            for site, notebook, times in ((Path(place) / "bare", BARE, bare), (asked.site, LESSON, ours)):
                with served(site, asked.megabits) as address:
                    times.append(both_visits(address, notebook, keeps=times is ours))
            for name, times in (("bare", bare), ("ours", ours)):
                print(f"round {number + 1}, {name}: " + " · then ".join(", ".join(f"{mark} {seconds:.1f} s" for mark, seconds in marks.items()) for marks in times[-1]), flush=True)
    first, second = median(o[0]["chart"] / b[0]["chart"] for o, b in zip(ours, bare)), median(o[1]["chart"] / o[0]["chart"] for o in ours)
    print(f"first chart, first visit: ours / bare = {first:.2f} (aim: at most {AIM_FIRST})")
    print(f"second visit / first, ours = {second:.2f} (aim: at most {AIM_SECOND})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

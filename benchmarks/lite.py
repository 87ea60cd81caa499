"""How long a reader of the browser edition waits, beside a bare JupyterLite page: `make lite`, then `make bench-lite`.

The bare page is the same JupyterLite and the same Pyodide, as its makers' own settings start it: a notebook with one cell
that imports pandas and plotly and draws one figure. Ours is a lesson. They take turns in a single run; what counts is the
ratio, since seconds belong to one machine and one hour. Each first visit has a browser that never saw the page, each
second visit comes back to it; once as fast as the machine serves, once over a line of so many megabits.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsing import IDLE, open_browser  # noqa: E402
from lite import SITE, SLOW, static_host  # noqa: E402

LESSON = "lessons/en/06-aid-in-tonnes.ipynb"
BARE = "bare.ipynb"
BARE_CODE = "import pandas as pd\nimport plotly.graph_objects as go\nframe = pd.DataFrame({'x': ['a', 'b', 'c'], 'y': [1, 3, 2]})\ngo.Figure(go.Bar(x=frame.x, y=frame.y))"
# JupyterLite's own keeps nothing unless told to, and carries the kernel's calls for files as ours does
STOCK_WORKER = (ROOT / "hauphuong/editions/lite/page/service-worker.js").read_text(encoding="utf-8").replace('request.method === "GET"', "false")
AIM_FIRST, AIM_SECOND = 1.2, 0.5
DRAWN = "() => [...document.querySelectorAll('.jp-CodeCell')].some(c => /\\d/.test(c.querySelector('.jp-InputPrompt')?.textContent || '') && c.querySelector('.js-plotly-plot .main-svg'))"


def bare_site(site: Path, target: Path) -> None:
    """The same files as JupyterLite itself would use them: no early start, Pyodide's own loader, no store of ours.

    It gets our slim, compiled wheels, all loaded at once: a stock build is slower still.
    """
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("files"))
    page = target / "lab" / "index.html"
    page.write_text("\n".join(line for line in page.read_text(encoding="utf-8").split("\n") if "early.js" not in line), encoding="utf-8")
    config = target / "jupyter-lite.json"
    written = json.loads(config.read_text(encoding="utf-8"))
    kernel = next(iter(written["jupyter-config-data"]["litePluginSettings"].values()))
    kernel["pyodideUrl"] = "./static/pyodide/pyodide.js"
    kernel["loadPyodideOptions"]["env"] = {"PLOTLY_RENDERER": "plotly_mimetype"}
    config.write_text(json.dumps(written), encoding="utf-8")
    lock = target / "static" / "pyodide" / "pyodide-lock.json"
    listed = json.loads(lock.read_text(encoding="utf-8"))
    for name in ("ssl", "jedi"):  # the kernel asks for them, our start spares them: here they are there and empty
        listed["packages"][name] = {**listed["packages"]["nbformat"], "name": name, "imports": []}
    lock.write_text(json.dumps(listed), encoding="utf-8")
    (target / "service-worker.js").write_text(STOCK_WORKER, encoding="utf-8")
    cell = {"cell_type": "code", "id": "bare", "source": BARE_CODE, "metadata": {}, "outputs": [], "execution_count": None}
    book = {"cells": [cell], "metadata": {"kernelspec": {"name": "python", "display_name": "Python", "language": "python"}}, "nbformat": 4, "nbformat_minor": 5}
    (target / "files").mkdir()
    (target / "files" / BARE).write_text(json.dumps(book), encoding="utf-8")


def visit(page, address: str, notebook: str) -> float:
    """Seconds from opening a notebook to its first chart, run at the first moment at which a reader could."""
    start = time.perf_counter()
    page.goto(f"{address}/lab/index.html?path={notebook}", timeout=SLOW)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=SLOW)
    page.wait_for_function(IDLE, timeout=SLOW)
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_function(DRAWN, timeout=SLOW)
    return time.perf_counter() - start


def both_visits(address: str, notebook: str, megabits: float, rest: float) -> tuple[float, float]:
    """First and second visit of one new browser. `rest`: seconds on the page before it is left, as a reader stays."""
    with open_browser() as browser:
        place = browser.new_context(viewport={"width": 1300, "height": 950})
        times = []
        for _ in range(2):
            page = place.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            if megabits:
                wire = place.new_cdp_session(page)
                wire.send("Network.enable")
                wire.send("Network.emulateNetworkConditions", {"offline": False, "latency": 30, "downloadThroughput": megabits * 125_000, "uploadThroughput": megabits * 125_000})
            times.append(visit(page, address, notebook))
            page.wait_for_timeout(rest * 1000)
            page.close()
        place.close()
    return times[0], times[1]


def main() -> int:
    told = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--megabits", type=float, default=0, help="limit the line to so many megabits a second")
    told.add_argument("--rest", type=float, default=25, help="seconds on a page before it is left")
    asked = told.parse_args()
    if not (SITE / "lab" / "index.html").is_file():
        print("make lite trước đã. / Run make lite first.", file=sys.stderr)
        return 1
    ours, bare = [], []
    with tempfile.TemporaryDirectory() as place:
        bare_site(SITE, Path(place) / "bare")
        for number in range(asked.rounds):
            for site, notebook, times in ((Path(place) / "bare", BARE, bare), (SITE, LESSON, ours)):
                with static_host(site) as address:
                    times.append(both_visits(address, notebook, asked.megabits, asked.rest))
            print(f"round {number + 1}: bare {bare[-1][0]:.1f} s, then {bare[-1][1]:.1f} s · ours {ours[-1][0]:.1f} s, then {ours[-1][1]:.1f} s", flush=True)
    first, second = median(o[0] / b[0] for o, b in zip(ours, bare)), median(o[1] / o[0] for o in ours)
    print(f"first chart, first visit: ours / bare = {first:.2f} (aim: at most {AIM_FIRST})")
    print(f"second visit / first, ours = {second:.2f} (aim: at most {AIM_SECOND})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

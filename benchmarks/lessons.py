"""How long a learner waits: our charts beside the same figures in bare plotly, each lesson beside an empty kernel.

Run with `make bench`. Seconds belong to one machine and one hour; so the competitors take turns in a single run and
what counts is their ratio. See README.md for how to read the figures.
"""

from __future__ import annotations

import base64
import csv
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from math import isclose, isnan
from pathlib import Path
from statistics import median, quantiles

import nbformat
import numpy as np
from jupyter_client import KernelManager
from jupyter_client.blocking import BlockingKernelClient
from nbclient import NotebookClient

from hauphuong import charts

ROOT = Path(__file__).resolve().parent.parent
LANG = "vi"
CHART_ROUNDS = 10
LESSON_ROUNDS = 5
AIM_CHARTS, AIM_FIRST, AIM_LESSON = 1.3, 0.150, 2.0

PLOTLY = "application/vnd.plotly.v1+json"
ALONE, BESIDE, BARE = "ours", "ours + imports", "bare plotly"
IMPORTS = {
    ALONE: f"from hauphuong import {LANG} as hp",
    BESIDE: f"from hauphuong import {LANG} as hp\nimport pandas, plotly.graph_objects",
    BARE: "import pandas as pd\nimport plotly.graph_objects as go",
}
FLOOR = "import pandas, plotly.graph_objects"
DATA = ("x", "y", "text", "hovertext")  # what of a trace is data, one value a mark; the rest is style


# -- one kernel ----------------------------------------------------------------------------------------------------


@contextmanager
def kernel() -> Iterator[BlockingKernelClient]:
    """A fresh kernel, ready to work."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(stderr=subprocess.DEVNULL)  # ipykernel's notice about TCP, once a kernel
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str) -> tuple[float, list[dict]]:
    """Run a cell. Returns the seconds until its last output is here (its end, where it has none) and the outputs."""
    outputs: list[dict] = []
    start = time.perf_counter()
    asked = client.execute(code, allow_stdin=False)
    while True:
        message = client.get_iopub_msg(timeout=60)
        now = time.perf_counter()
        if message["parent_header"].get("msg_id") != asked:
            continue
        content = message["content"]
        if message["msg_type"] == "error":
            raise RuntimeError(f"{code[:200]}\n{content['ename']}: {content['evalue']}")
        if "data" in content:
            outputs.append(content["data"])
            last = now
        if content.get("execution_state") == "idle":
            return (last if outputs else now) - start, outputs


def picture(outputs: list[dict]) -> dict:
    """The plotly figure among a cell's outputs."""
    (figure,) = [output[PLOTLY] for output in outputs if PLOTLY in output]
    return figure


# -- the same figure in bare plotly --------------------------------------------------------------------------------


def bare_cell(figure: dict, file: Path) -> str:
    """A cell that draws `figure` as a student would: read the rows, take those of each trace, build, show.

    It is made from what our chart published, so that the two cannot drift apart. Its CSV holds the drawn rows alone
    and hover labels ready made, which spares it work that our chart has to do.
    """
    rows: list[dict] = []
    lines: list[str] = []
    for number, trace in enumerate(map(plain, figure["data"])):
        data = {name: trace.pop(name) for name in DATA if isinstance(trace.get(name), list)}
        rows += [{"trace": number, **dict(zip(data, cells))} for cells in zip(*data.values(), strict=True)]
        columns = "".join(f"{name}=part[{name!r}]{_as_number(cells)}, " for name, cells in data.items())
        kind = trace.pop("type").capitalize()
        lines += [f"part = rows[rows['trace'] == {number}]", f"traces.append(go.{kind}({columns}**{trace!r}))"]
    with file.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, ["trace", *DATA])
        table.writeheader()
        table.writerows(rows)
    words = {name: str for name in DATA if any(isinstance(row.get(name), str) for row in rows)}
    types = ", ".join(f"{name!r}: str" for name in words)
    return "\n".join(
        [
            f"rows = pd.read_csv({str(file)!r}, dtype={{{types}}})",
            "traces = []",
            *lines,
            f"figure = go.Figure(data=traces, layout={plain(figure['layout'])!r})",
            f"figure.show(config={figure['config']!r})",
        ]
    )


def _as_number(cells: list) -> str:
    """A column that holds words in one trace holds words in all: where it is meant as numbers, say so."""
    return "" if any(isinstance(cell, str) for cell in cells) or not cells else ".astype(float)"


def plain(value):
    """Plotly's JSON without its packed arrays: pandas columns travel as base64, lists as lists."""
    if isinstance(value, dict) and "bdata" in value:
        return plain(np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"]).tolist())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return None if isinstance(value, float) and isnan(value) else value


def same(ours, bare) -> bool:
    """Whether two pieces of plain JSON are equal, numbers to the twelfth digit (a CSV's last bit may be off)."""
    if isinstance(ours, dict) and isinstance(bare, dict):
        return ours.keys() == bare.keys() and all(same(part, bare[key]) for key, part in ours.items())
    if isinstance(ours, list) and isinstance(bare, list):
        return len(ours) == len(bare) and all(map(same, ours, bare))
    if isinstance(ours, (int, float)) and isinstance(bare, (int, float)):
        return isclose(ours, bare, rel_tol=1e-12)
    return ours == bare


def cells(folder: Path) -> dict[str, dict[str, str]]:
    """Each competitor's cell for each chart. Raises where the two figures are not the same: then no timing counts."""
    ours = {name: f"hp.charts.{name}()" for name in charts.__all__}
    bare = {}
    with kernel() as first, kernel() as second:
        run(first, IMPORTS[ALONE])
        run(second, IMPORTS[BARE])
        for name, code in ours.items():
            figure = picture(run(first, code)[1])
            bare[name] = bare_cell(figure, folder / f"{name}.csv")
            drawn = picture(run(second, bare[name])[1])
            for part in ("data", "layout"):
                if not same(plain(figure[part]), plain(drawn[part])):
                    raise SystemExit(f"{name}: the bare figure is not the same ({part}); nothing was timed.")
    return {ALONE: ours, BESIDE: ours, BARE: bare}


# -- timing --------------------------------------------------------------------------------------------------------


def time_charts(code: dict[str, dict[str, str]]) -> list[dict[str, dict]]:
    """One dict a round: for each competitor the seconds of its imports and of each chart, in the order of display."""
    rounds = []
    names = list(code[BARE])
    for number in range(CHART_ROUNDS):
        order = turned(names, number)  # another chart comes first in each round
        result = {}
        for side in turned(list(code), number):
            with kernel() as client:
                imports, _ = run(client, IMPORTS[side])
                result[side] = {"imports": imports, "charts": {name: run(client, code[side][name])[0] for name in order}}
        rounds.append(result)
    return rounds


def time_lessons() -> dict[str, list[float]]:
    """Seconds from starting a kernel to the end of a notebook's last cell, by the notebook's path; FLOOR is the floor."""
    books = {FLOOR: nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(FLOOR)])}
    for path in sorted((ROOT / "lessons").glob("*/*.ipynb")):
        book = nbformat.read(path, as_version=4)
        if any(cell.cell_type == "code" for cell in book.cells):
            books[path.relative_to(ROOT).as_posix()] = book
    times: dict[str, list[float]] = {name: [] for name in books}
    for number in range(LESSON_ROUNDS):
        for name in turned(list(books), number):
            # the notebook's own folder, as JupyterLab would have it
            folder = ROOT / "lessons" if name == FLOOR else (ROOT / name).parent
            # killed at the end: a polite shut-down now and then waits out a timer of 2.5 s, which nobody reads for
            client = NotebookClient(
                books[name],
                timeout=120,
                kernel_name="python3",
                shutdown_kernel="immediate",
                resources={"metadata": {"path": str(folder)}},
            )
            start = time.perf_counter()
            client.execute(stderr=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - start)
    return times


def turned(items: list, by: int) -> list:
    """`items` begun elsewhere, so that nobody always goes first."""
    by %= len(items)
    return items[by:] + items[:by]


# -- telling -------------------------------------------------------------------------------------------------------


def spread(values: list[float], unit: float = 1, digits: int = 2) -> str:
    """Median, the middle half, and the extremes."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    shown = [f"{v / unit:.{digits}f}" for v in (median(values), low, high, min(values), max(values))]
    return "{:>8}   {:>7} – {:<7} {:>7} – {:<7}".format(*shown)


def heading(title: str, column: str, width: int) -> None:
    print(f"\n{title}\n{column:<{width}}{'median':>8}   {'middle half':^17} {'min – max':^17}")


def verdict(what: str, value: float, aim: float, unit: str = "") -> None:
    print(f"  {what}: {value:.{0 if unit else 3}f}{unit}, aim ≤ {aim:g}{unit}: {'holds' if value <= aim else 'missed'}")


def noise(what: str, values: list[float]) -> None:
    """How far the same work strays on this machine: a ratio within that range says little."""
    middle = median(values)
    print(f"  noise: {what} took {min(values) / middle:.2f} to {max(values) / middle:.2f} of its own median")


def tell_charts(rounds: list[dict[str, dict]]) -> None:
    def times(side: str, pick) -> list[float]:
        return [pick(one[side]) for one in rounds]

    def all_charts(one: dict) -> float:
        return sum(one["charts"].values())

    def first(one: dict) -> float:
        return next(iter(one["charts"].values()))

    def later(one: dict) -> float:
        return all_charts(one) - first(one)

    def whole(one: dict) -> float:
        return one["imports"] + all_charts(one)

    parts = {
        "import cell": lambda one: one["imports"],
        "first chart": first,
        "later charts, sum": later,
        "all charts, sum": all_charts,
        "imports + all charts": whole,
    }
    heading(f"Charts, ms: {len(charts.__all__)} charts in a fresh kernel, {len(rounds)} rounds", "", 40)
    for what, pick in parts.items():
        for side in IMPORTS:
            print(f"{what:<22}{side:<18}{spread(times(side, pick), 0.001, 0)}")

    heading("Each chart when it is not the kernel's first, ms", "chart", 40)
    for name in charts.__all__:
        for side in (BESIDE, BARE):
            own = [one[side]["charts"][name] for one in rounds if next(iter(one[side]["charts"])) != name]
            print(f"{name:<22}{side:<18}{spread(own, 0.001, 1)}")

    heading("Ratios ours ÷ bare plotly, round by round", "", 52)
    ratios = {}
    for what, side, pick in (
        ("all charts, each kernel's first included", BESIDE, all_charts),
        ("later charts only", BESIDE, later),
        ("imports + all charts, ours with the same imports", BESIDE, whole),
        ("imports + all charts, ours with its own line", ALONE, whole),
    ):
        ratios[what] = [ours / bare for ours, bare in zip(times(side, pick), times(BARE, pick))]
        print(f"{what:<52}{spread(ratios[what])}")

    print()
    verdict("all charts ÷ bare plotly", median(ratios["all charts, each kernel's first included"]), AIM_CHARTS)
    verdict("later charts ÷ bare plotly", median(ratios["later charts only"]), AIM_CHARTS)
    for side, imported in (
        (BESIDE, "the lesson's import line and `import pandas, plotly.graph_objects`"),
        (ALONE, "the lesson's import line alone"),
    ):
        verdict(f"first chart after {imported}", 1000 * median(times(side, first)), 1000 * AIM_FIRST, " ms")
    noise("all charts in bare plotly", times(BARE, all_charts))


def tell_lessons(times: dict[str, list[float]]) -> None:
    heading(f"Lessons, s: a fresh kernel each time, {LESSON_ROUNDS} rounds", "notebook", 40)
    for name, seconds in times.items():
        print(f"{'the floor' if name == FLOOR else name:<40}{spread(seconds)}")
    heading("Ratios lesson ÷ floor, round by round", "notebook", 40)
    ratios = {name: [s / f for s, f in zip(seconds, times[FLOOR])] for name, seconds in times.items() if name != FLOOR}
    for name, values in ratios.items():
        print(f"{name:<40}{spread(values)}")
    print()
    slowest = max(ratios, key=lambda name: median(ratios[name]))
    verdict(f"slowest lesson ÷ floor ({slowest})", median(ratios[slowest]), AIM_LESSON)
    noise("the floor", times[FLOOR])


def tell_machine() -> None:
    known = ", ".join(f"{name} {version(name)}" for name in ("pandas", "plotly", "ipykernel", "nbclient"))
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""  # Windows has none
    print(f"Python {platform.python_version()}, {known}; {os.cpu_count()} cores{load}")
    if find_spec("rfc3987_syntax"):
        print("rfc3987-syntax is installed, for every competitor. That favours ours: bare plotly loads it with its first figure.")
    else:
        print("rfc3987-syntax is absent for every competitor. That favours bare plotly: a stock Jupyter has it and pays for it.")


def main() -> None:
    start = time.perf_counter()
    tell_machine()
    with tempfile.TemporaryDirectory() as folder:
        # a learner's journal and start-up files must neither be touched nor timed
        for name in ("HAUPHUONG_JOURNAL", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = str(Path(folder) / name)
            Path(os.environ[name]).mkdir()
        os.environ.pop("PLOTLY_RENDERER", None)
        code = cells(Path(folder))
        print(f"{len(code[BARE])} charts drawn by both sides: same traces, same numbers, same layout.", flush=True)
        tell_charts(time_charts(code))
        tell_lessons(time_lessons())
    print(f"\nThe whole run took {time.perf_counter() - start:.0f} s.")


if __name__ == "__main__":
    main()

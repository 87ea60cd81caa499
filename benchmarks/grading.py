"""How long a teacher waits: one class graded by nbgrader, by otter and by us, in turns, in one run.

Each in its best environment: nbgrader and we in the course's own (without rfc3987-syntax), otter in one of its own, made
here. Everything counts, from the files to the gradebook. A ratio is printed only where every mark is the same: a grader
that is fast because it is wrong is not fast. Run with `make bench-grading`; `--scale` adds the large class.
"""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path
from statistics import median

from hauphuong.grading import demo, intake, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.sandbox import Runner

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".bench"
EXERCISE, LANG = "audit-the-tonnage", "en"
CLASS, ROUNDS = 40, 3
OTTER = ["otter-grader==7.0.0", "plotly==7.1.0", "ipywidgets>=8.1", "anywidget>=0.11", "ipykernel"]
AIMS = {"nbgrader": 10, "otter": 8, "plain nbgrader": 20, "bare fork": 1.5, "scale": 1.15}
SHOW = "import plotly.graph_objects as go\nfig = go.Figure(go.Bar(x=list(aid.index[:20]), y=list(aid.value[:20].astype(float))))\nfig"


# -- the class -------------------------------------------------------------------------------------------------------


def submissions(count: int, chart: bool = False) -> dict[str, tuple[dict, dict[str, float]]]:
    """Students with their notebooks and the marks they should get: each answers a part of the tasks, and that rightly.

    `chart`: plotly's ordinary display in it, as a student of another course would have it.
    """
    told, dice, made = run.exercise(EXERCISE), random.Random(1954), {}
    for number in range(count):
        done = demo.able(LANG, 0.8, dice)
        book = demo.answered(LANG, done)
        if chart:
            book["cells"].insert(7, {"cell_type": "code", "id": "chart", "metadata": {}, "source": SHOW, "outputs": [], "execution_count": None})
        made[f"s{number:04}"] = book, {task: told.keys["points"][task] if cell in done else 0.0 for cell, task, _ in told.checks}
    return made


# -- the graders: each takes a class and gives seconds and marks --------------------------------------------------------


def ours(made: dict, folder: Path, environment: dict | None = None) -> tuple[float, dict]:
    inbox = folder / "submissions"
    inbox.mkdir(parents=True)
    for student, (book, _) in made.items():
        (inbox / f"{EXERCISE}--{student}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    command = [sys.executable, "-m", "hauphuong.cli", "grade", str(inbox), "--gradebook", str(folder / "gradebook.db")]
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={**os.environ, **(environment or {})})
    seconds = time.perf_counter() - start
    with Gradebook(folder / "gradebook.db") as book:
        return seconds, {a["student"]: {m["task"]: m["points"] for m in book.marks(a["id"]) if m["task"] != run.ESSAY} for a in book.attempts()}


def nbgrader(made: dict, folder: Path, environment: dict | None = None) -> tuple[float, dict]:
    source = folder / "source" / EXERCISE
    source.mkdir(parents=True)
    shutil.copy(ROOT / "solutions" / LANG / EXERCISE / f"{EXERCISE}.ipynb", source)
    shutil.copy(ROOT / "solutions" / "nbgrader_config.py", folder)
    scripts = str(Path(sys.executable).parent)
    settings = {**os.environ, **(environment or {}), "PATH": scripts + os.pathsep + os.environ.get("PATH", ""), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    call = [sys.executable, "-m", "nbgrader"]
    subprocess.run([*call, "generate_assignment", EXERCISE, "--create"], cwd=folder, check=True, capture_output=True, env=settings)
    for student, (book, _) in made.items():
        place = folder / "submitted" / student / EXERCISE
        place.mkdir(parents=True)
        (place / f"{EXERCISE}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    start = time.perf_counter()
    subprocess.run([*call, "autograde", EXERCISE], cwd=folder, check=True, capture_output=True, env=settings)
    seconds = time.perf_counter() - start
    tasks = {cell: task for cell, task, _ in run.exercise(EXERCISE).checks}
    rows = sqlite3.connect(folder / "gradebook.db").execute(
        "select student.id, base_cell.name, grade.auto_score from grade join base_cell on base_cell.id = grade.cell_id"
        " join submitted_notebook on submitted_notebook.id = grade.notebook_id join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"
        " join student on student.id = submitted_assignment.student_id"
    )
    marks: dict[str, dict[str, float]] = {}
    for student, cell, points in rows:
        if cell in tasks:
            marks.setdefault(student, {})[tasks[cell]] = points
    return seconds, marks


def otter(made: dict, folder: Path, _: dict | None = None) -> tuple[float, dict]:
    """Otter's own local runner, one submission after another in one process, with the same checks as its tests."""
    tests = folder / "tests"
    tests.mkdir(parents=True)
    for _, task, variable in run.exercise(EXERCISE).checks:
        points = run.exercise(EXERCISE).keys["points"][task]
        hidden = run.exercise(EXERCISE).keys["hidden"].get(task, {})
        from hauphuong import checks

        case = f">>> from hauphuong import checks\n>>> checks.final({f'{EXERCISE}/{task}'!r}, {variable}, {(checks.frozen(hidden) or checks.load(f'{EXERCISE}/{task}'))!r}) == {points}\nTrue"
        test = {"name": task, "points": points, "suites": [{"cases": [{"code": case, "hidden": False, "locked": False}], "scored": True, "setup": "", "teardown": "", "type": "doctest"}]}
        (tests / f"{task.replace('-', '_')}.py").write_text(f"OK_FORMAT = True\n\ntest = {test!r}\n", encoding="utf-8")
    inbox = folder / "submissions"
    inbox.mkdir()
    for student, (book, _marks) in made.items():
        (inbox / f"{student}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    python = CACHE / "otter" / "bin" / "python"
    settings = {**os.environ, "PATH": str(python.parent) + os.pathsep + os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    subprocess.run([str(python), "-m", "otter", "generate", "-t", str(tests), "-o", str(folder / "autograder.zip"), "--no-environment"], cwd=folder, check=True, capture_output=True, env=settings)
    program = (
        "import csv, sys, pathlib\nfrom otter.api import grade_submission\n"
        "with open('marks.csv', 'w', newline='') as file:\n    book = csv.writer(file)\n"
        "    for path in sorted(pathlib.Path('submissions').glob('*.ipynb')):\n"
        "        told = grade_submission(str(path), 'autograder.zip', quiet=True)\n"
        "        for name, result in told.results.items():\n            book.writerow([path.stem, name, result.score])\n"
    )
    start = time.perf_counter()
    subprocess.run([str(python), "-c", program], cwd=folder, check=True, capture_output=True, env=settings)
    seconds = time.perf_counter() - start
    marks: dict[str, dict[str, float]] = {}
    with open(folder / "marks.csv", newline="", encoding="utf-8") as file:
        for student, task, points in csv.reader(file):
            marks.setdefault(student, {})[task.replace("_", "-")] = float(points)
    return seconds, marks


def bare_fork(made: dict, folder: Path, _: dict | None = None) -> tuple[float, dict]:
    """The floor: the sandbox and the same cells, in our own worker; nothing read, mended, scored or kept."""
    read = [run.job(n, run.read(intake.Submission(s, EXERCISE, s, json.dumps(book).encode()))) for n, (s, (book, _)) in enumerate(made.items())]
    start = time.perf_counter()
    with Runner(2) as runner:
        ends = list(runner.run(read))
    assert all(e.end == "done" for e in ends)
    return time.perf_counter() - start, {s: marks for s, (_, marks) in made.items()}


# -- the environments -----------------------------------------------------------------------------------------------------


def make_environments() -> dict[str, str]:
    """Otter's own environment, and what makes ours plain: the package that the course leaves out."""
    CACHE.mkdir(exist_ok=True)
    otters = CACHE / "otter"
    if not (otters / "bin" / "python").exists():
        venv.create(otters, with_pip=True)
        subprocess.run([str(otters / "bin" / "python"), "-m", "pip", "install", "-q", *OTTER], check=True)
        subprocess.run([str(otters / "bin" / "python"), "-m", "pip", "uninstall", "-q", "-y", "rfc3987-syntax"], check=True)
    plain = CACHE / "plain"
    if not plain.exists():
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", str(plain), "rfc3987-syntax==1.1.0"], check=True)
    return {"PYTHONPATH": f"{ROOT}{os.pathsep}{plain}"}


def timed(graders: dict[str, Callable], made: dict, environment: dict, rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of each, taking turns. Stops where a mark differs from what it should be."""
    seconds: dict[str, list[float]] = {name: [] for name in graders}
    expected = {student: marks for student, (_, marks) in made.items()}
    for _ in range(rounds):
        for name, grader in graders.items():
            with tempfile.TemporaryDirectory() as folder:
                took, marks = grader(made, Path(folder), environment if name.startswith("plain") else {"PYTHONPATH": str(ROOT)})
            differ = {s: (marks.get(s), expected[s]) for s in expected if marks.get(s) != expected[s]}
            if differ:
                raise SystemExit(f"{name}: {len(differ)} of {len(expected)} students have other marks, so there is nothing to compare: {list(differ.items())[:2]}")
            seconds[name].append(took)
            print(f"    {name}: {took:.1f} s", flush=True)
    return {name: median(took) for name, took in seconds.items()}


def line(what: str, ratio: float, aim: float, more: bool = True) -> bool:
    kept = ratio >= aim if more else ratio <= aim
    print(f"{'✓' if kept else '✗'} {what}: {ratio:.2f} × (aim: {'at least' if more else 'at most'} {aim})")
    return kept


def main() -> int:
    plain = make_environments()
    print(f"{CLASS} clean submissions of {EXERCISE}, {ROUNDS} rounds in turns, {os.cpu_count()} cores")
    took = timed({"ours": ours, "nbgrader": nbgrader, "otter": otter, "bare fork": bare_fork}, submissions(CLASS), plain)
    print("The same exercise with plotly's ordinary display, in a plain install:")
    charted = submissions(CLASS, chart=True)
    shown = timed({"plain ours": ours, "plain nbgrader": nbgrader}, charted, plain, rounds=1)
    good = [
        line("nbgrader / ours", took["nbgrader"] / took["ours"], AIMS["nbgrader"]),
        line("otter / ours", took["otter"] / took["ours"], AIMS["otter"]),
        line("plain nbgrader / ours, with a chart", shown["plain nbgrader"] / shown["plain ours"], AIMS["plain nbgrader"]),
        line("ours / bare sandboxed fork", took["ours"] / took["bare fork"], AIMS["bare fork"], more=False),
    ]
    if "--scale" in sys.argv:
        print("A large class:")
        each = {count: timed({"ours": ours}, submissions(count), plain, rounds=2 if count > 1000 else 3)["ours"] / count for count in (100, 1600)}
        good.append(line("cost of one at 1,600 / at 100", each[1600] / each[100], AIMS["scale"], more=False))
    return 0  # a missed aim is said, and is no error: a noisy machine must not stop the other benchmarks


if __name__ == "__main__":
    sys.exit(main())

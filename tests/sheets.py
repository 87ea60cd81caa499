"""Gradebooks for the tests of the feedback pages: marks as the grader itself gives them, without a sandbox."""

from __future__ import annotations

import json

from hauphuong.checks import plain
from hauphuong.grading import run, score
from hauphuong.grading.gradebook import Gradebook

EXERCISE = "audit-the-tonnage"
TASKS = {task: cell for cell, task, _ in run.exercise(EXERCISE).checks}
NASTY = {
    "script": "<script>alert(1)</script>",
    "breaks-out": '"></title><img src=x onerror=alert(1)><svg onload=alert(1)>',
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "quotes": "O'Brien, \"Bob\" & `x` {{ 7*7 }} {% raw %}",
    "newlines": "two\nlines\r\nand\ta tab",
    "diacritics": "Nguyễn Thị Ánh Đặng",
    "decomposed": "Nguye\u0302\u0303n",
    "cyrillic": "Пётр",
    "comment": "--><!-- ]]>",
    "surrogate-free": "\u202egnp.exe \u2028 \U0001f600",
}


def answered(book: Gradebook, student: str = "an", answers: dict | None = None, *, shown: dict | None = None, end: str = "done", lang: str = "en", essay: str = "", notes: list | None = None, handed_in: str = "2026-11-03T10:00:00+00:00", exercise: str = EXERCISE) -> None:
    """Keep an attempt whose answers are these; a task that is not among them was never reached where `end` is not "done"."""
    told = run.exercise(exercise)
    wanted = [(cell, task) for cell, task, _ in told.checks]
    given = answers or {}
    reached = [(cell, task) for cell, task in wanted if end == "done" or task in given]
    lines = [json.dumps({"cell": cell, "answers": {task: plain(given.get(task))}, "shown": []}) for cell, task in reached]
    scored = score.score(exercise, wanted, told.keys, end, "\n".join([*lines, '{"end": true}'] if end == "done" else lines), 60)
    marks = [*scored.marks, score.Mark(run.ESSAY, None if essay else 0.0, float(told.keys["essay"]["points"]), "waiting" if essay else "none")]
    book.keep(
        student=student, exercise=exercise, place="p", digest=f"{student}{handed_in}{lang}", handed_in=handed_in, rules=told.rules, outcome=scored.outcome, reason=scored.reason,
        notes=notes or [], lang=lang, essay=essay, shown=shown or {}, marks=marks,
    )  # fmt: skip


def unreadable(book: Gradebook, student: str = "an", key: str = "not-json", exercise: str = EXERCISE) -> None:
    run._unreadable(run.Submission(student, exercise, "p"), run.Unreadable(key), "", book)


def displayed(*items: dict) -> dict:
    """What a run tells of one cell that showed these."""
    return {"own-3": {"error": None, "printed": "", "shown": list(items), "seconds": 0.1}}


def bars(**more) -> dict:
    """A student's chart, as plotly.py writes one."""
    return {"plotly": {"data": [{"type": "bar", "x": ["1965", "1966"], "y": [3, 5], "name": "tonnes"}], "layout": {"title": {"text": "Aid"}}, **more}, "text": ""}

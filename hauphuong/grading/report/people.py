"""Whom to ask how it is going, what waits for a marker, and what came late. Reasons, never verdicts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from .classroom import ESSAY, Classroom

HALF = 0.5  # of the points so far, or of the tasks: below it, a talk is worth more than a mark


@dataclass(frozen=True)
class Reason:
    """Why a student might be glad of help with an exercise. `key`: of `words.REASONS`; `fills`: what to put into its sentence."""

    student: str
    exercise: str
    key: str
    fills: dict


def needs_help(room: Classroom) -> dict[str, list[Reason]]:
    """Students with the reasons to ask after them, those with most reasons first."""
    found: list[Reason] = []
    for exercise, students in room.missing.items():
        found += [Reason(s, exercise, "missing", {}) for s in students]
    for row in room.results.to_dict("records"):
        found += _of_one(row, room.marks[(room.marks.student == row["student"]) & (room.marks.exercise == row["exercise"])] if row["of"] else room.marks[:0])
    by: dict[str, list[Reason]] = {}
    for student in room.called:
        own = [r for r in found if r.student == student]
        if own:
            by[student] = sorted(own, key=lambda r: room.exercises.index(r.exercise))
    return dict(sorted(by.items(), key=lambda pair: -len(pair[1])))


def _of_one(row: dict, marks: pd.DataFrame) -> list[Reason]:
    place = (row["student"], row["exercise"])
    if row["outcome"] != "graded":
        return [Reason(*place, row["outcome"], {"reason": row["reason"]})]
    checked = marks[marks.task != ESSAY]
    opened = int((checked.state == "open").sum())
    if len(checked) and opened >= HALF * len(checked):
        return [Reason(*place, "open", {"open": opened, "tasks": len(checked)})]
    if row["marked_of"] and row["points"] < HALF * row["marked_of"]:
        return [Reason(*place, "low", {"points": row["points"], "of": row["marked_of"]})]
    return []


def waiting(room: Classroom) -> pd.DataFrame:
    """What a person still has to mark: one row a task, with how many students wait; columns exercise, task, students."""
    open_ = room.marks[room.marks.state == "unmarked"]
    rows = [{"exercise": e, "task": t, "students": len(own)} for (e, t), own in open_.groupby(["exercise", "task"], sort=False)]
    table = pd.DataFrame(rows, columns=["exercise", "task", "students"])
    return table.sort_values("exercise", key=lambda c: c.map(room.exercises.index), kind="stable", ignore_index=True)


def unreadable(room: Classroom) -> list[dict]:
    """Whole submissions that a person has to look at, as records of `Classroom.results`."""
    return room.results[room.results.outcome != "graded"].to_dict("records")


def late(room: Classroom) -> list[dict]:
    """What came after its date, the latest first, as records of `Classroom.results`."""
    return room.results[room.results.late_days > 0].sort_values("late_days", ascending=False, kind="stable").to_dict("records")

"""How hard each task was, and whether it tells those who did well from those who did not. The statistics are pandas' and SciPy's."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from scipy.stats import pearsonr

from .classroom import ESSAY, STATES, Classroom

FEWEST = 10  # students: below it a correlation says nothing that would hold for another class


@dataclass(frozen=True)
class Item:
    """A task in a class.

    students   how many have points for it
    share      of the points that could be earned, how much was, 0 to 1; nan where nobody has points yet
    states     how many students, by `classroom.STATES`
    """

    task: str
    of: float
    students: int
    share: float
    states: dict[str, int]


@dataclass(frozen=True)
class Bearing:
    """How a task goes with the rest of the exercise: the corrected item–rest correlation with its 95 % interval.

    why   "" where there is a correlation, else why there is none: "small", "same" (everyone earned the same on the task),
          "rest-same" (on all the others)
    """

    task: str
    students: int
    why: str
    r: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")

    @property
    def verdict(self) -> str:
        """A key of `words.BEARING`: what can be said of it, and no more."""
        return self.why or ("with" if self.low > 0 else "against" if self.high < 0 else "open")


def items(room: Classroom, exercise: str) -> list[Item]:
    """Every task of an exercise, in its order."""
    _, marks = room.of(exercise)
    found = []
    for task, rows in marks.groupby("task", sort=False):
        marked = rows[rows.state != "unmarked"]
        if task == ESSAY and len(marked) < len(rows):  # who wrote nothing has a mark at once, and would stand for all
            marked = marked[marked.state != "open"]
        share = float((marked.points / marked.of).mean()) if len(marked) else float("nan")
        counts = rows.state.value_counts()
        found.append(Item(task, float(rows.of.iloc[0]), len(marked), share, {s: int(counts.get(s, 0)) for s in STATES}))
    return found


def bearings(room: Classroom, exercise: str) -> list[Bearing]:
    """How each task goes with the rest. The rest are the other tasks that the machine marks, so that it stays the same
    while essays are being marked; only students with points for all of these count."""
    _, marks = room.of(exercise)
    table = marks.pivot(index="student", columns="task", values="points")[list(dict.fromkeys(marks.task))]
    checked = table.drop(columns=ESSAY, errors="ignore").dropna()
    return [_bearing(task, table.loc[checked.index, task], checked.drop(columns=task, errors="ignore").sum(axis=1)) for task in table]


def _bearing(task: str, own: pd.Series, rest: pd.Series) -> Bearing:
    own = own.dropna()
    rest = rest[own.index]
    if len(own) < FEWEST:
        return Bearing(task, len(own), "small")
    if own.nunique() < 2:
        return Bearing(task, len(own), "same")
    if rest.round(6).nunique() < 2:
        return Bearing(task, len(own), "rest-same")
    found = pearsonr(own, rest)
    interval = found.confidence_interval(0.95)
    return Bearing(task, len(own), "", float(found.statistic), float(interval.low), float(interval.high))

"""Grade a class: read, mend, run in the sandbox, score outside it, keep. Stop it at any moment and start it again.

Each submission is kept in the gradebook as soon as it is scored, in one transaction; what is kept there is passed over the
next time, unless the exercise or its keys have changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from ..checks import load_all, variants
from ..checks.answers import shown
from ..data import banks
from ..text import LANGUAGES
from . import words
from .cage import Limits
from .gradebook import Gradebook
from .intake import Submission
from .repair import Cell, Mended, Unreadable, essay_of, likeness, mend, parse, release_cells, tasks
from .sandbox import Runner
from .score import Mark, Scored, score

if TYPE_CHECKING:
    from .cluster import Cluster

ESSAY = "essay"  # the task that a person marks
_ALIKE = 0.3  # below it, a notebook is not this exercise


@dataclass(frozen=True)
class Exercise:
    """What grading an exercise takes: the releases in both languages and the keys. `rules`: a digest of it all."""

    name: str
    releases: dict[str, list[Cell]]
    checks: tuple[tuple[str, str, str], ...]  # (cell, task, variable)
    keys: dict
    rules: str

    @property
    def handed_out(self) -> dict[str, str]:
        """The essay's cell as it was handed out, by language."""
        return {lang: next((c.source for c in cells if c.role == "essay"), "") for lang, cells in self.releases.items()}


@dataclass
class Report:
    """One submission's end, for the progress line and the summary."""

    submission: Submission
    exercise: str
    outcome: str
    reason: dict[str, str]
    points: float = 0.0
    of: float = 0.0
    notes: list = field(default_factory=list)


@cache
def exercise(name: str, personal: bool = False) -> Exercise:
    """An exercise from the course's own folders; `personal`: as it is where each student has rows of their own. Raises `CourseError` where keys or releases are missing."""
    from ..editions.exercises import EXERCISES, keys, path_of

    secret = keys(name)
    if personal:
        from ..editions.personal import personal as copy_of

        releases = {lang: release_cells(copy_of(name, lang)) for lang in LANGUAGES}
    else:
        releases = {lang: release_cells(json.loads(path_of(EXERCISES, name, lang).read_text(encoding="utf-8"))) for lang in LANGUAGES}
    parts = [json.dumps(secret, sort_keys=True, ensure_ascii=False), json.dumps(banks.load("checks", name), ensure_ascii=False)]  # in their own order: whose variant is which depends on it
    parts += [f"{lang}{c.id}{c.role}{c.source}" for lang, cells in releases.items() for c in cells]
    return Exercise(name, releases, tuple(tasks(releases["vi"])), secret, hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16])


def names() -> list[str]:
    """The exercises that can be graded."""
    return banks.names("checks")


def read(submission: Submission, wanted: str = "", personal: frozenset[str] = frozenset()) -> Mended:
    """A submission as a mended notebook. `wanted`: the exercise that the teacher asked for. Raises `Unreadable` with what to say.

    `personal`: the exercises in which each student has rows of their own, by the teacher's word; what a copy says of itself decides nothing.
    """
    if submission.fault:
        raise Unreadable(submission.fault.partition(":")[0])
    cells, meta, notes = parse(submission.raw)
    own = meta.get("hauphuong") if isinstance(meta.get("hauphuong"), dict) else {}
    told = own.get("exercise") if own.get("exercise") in names() else ""
    name = told if told and _alike(cells, told) >= _ALIKE else ""
    if not name:  # it does not say, or says what it is not: then it is the one that it is most like
        best = max(names(), key=lambda one: _alike(cells, one))
        name = best if _alike(cells, best) >= _ALIKE else ""
    if not name:
        name = submission.exercise if submission.exercise in names() else wanted
        if not name or not _by_content(cells, name):
            raise Unreadable("which-exercise")
    for place in filter(None, (wanted, submission.exercise if submission.exercise in names() else "")):
        if place != name:
            raise WrongExercise(name, place)
    lang = own.get("lang") if own.get("lang") in LANGUAGES else _language(cells, name)
    mended = mend(cells, exercise(name, name in personal).releases[lang], name, lang)
    mended.personal = name in personal
    mended.notes[:0] = notes
    if own.get("variants") is True and not mended.personal:
        mended.notes.insert(0, ("personal-copy", ""))
    return mended


class WrongExercise(Unreadable):
    """The notebook is another exercise than its place says."""

    def __init__(self, found: str, wanted: str):
        super().__init__("wrong-exercise")
        self.found, self.wanted = found, wanted


def _alike(cells: list[dict], name: str) -> float:
    """How much a notebook is like an exercise, in whichever language is nearer: 0 to 1."""
    return max(likeness(cells, release) for release in exercise(name).releases.values())


def _by_content(cells: list[dict], name: str) -> bool:
    """Whether a notebook without ids still has the exercise's check calls in it."""
    whole = "\n".join(c["source"] for c in cells)
    return sum(f"{name}/{task}" in whole for _, task, _ in exercise(name).checks) * 2 >= len(exercise(name).checks)


def _language(cells: list[dict], name: str) -> str:
    """The language whose locked cells the notebook has."""
    whole = "\n".join(c["source"] for c in cells)
    return max(LANGUAGES, key=lambda lang: f"from hauphuong import {lang} " in whole)


def job(number: int, mended: Mended) -> dict:
    """What the sandbox is to run: every cell of code but the checks, and after each check's place the answers to take."""
    takes = {cell: (task, variable) for cell, task, variable in exercise(mended.exercise, mended.personal).checks}
    cells = []
    for cell in mended.cells:
        if cell.role == "check":
            task, variable = takes[cell.id]
            cells.append({"id": cell.id, "code": "", "take": {task: variable}})
        elif cell.role != "essay":
            cells.append({"id": cell.id, "code": cell.source, "take": {variants.NUMBER: variants.NUMBER} if mended.personal and cell.id == variants.SHOWN else {}})
    return {"job": number, "cells": cells}


def grade(
    submissions: Iterable[Submission], book: Gradebook, runner: Runner | Cluster, wanted: str = "", again: bool = False, limits: Limits = Limits(), tell: Callable[[Report], None] = lambda _: None
) -> list[Report]:
    """Grade what is not graded yet, and keep it. `again`: grade the rest anew too. `tell` hears of each as it ends. Returns the reports."""
    reports: list[Report] = []

    def done(report: Report) -> None:
        reports.append(report)
        tell(report)

    personal = frozenset(name for name in names() if book.variants(name))
    waiting: dict[int, tuple[Submission, Mended]] = {}
    for number, submission in enumerate(submissions):
        try:
            mended = read(submission, wanted, personal)
        except Unreadable as why:
            done(_unreadable(submission, why, wanted, book))
            continue
        rules = exercise(mended.exercise, mended.personal).rules
        if not again and book.has(submission.student, mended.exercise, submission.digest, rules):
            continue
        waiting[number] = submission, mended
    jobs = (job(number, mended) for number, (_, mended) in list(waiting.items()))  # a list: a cluster takes jobs while others end
    for ended in runner.run(jobs, limits):
        submission, mended = waiting.pop(ended.job)
        done(_keep(submission, mended, _scored(submission, mended, ended, limits), book))
    return reports


def _scored(submission: Submission, mended: Mended, ended, limits: Limits) -> Scored:
    told = exercise(mended.exercise, mended.personal)
    number = submission.student if mended.personal else None  # never what was typed
    return score(mended.exercise, [(cell, task) for cell, task, _ in told.checks], told.keys, ended.end, ended.told, limits.wall, number)


def _strayed(submission: Submission, mended: Mended, scored: Scored) -> list[tuple[str, str]]:
    """A note where the number that a student typed, or did not type, led them to rows that are not theirs."""
    if not mended.personal or scored.number is None:
        return []
    specs = load_all(mended.exercise).values()
    if all(variants.own(spec, scored.number) == variants.own(spec, submission.student) for spec in specs):
        return []
    return [("no-number", "") if variants.seed(scored.number) is None else ("other-number", shown(scored.number))]


def _keep(submission: Submission, mended: Mended, scored: Scored, book: Gradebook) -> Report:
    told = exercise(mended.exercise, mended.personal)
    essay = essay_of(mended, told.handed_out[mended.lang])
    marks = [*scored.marks, Mark(ESSAY, None if essay else 0.0, float(told.keys["essay"]["points"]), "waiting" if essay else "none")]
    notes = [{lang: words.MENDED[key][lang].format(cell=cell) for lang in LANGUAGES} for key, cell in mended.notes + _strayed(submission, mended, scored)]
    book.keep(
        student=submission.student,
        exercise=mended.exercise,
        place=submission.place,
        digest=submission.digest,
        handed_in=submission.when,
        rules=told.rules,
        outcome=scored.outcome,
        reason=scored.reason,
        notes=notes,
        lang=mended.lang,
        essay=essay,
        shown=scored.shown,
        marks=marks,
        answers={cell.id: cell.source for cell in mended.cells if cell.role == "solution" and cell.touched},
    )
    return Report(submission, mended.exercise, scored.outcome, scored.reason, scored.points, round(sum(m.of for m in scored.marks), 2), notes)


def _unreadable(submission: Submission, why: Unreadable, wanted: str, book: Gradebook) -> Report:
    """Someone handed this in: it stands in the gradebook too, with what to do."""
    key = str(why)
    fills = {"found": getattr(why, "found", ""), "wanted": getattr(why, "wanted", "")}
    reason = {lang: words.FAULTS[key][lang].format(**fills) for lang in LANGUAGES}
    outcome = "person" if key in ("wrong-exercise", "which-exercise") else "unreadable"
    name = fills["wanted"] or wanted or submission.exercise or "?"
    if not book.has(submission.student, name, submission.digest, ""):
        book.keep(
            student=submission.student, exercise=name, place=submission.place, digest=submission.digest, handed_in=submission.when, rules="",
            outcome=outcome, reason=reason, notes=[], lang="vi", essay="", shown={}, marks=[],
        )  # fmt: skip
    return Report(submission, name, outcome, reason)


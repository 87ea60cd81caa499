"""What an exercise's answer must satisfy, and what is said to the student: `hp.check("exercise/task", answer)`.

The checks are data (`data/checks/<exercise>.yaml`), open to every reader. What a graded class adds to them stands in
`solutions/keys/`, which nothing here reads: a caller who has such a check hands it to `final`.
"""

from __future__ import annotations

from ..data import banks
from ..text import CourseError, check_language, nfc
from . import variants
from .answers import plain
from .expected import frozen
from .feedback import Feedback
from .kinds import Verdict, judge, off

__all__ = ["CheckError", "Feedback", "Verdict", "check", "final", "frozen", "judge", "load", "load_all", "off", "plain", "points", "variants"]


class CheckError(CourseError):
    """No check bears this name."""


def load(name: str) -> dict:
    """The public check "exercise/task". Raises `CheckError` for an unknown name, `BankError` for an unreadable bank."""
    exercise, _, task = nfc(name).partition("/") if isinstance(name, str) else ("", "", "")
    known = load_all(exercise)
    if task not in known:
        raise CheckError(
            vi=f"Bài {exercise} không có câu “{task}”. Các câu: {', '.join(known)}.",
            en=f"The exercise {exercise} has no task “{task}”. Its tasks are: {', '.join(known)}.",
        )
    return known[task]


def load_all(exercise: str) -> dict[str, dict]:
    """Every public check of an exercise, by task. Raises as `load` does."""
    if exercise not in banks.names("checks"):
        raise CheckError(
            vi=f"Không có bài tập “{exercise}”. Các bài tập: {', '.join(banks.names('checks'))}.",
            en=f"There is no exercise “{exercise}”. The exercises are: {', '.join(banks.names('checks'))}.",
        )
    return banks.load("checks", exercise)["checks"]


def check(name: str, answer, lang: str, number=None) -> float:
    """Show what there is to say about `answer`, and return its points. Never raises, whatever the answer is.

    `number`: the student's own, where each has rows of their own (`variants`); without it the task is as it stands.

    The points are a plain float: nbgrader reads them off the cell, and takes anything else for full marks.
    """
    check_language(lang)
    try:
        spec = load(name)
        seen = plain(answer)
        verdict = judge(spec, seen) if variants.seed(number) is None else variants.judge_own(spec, variants.own(spec, number), seen)
        shown = Feedback(lang, verdict, points(spec, verdict), float(spec["points"]))
    except CourseError as mistake:
        shown = Feedback.of_mistake(lang, mistake)
    shown.show()
    return shown.points


def points(spec: dict, *verdicts: Verdict) -> float:
    """What an answer earns: the smallest share that any verdict grants, of the check's points, in hundredths."""
    return round(float(spec["points"]) * min(v.share for v in verdicts), 2)


def final(name: str, answer, hidden: dict) -> float:
    """The points of an answer in a graded class: the public check and a hidden one must both grant them. Shows nothing.

    `answer`: the student's object, or what `plain` made of it elsewhere. Never raises for the sake of an answer.
    """
    spec, seen = load(name), plain(answer)
    return points(spec, judge(spec, seen), judge(hidden, seen))

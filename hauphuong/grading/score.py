"""Turn what a run told into points, outside of it: public and hidden checks judge plain data, and no student's code runs here.

What comes back is data from a stranger. It is parsed line by line, held against the one shape that `checks.plain` gives,
and whatever does not fit is as good as not told.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field

from .. import checks
from ..checks.answers import LONGEST_TEXT, Plain
from . import words

_KINDS = {"nothing", "number", "no-number", "yes-no", "text", "list", "table", "other"}
_MOST = 100
_LONGEST = LONGEST_TEXT + 100  # composed letters may be fewer than those that were sent


@dataclass(frozen=True)
class Mark:
    """One task's points, or None where it could not be graded; `state`: right, partly, wrong, open, lost; `says`: feedback in both languages; `answer` as it was understood."""

    task: str
    points: float | None
    of: float
    state: str
    says: tuple[tuple[dict, dict], ...] = ()
    answer: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Scored:
    """`outcome`: a key of `words.OUTCOMES`; `reason`: in both languages; `shown`: what each cell displayed, for the feedback page."""

    outcome: str
    reason: dict[str, str]
    marks: tuple[Mark, ...]
    shown: dict[str, dict] = field(default_factory=dict)
    number: Plain | None = None  # the one that the student typed, where each has rows of their own

    @property
    def points(self) -> float:
        return round(sum(m.points or 0 for m in self.marks), 2)


def read(told: str) -> tuple[dict[str, dict], dict[str, Plain], bool, str]:
    """(cells, answers, ended, last cell) of the lines that a run wrote."""
    cells: dict[str, dict] = {}
    answers: dict[str, Plain] = {}
    ended, last = False, ""
    for line in told.split("\n"):
        if not line or line.count("[") + line.count("{") > 60_000:
            continue
        try:
            what = json.loads(line, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            continue
        if not isinstance(what, dict):
            continue
        ended = ended or what.get("end") is True
        name = what.get("cell")
        if isinstance(name, str) and len(name) < 200:
            last = name
            cells[name] = {k: what.get(k) for k in ("error", "printed", "shown", "seconds")}
            for task, answer in what["answers"].items() if isinstance(what.get("answers"), dict) else ():
                seen = proper(answer)
                if seen is not None:
                    answers[task] = seen
    return cells, answers, ended, last


def proper(answer: object, depth: int = 4) -> Plain | None:
    """The answer if it has the shape of `checks.plain`'s, anew and without anything else; None where it has not."""
    if depth == 0 or not isinstance(answer, dict) or not isinstance(answer.get("kind"), str) or answer["kind"] not in _KINDS:
        return None
    kind, value = answer["kind"], answer.get("value")
    if kind == "nothing":
        return Plain(kind=kind)
    if kind == "number":
        fine = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300 and math.isfinite(value)
        return Plain(kind=kind, value=value) if fine else None
    if kind == "no-number":
        return Plain(kind=kind, value="nan" if value == "nan" else "infinite")
    if kind == "yes-no":
        return Plain(kind=kind, value=value) if isinstance(value, bool) else None
    if kind == "text":
        return Plain(kind=kind, value=value) if isinstance(value, str) and len(value) <= _LONGEST else None
    if kind == "other":
        named = answer.get("type")
        return Plain(kind=kind, type=named[:80] if isinstance(named, str) else "?", callable=answer.get("callable") is True)
    length = answer.get("length")
    if not isinstance(length, int) or isinstance(length, bool) or length < 0:
        return None
    if kind == "list":
        items = _all(answer.get("items"), depth)
        return Plain(kind=kind, items=items, length=length) if items is not None and len(items) <= length else None
    columns, index, rows = (answer.get(k) for k in ("columns", "index", "rows"))
    named = all(isinstance(part, list) and len(part) <= _MOST and all(isinstance(n, str) and len(n) <= _LONGEST for n in part) for part in (columns, index))
    if not named or not isinstance(rows, list) or len(rows) != len(index) or len(rows) > length:
        return None
    read_rows = [_all(row, depth) for row in rows]
    if any(row is None or len(row) != len(columns) for row in read_rows):
        return None
    return Plain(kind=kind, columns=columns, index=index, rows=read_rows, length=length)


def _all(items: object, depth: int) -> list[Plain] | None:
    if not isinstance(items, list) or len(items) > _MOST:
        return None
    seen = [proper(item, depth - 1) for item in items]
    return None if any(item is None for item in seen) else seen


def score(exercise: str, wanted: list[tuple[str, str]], keys: dict, end: str, told: str, limit: float, number: str | None = None) -> Scored:
    """Judge a run. `wanted`: (cell, task) of each check; `end`: how the run ended; `keys`: points and hidden checks.

    `number`: the student's key in the gradebook, where each has rows of their own; None where all have the same.
    """
    cells, answers, ended, last = read(told)
    if end == "done" and not ended:
        end = "died"  # the process is gone though the last cell had not been reached: os._exit, say
    marks = []
    for cell, task in wanted:
        spec = checks.load(f"{exercise}/{task}")
        if task not in answers:
            marks.append(Mark(task, None, float(spec["points"]), "lost"))
            continue
        seen = answers[task]
        code = checks.variants.own(spec, number)
        verdicts = [checks.judge(spec, seen) if number is None else checks.variants.judge_own(spec, code, seen)]
        if task in keys["hidden"]:
            verdicts.append(checks.judge(checks.variants.of(keys["hidden"][task], code), seen))
        points = checks.points(spec, *verdicts)
        says = verdicts[0].says
        if verdicts[-1].share < verdicts[0].share:
            says = (*says, (words.TASK["hidden"], {}))
        state = verdicts[0].state if len(verdicts) == 1 or verdicts[-1].share >= verdicts[0].share else "partly" if points else "wrong"
        marks.append(Mark(task, points, float(spec["points"]), state, says, seen))
    lost = [m for m in marks if m.state == "lost"]
    following = _after(last, cells, wanted)
    reason = {lang: said.format(cell=following, limit=f"{limit:g}") for lang, said in words.ENDS.get(end, words.ENDS["junk"]).items()}
    typed = answers.get(checks.variants.NUMBER)
    if not lost:
        return Scored("graded", {"vi": "", "en": ""}, tuple(marks), cells, typed)
    if end in ("cage", "worker") or len(lost) == len(marks):
        return Scored("person", reason, tuple(marks), cells, typed)
    return Scored("partly", reason, tuple(marks), cells, typed)


def _after(last: str, cells: dict, wanted: list[tuple[str, str]]) -> str:
    """The cell in which a run stopped: the first check that was not reached, for a teacher to look from."""
    return next((cell for cell, _ in wanted if cell not in cells), last)

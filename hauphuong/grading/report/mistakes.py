"""What went wrong in a class, task by task: the misconception that each answer fell for, where the course has a name for it.

A check's traps say what a wrong answer comes from (`data/checks/*.yaml`), and the gradebook keeps what was said to each
student. So a trap is counted by its own words, whatever the answer looked like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from ... import checks
from ...checks.answers import Plain, items, numbers, shown, single
from ...checks.feedback import Feedback
from ...checks.words import WORDS as SAID
from ...text import CourseError, fold, number
from .classroom import ESSAY, Classroom

# slips that have nothing to do with history, and are worth a word to the class all the same
_SLIPS = ("sign", "thousand", "per-cent", "over-cent", "near", "nan", "many", "no-number", "call", "other", "names", "table", "one-name", "words", "prose", "borrowed")
_FEWEST = 2  # students with the same answer, before one without a name is worth a line
_MOST_ANSWERS = 4


@dataclass
class Mistake:
    """One thing that went wrong in a task.

    kind      "trap" (the course names the misconception), "slip" (of the hand or of writing), "unnamed" (only alike)
    said      the sentence that the students got, in the report's language; "" where it has no name
    students  their keys
    answers   what they wrote, the commonest first: (as shown, how many)
    """

    task: str
    kind: str
    said: str
    students: list[str] = field(default_factory=list)
    answers: list[tuple[str, int]] = field(default_factory=list)


def mistakes(room: Classroom, exercise: str) -> list[Mistake]:
    """Everything that went wrong in an exercise, the commonest first."""
    _, marks = room.of(exercise)
    found: dict[tuple, Mistake] = {}
    answers: dict[tuple, Counter] = {}
    for mark in marks[marks.state.isin(("some", "none"))].to_dict("records"):
        if mark["task"] == ESSAY:
            continue
        spec = _spec(exercise, mark["task"])
        wrote = _wrong_parts(spec, mark["answer"], room.lang)
        for key, kind, said in _what(spec, mark, wrote, room.lang):
            place = (mark["task"], *key)
            one = found.setdefault(place, Mistake(mark["task"], kind, said))
            if mark["student"] not in one.students:
                one.students.append(mark["student"])
                answers.setdefault(place, Counter()).update([key[1]] if kind == "unnamed" else _of_trap(spec, key[1]) or wrote)
    for place, one in found.items():
        one.answers = answers[place].most_common(_MOST_ANSWERS)
    order = {task: n for n, task in enumerate(dict.fromkeys(marks.task))}
    kept = [m for m in found.values() if m.kind != "unnamed" or len(m.students) >= _FEWEST]
    return sorted(kept, key=lambda m: (-len(m.students), order[m.task], m.kind != "trap", m.said))


def _spec(exercise: str, task: str) -> dict:
    try:
        return checks.load(f"{exercise}/{task}")
    except CourseError:  # the book is older than the course: its marks stand, and have no check any more
        return {}


def _what(spec: dict, mark: dict, wrote: list[str], lang: str) -> Iterator[tuple[tuple, str, str]]:
    """(key, kind, sentence) of what a mark says: its traps; else its slips; else the answer itself."""
    traps = traps_of(spec)
    named = [(words, fills) for words, fills in mark["says"] if _code(words) in traps]
    slips = [(words, fills) for words, fills in mark["says"] if _code(words) in _CODES]
    for kind, pairs in (("trap", named), ("slip", slips)):
        for words, fills in pairs:
            yield (kind, _code(words)), kind, _sentence(words, fills, lang)
        if pairs:
            return
    yield from ((("unnamed", answer), "unnamed", "") for answer in dict.fromkeys(wrote))


def _code(words: dict) -> str:
    """A text is known by its Vietnamese words."""
    return " ".join(words.get("vi", "").split()) if isinstance(words, dict) else ""


_CODES = {_code(SAID[name]) for name in _SLIPS if name in SAID}


def traps_of(spec: dict) -> set[str]:
    """The texts of a check that name a misconception: those of its traps, and those of the options that are not right, in every variant."""
    return set().union(_traps_of_one(spec), *(_traps_of_one(checks.variants.of(spec, code)) for code in checks.variants.codes(spec)))


def _traps_of_one(spec: dict) -> set[str]:
    traps = spec.get("traps", ())
    texts = list(traps.values()) if isinstance(traps, dict) else [t.get("says") for t in traps]
    texts += [o.get("says") for o in spec.get("options", {}).values() if float(o.get("share", 0)) < 1]
    return {_code(t) for t in texts if t}


def _of_trap(spec: dict, code: str) -> list[str]:
    """The name that a trap of a set stands under: that, and not the whole answer, is what went wrong."""
    traps = spec.get("traps")
    return [f"“{name}”" for name, says in traps.items() if _code(says) == code] if isinstance(traps, dict) else []


def _sentence(words: dict, fills: dict, lang: str) -> str:
    """What the students read, with "…" for what each wrote differently."""
    from ...checks import Verdict

    blank = {name: "…" if name in ("answer", "count", "type") else value for name, value in fills.items()}
    try:
        return Feedback(lang, Verdict(0, ((words, blank),)), 0.0, 0.0).lines[0]
    except CourseError:  # it names a row that the data no longer have
        return words.get(lang, "")


def _wrong_parts(spec: dict, answer: dict, lang: str) -> list[str]:
    """What in an answer is wrong, in a few words: the rows of a table that are off, the names that do not belong, or the whole."""
    seen, kind = Plain(answer), spec.get("kind")
    if not seen or kind in ("ids", "prose", "argument"):  # a person's own words are nobody's common answer
        return []
    if kind in ("table", "set") and spec.get("variants"):  # which rows were this student's own is not kept with the mark
        return []
    try:
        if kind == "table":
            return [f"{name}: {_short(cell, lang)}" for name, cell in checks.off(spec, seen).items()]
        if kind == "set":
            wanted = {fold(str(e)) for e in spec["expect"]}
            return list(dict.fromkeys(f"“{i[:60]}”" for i in map(str, items(seen) or ()) if fold(i) not in wanted))
        return [_short(seen, lang)]
    except (KeyError, TypeError, ValueError, IndexError, CourseError):  # not of the shape that the check knows today, or the student had a variant of their own
        return []


def _short(answer: Plain, lang: str) -> str:
    one = single(answer)
    if one["kind"] == "number" and numbers(one)[0]:
        return number(one["value"], lang)
    return shown(one) or {"vi": "(nhiều giá trị)", "en": "(several values)"}[lang]

"""Mark an answer: points and feedback in plain Python, no widget and no file.

An answer is what the bank's own ids say: an option's id; a list of ids; {pair: right side}; a number or a text as it
was typed. Whatever else comes (another type, an unknown id, an empty box) is answered with a kind sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, log

from .. import text
from . import typed
from .bank import ONE_OF, band, option_text, quantity, say, width
from .words import word


@dataclass(frozen=True)
class Mark:
    """What an answer is worth. `understood` is False where there was nothing to mark; `feedback` then says why."""

    points: float
    max: float
    right: bool
    feedback: list[str] = field(default_factory=list)
    understood: bool = True


class _Unread(Exception):
    """The answer cannot be marked; carries the key of a word that says what is wanted."""


def mark(question: dict, answer: object, lang: str) -> Mark:
    """Mark one answer to one question of a bank."""
    full = float(question.get("points", 1))
    try:
        share, feedback = _MARKERS[question["kind"]](question, answer, lang)
    except _Unread as why:
        return Mark(0.0, full, False, [word(str(why), lang)], understood=False)
    return Mark(round(full * share, 2), full, share == 1, [f for f in feedback if f])


def _choice(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    chosen = next((o for o in question["options"] if o["id"] == answer), None)
    if chosen is None:
        raise _Unread("choose-one")
    return float(chosen["right"]), [say(chosen["feedback"], lang)]


def _choices(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    """Each right option counts for, each wrong one against."""
    picked = [answer] if isinstance(answer, str) else answer
    options = question["options"]
    if not isinstance(picked, list) or not picked or any(p not in [o["id"] for o in options] for p in picked):
        raise _Unread("choose-some")
    chosen = [o for o in options if o["id"] in picked]
    wanted = [o for o in options if o["right"]]
    hits = sum(o["right"] for o in chosen)
    share = max(0, hits - (len(chosen) - hits)) / len(wanted)
    feedback = [f"“{option_text(o, lang)}”: {say(o['feedback'], lang)}" for o in chosen]
    return share, feedback + ([word("missing", lang)] if hits < len(wanted) else [])


def _read_number(answer: object) -> list[float]:
    readings = typed.numbers(answer)
    if not readings:
        raise _Unread("no-number")
    return readings


def _likeliest(readings: list[float], wanted: float) -> float:
    """The reading of the right order of magnitude: who writes 600,000 for 226,969 does not mean six hundred."""
    return min(readings, key=lambda r: abs(log(r / wanted)) if r * wanted > 0 else inf)


def _near(reading: float, wanted: float, tolerance: float | str) -> bool:
    # the last digits of a computed value are not what is asked
    return abs(reading - wanted) <= width(tolerance, wanted) + 1e-9 * max(1, abs(wanted))


def _number(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    readings, wanted, feedback = _read_number(answer), quantity(question["answer"]), question["feedback"]
    if any(_near(r, wanted, question.get("tolerance", 0)) for r in readings):
        return 1, [say(feedback["right"], lang)]
    for trap in question.get("traps", ()):
        if any(_near(r, quantity(trap["near"]), trap.get("tolerance", 0)) for r in readings):
            return 0, [say(trap["feedback"], lang)]
    return 0, [say(feedback["high" if _likeliest(readings, wanted) > wanted else "low"], lang)]


def _estimate(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    """Points for committing to a guess within the band; then the value, and how far off the guess was."""
    wanted = quantity(question["answer"])
    guess = _likeliest(_read_number(answer), wanted)
    low, high = band(question["band"], wanted)
    inside = low <= guess <= high
    unit = " " + say(question["unit"], lang) if "unit" in question else ""
    said = {"guess": text.number(guess, lang), "value": text.number(wanted, lang), "unit": unit}
    if said["guess"] == said["value"]:
        seen = word("guessed-exactly", lang, **said)
    else:
        gap = guess - wanted
        share = text.number(100 * gap / wanted, lang, 0, sign=True) + "%" if wanted else "–"
        seen = word("guessed", lang, **said, gap=text.number(gap, lang, sign=True), percent=share)
    verdict = "near" if inside else "high" if guess > wanted else "low"
    return float(inside), [seen, say(question["feedback"][verdict], lang)]


def _order(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    """Each neighbouring pair that is right counts."""
    items = {item["id"]: item for item in question["items"]}
    right = list(items)
    if not isinstance(answer, list) or not all(isinstance(a, str) for a in answer) or sorted(answer) != sorted(right):
        raise _Unread("all-items")
    pairs = list(zip(right, right[1:]))
    placed = list(zip([None, *answer], answer))  # who stands before whom
    hits = sum(pair in placed for pair in pairs)
    if hits == len(pairs):
        return 1, [word("in-order", lang)]
    before = dict(zip(right, [None, *right]))
    lost = [name for previous, name in placed if previous != before[name]]
    return hits / len(pairs), [_about(items[name]["text"], items[name], lang) for name in lost]


def _match(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    """Each pair that is right counts. A wrong one is answered with what that right side belongs to."""
    pairs = question["pairs"]
    sides = {side["id"]: side for side in (*pairs, *question.get("extras", ()))}
    if not isinstance(answer, dict) or any(
        not isinstance(answer.get(p["id"]), str) or answer[p["id"]] not in sides for p in pairs
    ):
        raise _Unread("all-pairs")
    # two pairs may share one right side: then either is right
    wrong = [p for p in pairs if say(sides[answer[p["id"]]]["right"], lang) != say(p["right"], lang)]
    if not wrong:
        return 1, [word("all-matched", lang)]
    feedback = []
    for pair in wrong:
        chosen = sides[answer[pair["id"]]]
        distractor = chosen if "left" not in chosen else pair
        feedback.append(_about(pair["left"], distractor, lang))
    return (len(pairs) - len(wrong)) / len(pairs), feedback


def _about(name: dict, told: dict, lang: str) -> str:
    return f"{say(name, lang)}: {say(told['feedback'], lang)}"


def _text(question: dict, answer: object, lang: str) -> tuple[float, list[str]]:
    if not isinstance(answer, str) or not typed.clean(answer):
        raise _Unread("no-text")
    if len(answer) > typed.LONGEST:
        raise _Unread("too-long")
    strict = question["diacritics"] == "required"
    if any(typed.same(answer, a, strict) for a in question["accept"]):
        return 1, [say(question["feedback"]["right"], lang)]
    if strict and any(typed.same(answer, a, False) for a in question["accept"]):
        return 0, [word("diacritics", lang)]
    for trap in question.get("traps", ()):
        if any(typed.same(answer, a, False) for a in trap["accept"]):
            return 0, [say(trap["feedback"], lang)]
    return 0, [say(question["feedback"]["wrong"], lang)]


_MARKERS: dict[str, Callable] = {
    **dict.fromkeys(ONE_OF, _choice),
    **{"choices": _choices, "number": _number, "estimate": _estimate},
    **{"order": _order, "match": _match, "text": _text},
}
KINDS = tuple(_MARKERS)

"""A bank's questions on paper: what a student is asked, and what a teacher needs to answer. No text of its own but `words`."""

from __future__ import annotations

from dataclasses import dataclass, field
from string import ascii_uppercase

from ... import text
from ...data import banks
from ...quiz.bank import ONE_OF, band, option_text, quantity, say, sources_of, width
from ...quiz.page import Page
from .words import word


@dataclass(frozen=True)
class Asked:
    """A question as it is printed for a student: nothing here gives an answer away.

    `form`: one, several, line, order or match. `left`: what is to be matched; `options`: what may be chosen, ordered or matched with it.
    """

    number: int
    form: str
    ask: str
    passage: str = ""
    unit: str = ""
    hint: str = ""
    options: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answered:
    """The same question for the teacher. `wrong`: (what a student may say, what to say to that)."""

    number: int
    name: str
    ask: str
    key: list[str]
    wrong: list[tuple[str, str]]
    why: str
    sources: list[str]


def questions(lesson: str) -> list[tuple[str, dict]]:
    """Every question of a lesson's bank with the id of its stop, in order."""
    return [(stop["id"], question) for stop in banks.load("quizzes", lesson)["stops"] for question in stop["questions"]]


def asked(number: int, question: dict, lang: str) -> Asked:
    """A question for the student's page, in the order in which the widget shows its parts."""
    page = Page(question, lang)
    shown = page.public
    hints = {"several": "several", "order": "order", "match": "match", "line": "guess" if question["kind"] == "estimate" else ""}
    hint = hints.get(page.form, "")
    return Asked(
        number,
        page.form,
        shown["ask"],
        shown.get("passage", ""),
        shown.get("unit", ""),
        word(hint, lang) if hint else "",
        shown.get("options") or shown.get("items") or shown.get("right") or [],
        shown.get("left", []),
    )


def answered(number: int, question: dict, lang: str) -> Answered:
    """The key of a question, the wrong answers that the bank foresees with what to say to each, why, and what it rests on."""
    kind = question["kind"]
    if kind in (*ONE_OF, "choices"):
        key, wrong = _options(question, lang)
    elif kind == "order":
        key = [f"{n}. {say(item['text'], lang)}" for n, item in enumerate(question["items"], 1)]
        wrong = [(say(item["text"], lang), say(item["feedback"], lang)) for item in question["items"]]
    elif kind == "match":
        key, wrong = _match(question, lang)
    elif kind == "text":
        key, wrong = [f" {word('or', lang)} ".join(question["accept"])], [(f"“{'”, “'.join(t['accept'])}”", say(t["feedback"], lang)) for t in question.get("traps", ())]
        wrong.append((word("else", lang), say(question["feedback"]["wrong"], lang)))
    else:
        key, wrong = _number(question, lang)
    return Answered(number, question["id"], say(question["ask"], lang), key, wrong, say(question["why"], lang), sources_of(question, lang))


def _options(question: dict, lang: str) -> tuple[list[str], list[tuple[str, str]]]:
    told = [(letter, option_text(o, lang), o) for letter, o in zip(ascii_uppercase, question["options"])]
    key = [f"{letter}. {said}" for letter, said, o in told if o["right"]]
    return key, [(f"{letter}. {said}", say(o["feedback"], lang)) for letter, said, o in told if not o["right"]]


def _match(question: dict, lang: str) -> tuple[list[str], list[tuple[str, str]]]:
    letters = dict(zip(Page(question, lang).public["right"], ascii_uppercase))
    key = [f"{say(p['left'], lang)} → {letters[say(p['right'], lang)]}. {say(p['right'], lang)}" for p in question["pairs"]]
    sides = (*question["pairs"], *question.get("extras", ()))
    return key, [(f"{letters[say(s['right'], lang)]}. {say(s['right'], lang)}", say(s["feedback"], lang)) for s in sides]


def _number(question: dict, lang: str) -> tuple[list[str], list[tuple[str, str]]]:
    wanted, unit = quantity(question["answer"]), f" ({say(question['unit'], lang)})" if "unit" in question else ""
    key = text.number(wanted, lang) + unit
    if "band" in question:
        low, high = band(question["band"], wanted)
        whole = 0 if wanted >= 20 else None
        key += f"; {word('band', lang, low=text.number(low, lang, whole), high=text.number(high, lang, whole))}"
    elif reach := width(question.get("tolerance", 0), wanted):
        key += f"; {word('near', lang, width=text.number(reach, lang))}"
    wrong = [(text.number(quantity(trap["near"]), lang) + unit, say(trap["feedback"], lang)) for trap in question.get("traps", ())]
    return [key], wrong + [(word(side, lang), say(question["feedback"][side], lang)) for side in ("high", "low")]

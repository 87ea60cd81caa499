"""What a page must hold to mark a quiz stop without a kernel: the questions, and their keys in a form that needs no Python.

A reading page is for self-study: whoever opens its source can read the keys, and the page says so. What counts in a
class is asked in a notebook, where the keys stay in the kernel. `static/marking.js` marks with these keys as
`quiz.marking` does; a test asks both the same questions.
"""

from __future__ import annotations

import hashlib

from ...quiz import typed
from ...quiz.bank import ONE_OF, band, find, option_text, quantity, say, sources_of, width
from ...quiz.marking import mark
from ...quiz.page import Page, html
from ...quiz.words import WORDS
from ...text import fold
from ..lesson import LessonError
from .words import QUIZ


def stop(stop_id: str, lang: str, bank: dict | None = None) -> dict:
    """A stop as plain data: `lesson`, `stop`, and for each question its `public` part and its `key`. `bank`: another than the course's own."""
    bank = bank or find(stop_id)
    asked = next((s["questions"] for s in bank["stops"] if s["id"] == stop_id), None)
    if asked is None:
        raise LessonError(vi=f"Không có chặng “{stop_id}” trong {bank['lesson']}.yaml.", en=f"There is no stop “{stop_id}” in {bank['lesson']}.yaml.")
    pages = [Page(question, lang) for question in asked]
    return {"lesson": bank["lesson"], "stop": stop_id, "questions": [{"public": page.public, "key": key(page)} for page in pages]}


def still(stop_id: str, lang: str) -> str:
    """The questions as plain HTML, for a reader without scripts."""
    asked = next(s["questions"] for s in find(stop_id)["stops"] if s["id"] == stop_id)
    return html([Page(question, lang) for question in asked], lang).replace(WORDS["wake"][lang], QUIZ["needs-script"][lang])


def key(page: Page) -> dict:
    """Everything that `static/marking.js` needs to mark one question."""
    question, lang = page.question, page.lang
    ids = [*getattr(page, "_ids", ()), *getattr(page, "_sides", ())]
    return {
        "kind": question["kind"],
        "max": float(question.get("points", 1)),
        "why": say(question["why"], lang),
        "sources": sources_of(question, lang),
        # an answer kept by place is worth nothing once the places mean something else
        "version": hashlib.sha256("|".join([question["kind"], *ids]).encode()).hexdigest()[:8],
        **_KEYS[question["kind"]](page),
    }


def _shares(full: float, parts: int) -> list[float]:
    """Points for so many parts right: rounded here, since JavaScript rounds halves otherwise."""
    return [round(full * (hits / parts), 2) for hits in range(parts + 1)]


def _one(page: Page) -> dict:
    marks = [mark(page.question, option["id"], page.lang) for option in page.question["options"]]
    return {"options": [{"right": m.right, "points": m.points, "feedback": m.feedback} for m in marks]}


def _several(page: Page) -> dict:
    question, lang = page.question, page.lang
    options = [{"right": o["right"], "feedback": f"“{option_text(o, lang)}”: {say(o['feedback'], lang)}"} for o in question["options"]]
    return {"options": options, "shares": _shares(float(question.get("points", 1)), sum(o["right"] for o in options))}


def _number(page: Page) -> dict:
    question, lang = page.question, page.lang

    def near(told: float | dict, tolerance: float | str) -> dict:
        wanted = quantity(told)
        return {"value": wanted, "limit": width(tolerance, wanted) + 1e-9 * max(1, abs(wanted))}

    return {
        "answer": near(question["answer"], question.get("tolerance", 0)),
        "traps": [{**near(trap["near"], trap.get("tolerance", 0)), "feedback": say(trap["feedback"], lang)} for trap in question.get("traps", ())],
        "feedback": {verdict: say(said, lang) for verdict, said in question["feedback"].items()},
    }


def _estimate(page: Page) -> dict:
    question, lang = page.question, page.lang
    wanted = quantity(question["answer"])
    low, high = band(question["band"], wanted)
    unit = " " + say(question["unit"], lang) if "unit" in question else ""
    return {"answer": {"value": wanted, "low": low, "high": high}, "unit": unit, "feedback": {verdict: say(said, lang) for verdict, said in question["feedback"].items()}}


def _order(page: Page) -> dict:
    question, lang = page.question, page.lang
    items = question["items"]
    return {
        "order": [page._ids.index(item["id"]) for item in items],  # places on the page, in the right order
        "feedback": {page._ids.index(item["id"]): f"{say(item['text'], lang)}: {say(item['feedback'], lang)}" for item in items},
        "shares": _shares(float(question.get("points", 1)), len(items) - 1),
    }


def _match(page: Page) -> dict:
    question, lang = page.question, page.lang
    extras = {extra["id"]: extra for extra in question.get("extras", ())}
    told = []
    for pair in question["pairs"]:
        left = say(pair["left"], lang)
        told.append([f"{left}: {say(extras.get(side, pair)['feedback'], lang)}" for side in page._sides])
    return {
        "right": [page.public["right"].index(say(pair["right"], lang)) for pair in question["pairs"]],
        "feedback": told,  # by line, by right side chosen
        "shares": _shares(float(question.get("points", 1)), len(question["pairs"])),
    }


def _text(page: Page) -> dict:
    question, lang = page.question, page.lang
    return {
        "strict": question["diacritics"] == "required",
        "spelled": [typed.spelling(a) for a in question["accept"]],
        "folded": [fold(typed.bare(a)) for a in question["accept"]],
        "traps": [{"folded": [fold(typed.bare(a)) for a in trap["accept"]], "feedback": say(trap["feedback"], lang)} for trap in question.get("traps", ())],
        "feedback": {verdict: say(said, lang) for verdict, said in question["feedback"].items()},
    }


_KEYS = {**dict.fromkeys(ONE_OF, _one), "choices": _several, "number": _number, "estimate": _estimate, "order": _order, "match": _match, "text": _text}


def language(lang: str) -> dict:
    """What marking needs to know of a language, and of the world's letters: from the Python modules, so that no table stands twice."""
    return {
        "lang": lang,
        "words": {name: said[lang] for name, said in (WORDS | QUIZ).items()},
        "longest": typed.LONGEST,
        "alike": {chr(code): to for code, to in typed.ALIKE.items()},
        "times": typed.MULTIPLIER,
        "ends": typed.ENDS,
        "tones": typed.TONES,
        # where casefold is more than lower case: ß, ligatures and the like
        "casefold": {c: c.casefold() for c in map(chr, range(0x10000)) if not 0xD800 <= ord(c) < 0xE000 and c.casefold() != c.lower()},
    }

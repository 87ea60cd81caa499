"""What of a question may be seen before it is answered, for the widget and for a page without a kernel.

No key and no feedback leaves the kernel. The page knows options only by their place on it, since ids can give an
answer away; `to_bank` and `to_page` translate.
"""

from __future__ import annotations

import hashlib
import random
from html import escape

from .bank import ONE_OF, option_text, say
from .words import word

FORMS = {
    **dict.fromkeys(ONE_OF, "one"),
    **dict.fromkeys(("number", "estimate", "text"), "line"),
    **{"choices": "several", "order": "order", "match": "match"},
}


class Page:
    """One question as it is shown. `question`: as the bank has it."""

    def __init__(self, question: dict, lang: str):
        self.question, self.lang, self.form = question, lang, FORMS[question["kind"]]
        kind, name = question["kind"], question["id"]
        self.public: dict = {
            "id": name,
            "kind": kind,
            "form": self.form,
            "ask": say(question["ask"], lang),
            "points": word("points", lang, max=f"{question.get('points', 1):g}"),
        }
        if "passage" in question:
            self.public["passage"] = say(question["passage"], lang)
        if "unit" in question:
            self.public["unit"] = say(question["unit"], lang)
        if self.form in ("one", "several"):
            self._ids = [o["id"] for o in question["options"]]
            self.public["options"] = [option_text(o, lang) for o in question["options"]]
        elif self.form == "order":
            items = _shuffled(question["items"], name)
            self._ids = [i["id"] for i in items]
            self.public["items"] = [say(i["text"], lang) for i in items]
        elif self.form == "match":
            self._ids = [p["id"] for p in question["pairs"]]
            self.public["left"] = [say(p["left"], lang) for p in question["pairs"]]
            sides: dict[str, str] = {}  # each text once, though two pairs may share it
            for side in (*question["pairs"], *question.get("extras", ())):
                sides.setdefault(say(side["right"], lang), side["id"])
            self.public["right"] = _shuffled(list(sides), name)
            self._sides = [sides[said] for said in self.public["right"]]
            self._said = {s["id"]: say(s["right"], lang) for s in (*question["pairs"], *question.get("extras", ()))}

    def to_bank(self, answer: object) -> object:
        """An answer from the page, places turned into the bank's ids. What makes no sense becomes None."""
        try:
            if self.form == "one":
                return self._ids[_place(answer)]
            if self.form in ("several", "order"):
                return [self._ids[_place(a)] for a in answer]  # type: ignore[union-attr]
            if self.form == "match":
                return {i: self._sides[_place(a)] for i, a in zip(self._ids, answer, strict=True)}  # type: ignore[call-overload]
        except (TypeError, IndexError, ValueError):
            return None
        return answer

    def to_page(self, answer: object) -> object:
        """A kept answer as the page shows it, or None where the bank has changed since."""
        try:
            if self.form == "one":
                return self._ids.index(answer)  # type: ignore[arg-type]
            if self.form in ("several", "order"):
                return [self._ids.index(a) for a in answer]  # type: ignore[union-attr]
            if self.form == "match":
                return [self.public["right"].index(self._said[answer[i]]) for i in self._ids]  # type: ignore[index]
        except (TypeError, IndexError, ValueError, KeyError):
            return None
        return answer if isinstance(answer, (str, int, float)) else None


def _place(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise ValueError
    return number


def _shuffled(things: list, seed: str) -> list:
    """In an order that depends on the seed alone, so that a stored page stays as it is; never the given one."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    mixed = things[:]
    random.Random(number).shuffle(mixed)
    return mixed if mixed != things or len(things) < 2 else mixed[1:] + mixed[:1]


# -- without a kernel: GitHub, print, a notebook that was not run --------------------------------------------------------


def plain(pages: list[Page], lang: str) -> str:
    """Questions and options as plain text."""
    lines = [f"{word('title', lang)}. {word('wake', lang)}"]
    for number, page in enumerate(pages, 1):
        shown = page.public
        lines += ["", f"{number}. {shown['ask']}"]
        lines += [f"   {shown['passage']}"] if "passage" in shown else []
        mark = {"one": "○", "several": "□"}.get(page.form, "–")
        lines += [f"   {mark} {said}" for said in _listed(shown)]
        lines += [f"   → {' / '.join(shown['right'])}"] if "right" in shown else []
        lines += [f"   ____ {shown.get('unit', '')}".rstrip()] if page.form == "line" else []
    return "\n".join(lines)


def _listed(shown: dict) -> list[str]:
    return [*shown.get("options", ()), *shown.get("items", ()), *shown.get("left", ())]


def html(pages: list[Page], lang: str) -> str:
    """The same as simple HTML, every text escaped."""
    head = f'<p><b>{word("title", lang)}.</b> ▶ <i>{word("wake", lang)}</i></p>'
    parts = [f'<section class="hp-quiz-still" lang="{lang}">{head}<ol>']
    for page in pages:
        shown = page.public
        parts.append(f"<li><p>{escape(shown['ask'])}</p>")
        if "passage" in shown:
            parts.append(f"<blockquote>{escape(shown['passage'])}</blockquote>")
        listed = _listed(shown)
        if listed:
            parts.append("<ul>" + "".join(f"<li>{escape(said)}</li>" for said in listed) + "</ul>")
        if "right" in shown:
            parts.append(f"<p>→ {escape(' / '.join(shown['right']))}</p>")
        if page.form == "line":
            parts.append(f"<p>________ {escape(shown.get('unit', ''))}</p>")
        parts.append("</li>")
    return "".join([*parts, "</ol></section>"])

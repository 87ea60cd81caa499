"""Show a verdict: a symbol, a word and a colour say the same, and then a sentence or two."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from .. import data, text
from .kinds import Verdict
from .words import WORDS

_COLOURS = {"open": "#767676", "wrong": "#d55e00", "partly": "#e69f00", "right": "#009e73", "mistake": "#cc79a7"}


@dataclass(frozen=True)
class Feedback:
    """What one check shows. `points` of `of`; `mistake` is set where there was nothing to judge."""

    lang: str
    verdict: Verdict
    points: float
    of: float
    mistake: text.CourseError | None = None

    @classmethod
    def of_mistake(cls, lang: str, mistake: text.CourseError) -> "Feedback":
        return cls(lang, Verdict(0), 0.0, 0.0, mistake)

    @property
    def state(self) -> str:
        return "mistake" if self.mistake else self.verdict.state

    @property
    def head(self) -> str:
        words = WORDS["state"][self.state][self.lang]
        if self.mistake:
            return words
        told = WORDS["points"][self.lang].format(points=text.number(self.points, self.lang), of=text.number(self.of, self.lang))
        return f"{words} · {told}"

    @property
    def lines(self) -> list[str]:
        """What is said, one text a line; `code` stands between backticks."""
        if self.mistake:
            return [getattr(self.mistake, self.lang)]
        return [_fill(words[self.lang].strip(), fills, self.lang) for words, fills in self.verdict.says]

    def show(self) -> None:
        """Display in a notebook, print elsewhere."""
        try:
            from IPython.display import display
        except ImportError:
            print(self)
        else:
            display(self)

    def __repr__(self) -> str:
        return "\n".join([self.head, *self.lines])

    def _repr_html_(self) -> str:
        said = "".join(f'<p style="margin:.3em 0 0">{marked(line)}</p>' for line in self.lines)
        return (
            f'<div class="hp-check hp-{self.state}" role="status" lang="{self.lang}" '
            f'style="border-left:.35em solid {_COLOURS[self.state]};padding:.3em .9em;max-width:60em"><b>{self.head}</b>{said}</div>'
        )


def marked(line: str) -> str:
    """A line as HTML: escaped, and what stands between backticks as code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(line, quote=False))


def _fill(words: str, fills: dict, lang: str) -> str:
    """Put in what a text leaves open: {answer} and the like, and {row-id} or {computed-value} from the data.

    One pass, so that nothing a student wrote is itself filled in.
    """

    def put(match: re.Match) -> str:
        name = match[1]
        if name in fills:
            return text.number(fills[name], lang) if isinstance(fills[name], float) else str(fills[name])
        return data.value(name, lang)

    return re.sub(r"\{([a-z][a-z0-9-]*)\}", put, words)

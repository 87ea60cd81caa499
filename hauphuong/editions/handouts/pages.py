"""The HTML of a handout, whole in one file: its style and its pictures are inside, so that nothing is fetched to print it."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from string import ascii_uppercase

import jinja2
from markupsafe import Markup

from ...charts.words import WORDS as CHART_WORDS
from ..painter import Painter
from .content import TO_DRAW, Content, Step
from .words import word

HERE = Path(__file__).parent
COLUMNS = CHART_WORDS["column"]
KINDS = ("student", "teacher")
# CSS pixels: a column of the story is as wide as a large telephone, for which the charts are made; a page as a tablet
_WIDTHS = {"small": 430, "large": 880, "key": 880, "blank": 880}

Pictures = dict[tuple[str, str], str]  # (cell of the chart, how it is shown) -> data URI


def pictures(made: Content, painter: Painter) -> Pictures:
    """Every picture of a lesson's handouts, drawn now."""
    drawn: Pictures = {}
    for kind, cell in made.story:
        if kind == "chart":
            drawn[cell, "small"] = _uri(painter.svg(made.charts[cell].figure, _WIDTHS["small"]))
    main = TO_DRAW[made.slug]
    drawn[main, "large"] = drawn[main, "key"] = _uri(painter.svg(made.main.figure, _WIDTHS["large"]))
    drawn[main, "blank"] = _uri(painter.blank(made.main.figure, _WIDTHS["blank"]))
    return drawn


def _uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def page(made: Content, kind: str, drawn: Pictures) -> str:
    """The HTML of a handout. `kind`: "student" or "teacher"."""
    starts = [sum(step.minutes for step in made.steps[:n]) for n in range(len(made.steps))]

    def say(key: str, **filled: object) -> str:
        return word(key, made.lang, **filled)

    return _templates().get_template(f"{kind}.html.j2").render(
        it=made,
        say=say,
        pictures=drawn,
        short=_short,
        table=_fold(*_join(*made.main.table, made.lang)),
        letters=ascii_uppercase,
        plan=list(zip(made.steps, starts)),
        step_words=lambda step: _step_words(step, say),
        style=(HERE / "handout.css").read_text(encoding="utf-8"),
        title=f"{made.title} ({say(kind)})",
        running=f"{say('course')} · {made.title}",
        kind=say(kind),
    )


def _join(heads: list[str], rows: list[list[str]], lang: str) -> tuple[list[str], list[list[str]]]:
    """A table with the place in a source beside the source's name, as a citation has them, and so with one column fewer."""
    source, place = (COLUMNS[name][lang] for name in ("source", "locator"))
    if source not in heads or place not in heads:
        return heads, rows
    at, gone = heads.index(source), heads.index(place)
    joined = [[", ".join(filter(None, (cell, row[gone]))) if n == at else cell for n, cell in enumerate(row) if n != gone] for row in rows]
    return [head for head in heads if head != place], joined


def _fold(heads: list[str], rows: list[list[str]]) -> tuple[list[str], list[list[str]], list[tuple[str, str]]]:
    """A table without the columns that say the same in every row, and what those say: paper is narrow."""
    if len(rows) < 2:
        return heads, rows, []
    same = [n for n in range(len(heads)) if len({row[n] for row in rows}) == 1]
    kept = [n for n in range(len(heads)) if n not in same]
    return [heads[n] for n in kept], [[row[n] for n in kept] for row in rows], [(heads[n], rows[0][n]) for n in same]


def _short(rows: list[list[str]]) -> list[bool]:
    """Whether a column's cells are all so short that none should be broken."""
    return [max(map(len, column)) <= 12 for column in zip(*rows)]


def _step_words(step: Step, say) -> str:
    told = [say("is-chart", title=title) for title in step.charts] + ([say("is-table")] if step.tables else [])
    told += [say("is-quiz", numbers=numbers) for numbers in step.stops] + ([say("is-try")] if step.tries else [])
    return "; ".join(told)


def _css_string(said: str) -> Markup:
    """A text as a string of CSS, which knows neither HTML's escapes nor JSON's."""
    safe = said.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ").replace("\n", " ")
    return Markup(f'"{safe}"')


@cache
def _templates() -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["css"] = _css_string
    return made

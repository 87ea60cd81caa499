"""The HTML of a handout, whole in one file: its style and its pictures are inside, so that nothing is fetched to print it."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from string import ascii_uppercase

import jinja2
from markupsafe import Markup

from ..painter import Painter
from .content import TO_DRAW, Content, Step
from .words import word

HERE = Path(__file__).parent
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
        letters=ascii_uppercase,
        plan=list(zip(made.steps, starts)),
        step_words=lambda step: _step_words(step, say),
        style=(HERE / "handout.css").read_text(encoding="utf-8"),
        title=f"{made.title} ({say(kind)})",
        running=f"{say('course')} · {made.title}",
        kind=say(kind),
    )


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

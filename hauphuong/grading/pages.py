"""Feedback as files: one page a student and exercise that needs nothing but a browser, and a list of them for the teacher.

Everything that a stranger wrote reaches a page through Jinja's escaping or as JSON that no browser runs, and each page's
policy lets only our own two scripts run, by their hashes, and nothing be fetched.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path

import jinja2
from markupsafe import Markup

from .. import text
from ..checks.feedback import marked
from ..text import CourseError
from . import feedback_words as said
from . import places, words
from .feedback import Sheet
from .gradebook import Result
from .run import names

_FOLDER = Path(__file__).with_name("page")
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STATES = ("right", "partly", "wrong", "open", "lost")


class PageError(CourseError):
    """The pages cannot be written."""


# -- names of files --------------------------------------------------------------------------------------------------------


def file_name(exercise: str, student: str) -> str:
    """The page's file name, for any key at all: no path, no name that Windows keeps for itself, and no two keys with one name
    on a disk that knows no case."""
    return f"{_part(exercise)}--{_part(student)}.html"


def _part(key: str) -> str:
    """The key itself where it is short and plain; else what is readable in it and, after an underscore, a digest of the whole."""
    if len(key) <= 40 and _PLAIN.fullmatch(key):
        return key
    readable = re.sub(r"[^a-z0-9]+", "-", text.fold(key)).strip("-")[:40].strip("-")
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{readable or 'x'}_{digest}"


# -- a page --------------------------------------------------------------------------------------------------------------


def page(sheet: Sheet) -> str:
    """The whole page, as HTML."""
    drawn = any(chart.figure for chart in sheet.charts)
    states = Counter(task.state for task in sheet.tasks)
    return _jinja(sheet.lang).get_template("feedback.html.j2").render(
        sheet=sheet, result=sheet.result, lang=sheet.lang, words=said.PAGE, outcomes=said.OUTCOMES, noted=said.NOTED, essay_words=said.ESSAY, chart_words=said.CHART,
        counts={state: states[state] for state in _STATES if states[state]}, late=_late(sheet), drawn=drawn,
        css=Markup(_asset("feedback.css")), draw=Markup(_asset("draw.js")), packed=Markup(_plotly()[0]) if drawn else "", policy=_policy(drawn),
    )  # fmt: skip


def _late(sheet: Sheet) -> str:
    told, lang = sheet.result, sheet.lang
    which = "late-free" if not told.taken_off else "late-one" if told.late_days == 1 else "late"
    return said.PAGE[which][lang].format(days=told.late_days, off=text.number(told.taken_off, lang), final=text.number(told.final, lang))


def _policy(drawn: bool) -> str:
    """What the browser may do: nothing, but our own style and, where there are charts, our two scripts. plotly writes styles of its own as it draws."""
    scripts = f"'{_hash(_asset('draw.js'))}' '{_plotly()[1]}'" if drawn else "'none'"
    style = "'unsafe-inline'" if drawn else f"'{_hash(_asset('feedback.css'))}'"
    return f"default-src 'none'; script-src {scripts}; style-src {style}; img-src data: blob:; base-uri 'none'; form-action 'none'"


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode()


@cache
def _plotly() -> tuple[str, str]:
    """(plotly.js compressed, as base64; the hash that the policy knows it by)."""
    from plotly.offline import get_plotlyjs

    source = get_plotlyjs()
    return base64.b64encode(gzip.compress(source.encode("utf-8"), 9, mtime=0)).decode(), _hash(source)


@cache
def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _moment(iso: str, lang: str) -> str:
    """“3-11-2026 10:00 UTC”; what is no date stays as it is."""
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    zone = when.strftime("%z")
    zone = "UTC" if zone in ("", "+0000") else f"UTC{zone[:3]}:{zone[3:5]}"
    return f"{text.date(when.date().isoformat(), lang)} {when:%H:%M} {zone}"


def _json(what: object) -> Markup:
    """JSON that may stand in a script element: no `<` is left in it that could end the element."""
    return Markup(json.dumps(what, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


@cache
def _jinja(lang: str) -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, undefined=jinja2.StrictUndefined)
    made.filters |= {"number": lambda n: text.number(n, lang), "marked": lambda line: Markup(marked(line)), "moment": lambda iso: _moment(iso, lang), "json": _json}
    return made


# -- all of them -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A line of the teacher's list."""

    exercise: str
    title: str
    student: str
    name: str
    outcome: str
    points: str
    waiting: str
    file: str


def row(told: Result, lang: str) -> Row:
    """What the teacher's list says of a page; in the teacher's language."""
    title = places.title(told.exercise, lang) if told.exercise in names() else told.exercise
    points = said.PAGE["of"][lang].format(points=text.number(told.final, lang), of=text.number(told.of, lang)) if told.of else "–"
    return Row(told.exercise, title, told.student, told.name, words.OUTCOMES[told.outcome][lang], points, ", ".join(told.waiting), file_name(told.exercise, told.student))


def index(rows: list[Row], lang: str) -> str:
    """The teacher's list, by exercise and name."""
    ordered = sorted(rows, key=lambda r: (r.exercise, text.fold(r.name), r.student))
    grouped = [(name, list(found)) for name, found in groupby(ordered, key=lambda r: r.exercise)]
    return _jinja(lang).get_template("index.html.j2").render(lang=lang, exercises=grouped, index_words=said.INDEX, css=Markup(_asset("feedback.css")), policy=_policy(False))


def write(folder: Path, name: str, content: str) -> Path:
    """Write a file whole or not at all. Raises `PageError`."""
    path = folder / name
    draft = folder / f".{name}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content.encode("utf-8", "replace"))
        os.replace(draft, path)
    except OSError as why:
        draft.unlink(missing_ok=True) if folder.is_dir() else None
        raise PageError(
            vi=f"Không ghi được {path} ({why.strerror}). Kiểm tra quyền ghi và chỗ trống trên đĩa, hoặc chọn thư mục khác với --out.",
            en=f"{path} cannot be written ({why.strerror}). Look at its permissions and at the disk space, or choose another folder with --out.",
        ) from None
    return path

"""Read a lesson's source and write it out as notebook cells in one language.

A lesson is written once, both languages side by side (`lessons/source/NN-slug.yaml`): so the editions cannot drift
apart, the code exists once, and a reader of a change sees both languages in one place. Numbers and citations in the
prose are Jinja references to rows and sources, so that none can be mistyped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import jsonschema
import yaml

from .. import data
from ..text import LANGUAGES, CourseError

_SOURCES = Path(__file__).resolve().parents[2] / "lessons" / "source"
_EXERCISES = _SOURCES.parents[1] / "solutions" / "source"
_SCHEMA = Path(__file__).with_name("lesson.schema.json")


class LessonError(CourseError):
    """Something in a lesson's source is wrong; the sentence names file, cell and field."""


@dataclass(frozen=True)
class Cell:
    """One cell of a notebook, ready to be written: `kind` is "markdown" or "code"."""

    id: str
    kind: str
    text: str
    tags: tuple[str, ...]
    values: dict[str, str]  # quantities that the text names, and how they were written
    cites: tuple[str, ...]  # source keys that the text cites
    rows: tuple[str, ...] = ()  # ids of the rows that the text tells


@dataclass(frozen=True)
class Lesson:
    """A lesson's source. `slug` is the file's name, the same in every edition."""

    slug: str
    path: Path
    raw: dict

    @property
    def together(self) -> bool:
        """Whether both languages stand in one notebook, as on the landing page."""
        return self.raw.get("together", False)

    @property
    def languages(self) -> list[str]:
        return ["vi"] if self.together else list(LANGUAGES)

    def cells(self, lang: str) -> list[Cell]:
        """The cells in one language, in order. Raises `LessonError` where a reference does not resolve."""
        return [cell for raw in self.raw["cells"] for cell in self._expand(raw, lang)]

    def _expand(self, raw: dict, lang: str) -> list[Cell]:
        if "each" not in raw:
            return [self._cell(raw, lang, {})]
        rows = data.default().table(raw["each"]).to_dict("records")
        return [self._cell(raw, lang, row) for row in rows]

    def _cell(self, raw: dict, lang: str, row: dict) -> Cell:
        kind = "code" if "code" in raw else "markdown"
        values: dict[str, str] = {}
        cites: list[str] = []

        def value(name: str) -> str:
            values[name] = data.value(name, lang)
            return values[name]

        def cite(key: str, locator: str = "") -> str:
            cites.append(key)
            return data.citation(key, lang, locator)

        def render(template: str) -> str:
            return _jinja().from_string(template).render(
                row=row, lang=lang, reference=lambda row: data.reference(row["key"], lang, link=True), value=value, cite=cite, short=lambda key: data.short_name(key, lang),
                label=lambda kind, code: data.label(kind, code, lang), title=self.raw["title"][lang], minutes=self.raw.get("minutes"),
                lessons=_lessons(), ask=_ask, go=lambda name, words: _go(lang, name, words),
            )

        try:
            shown = ["code"] if kind == "code" else ["vi", "en"] if self.together else [lang]
            for row_id in raw.get("rows", ()):
                data.default().find(row_id)
            name, text = render(raw["id"]), "\n\n".join(render(raw[part]).strip() for part in shown)
        except (jinja2.TemplateError, CourseError) as why:
            raise LessonError(
                vi=f"{self.path.name}, ô “{raw['id']}” ({lang}): {why}",
                en=f"{self.path.name}, cell “{raw['id']}” ({lang}): {why}",
            ) from why
        return Cell(name, kind, text.strip(), tuple(raw.get("tags", ())), values, tuple(dict.fromkeys(cites)), tuple(raw.get("rows", ())))


def _lessons() -> list[str]:
    """The course map: every lesson that is to be, in order."""
    return sorted(code for kind, code in data.labels() if kind == "lesson")


def _ask(lang: str, name: str) -> str:
    """A lesson's question for the landing page, with a link once the lesson is written."""
    question = data.label("lesson", name, lang)
    return f"[{question}]({lang}/{name}.ipynb)" if (_SOURCES / f"{name}.yaml").is_file() else question


def _go(lang: str, name: str, words: str) -> str:
    """These words as a link to a lesson or an exercise, seen from a lesson; the words alone until it is written."""
    if (_SOURCES / f"{name}.yaml").is_file():
        return f"[{words}]({name}.ipynb)"
    return f"[{words}](../../exercises/{lang}/{name}/{name}.ipynb)" if (_EXERCISES / f"{name}.yaml").is_file() else words


@cache
def _jinja() -> jinja2.Environment:
    return jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=False)


def read(path: Path, schema: Path = _SCHEMA) -> Lesson:
    """Read one source file. Raises `LessonError` naming file, cell and field where it breaks the schema (a lesson's, unless told)."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as why:
        where = f" {why.problem_mark.line + 1}" if getattr(why, "problem_mark", None) else ""
        raise LessonError(
            vi=f"{path.name}, dòng{where}: không phải YAML hợp lệ ({getattr(why, 'problem', why)}).",
            en=f"{path.name}, line{where}: not valid YAML ({getattr(why, 'problem', why)}).",
        ) from None
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    wrong = min(validator.iter_errors(raw), key=lambda e: list(map(str, e.absolute_path)), default=None)
    if wrong is not None:
        place = list(wrong.absolute_path)
        cell = field = "–"
        if len(place) > 1 and place[0] == "cells":
            cell = raw["cells"][place[1]].get("id", f"#{place[1] + 1}") if isinstance(raw["cells"][place[1]], dict) else f"#{place[1] + 1}"
            field = ".".join(map(str, place[2:])) or "–"
        elif place:
            field = ".".join(map(str, place))
        raise LessonError(
            vi=f"{path.name}, ô “{cell}”, trường {field}: {wrong.message}",
            en=f"{path.name}, cell “{cell}”, field {field}: {wrong.message}",
        )
    ids = [c["id"] for c in raw["cells"]]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise LessonError(vi=f"{path.name}: hai ô cùng mã “{twice}”.", en=f"{path.name}: two cells have the id “{twice}”.")
    return Lesson(path.stem, path, raw)


def words(markdown: str) -> int:
    """How many words a reader reads: citations, link targets, code, tags and marks left out. Vietnamese syllables count as words."""
    plain = re.sub(r"\[[^\]]*\]\(sources\.ipynb#[^)]*\)|\]\([^)]*\)|`[^`]*`|<[^>]+>", " ", markdown)
    return len(re.findall(r"[^\W_]+(?:[.,’'-][^\W_]+)*", plain))

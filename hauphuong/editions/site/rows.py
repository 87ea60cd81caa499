"""The tables of the data package as a page shows them: words for codes, links for keys, one language at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape

import pandas as pd

from ... import data, text
from ...data import default
from . import addresses, columns
from .words import word

_BOTH = {"labels", "locators", "glossary"}  # tables about the languages themselves
_LEFT_OUT = {"sources": {"title_en", "title_vi", "publication_vi", "publication_en", "voice_vi", "voice_en", "reliability_vi", "reliability_en", "url", "weak"}}
_ROWS = ("copy_of", "part_of", "variant_of", "row")
_DATES = ("start", "end", "founded", "training_start", "training_end", "first_combat")


@dataclass(frozen=True)
class Row:
    """One row of one table, ready for a page. `sources`: keys; `cells`: HTML by column; `what`: the row in a few words."""

    table: str
    anchor: str
    id: str
    cells: dict[str, str]
    sources: tuple[str, ...]
    what: str
    figure: str
    locator: str

    @property
    def address(self) -> str:
        """Seen from a language's folder."""
        return f"data/{self.table}.html#{self.anchor}"

    @property
    def told_as(self) -> str:
        """The id that lessons know the row by: of a link between an event and its source, the event's."""
        return self.id or self.anchor.partition("--")[0]


@cache
def table(name: str, lang: str) -> list[Row]:
    """Every row of a table, in its order."""
    fields = [f["name"] for f in default().resources[name]["schema"]["fields"]]
    shown = [f for f in fields if f not in _LEFT_OUT.get(name, ()) and (name in _BOTH or not f.endswith({"vi": "_en", "en": "_vi"}[lang]))]
    return [_row(name, number, row, shown, lang) for number, row in enumerate(default().table(name).to_dict("records"), 1)]


def _row(name: str, number: int, row: dict, shown: list[str], lang: str) -> Row:
    row_id = row.get("id", "")
    told = _linked().get(row_id, [])
    keys = tuple(dict.fromkeys(told or [row[c] for c in ("source", "seed") if row.get(c)]))
    cells = {column: _cell(column, row[column], lang, name) for column in shown}
    if told:
        cells["source"] = "; ".join(_source(key, lang) for key in keys)
    where = data.place(row.get("locator", ""), lang)
    return Row(name, anchor(name, number, row), row_id, cells, keys, what(name, row, lang), figure(row, lang), where)


@cache
def _linked() -> dict[str, list[str]]:
    """The sources of each event and claim."""
    found: dict[str, list[str]] = {}
    for name, column in (("event_sources", "event"), ("claim_sources", "claim")):
        for row in default().table(name).to_dict("records"):
            found.setdefault(row[column], []).append(row["source"])
    return found


def anchor(name: str, number: int, row: dict) -> str:
    """The place of a row on its page: its id, else its key, else its number."""
    told = default().resources[name]["schema"].get("primaryKey") or []
    parts = [row[p] for p in ([told] if isinstance(told, str) else told)]
    plain = parts and all(re.fullmatch(r"[\w-]+", p, re.ASCII) for p in parts)
    return "--".join(parts) if plain else f"row-{number}"


def headings(name: str, lang: str) -> list[tuple[str, str]]:
    """(column, title) of the columns that are not empty; the sources of events and claims come last."""
    fields = {f["name"]: f for f in default().resources[name]["schema"]["fields"]}
    used = list(dict.fromkeys(column for row in table(name, lang) for column, cell in row.cells.items() if cell))
    order = [c for c in fields if c in used] + [c for c in used if c not in fields]
    titles = [(c, columns.title(fields.get(c, {"name": c, "title": word("sources", lang)}), lang)) for c in order]
    if name in _BOTH:  # two columns of one title: say which language each is
        titles = [(c, f"{t} ({c[-2:]})" if c.endswith(("_vi", "_en")) else t) for c, t in titles]
    return titles


def _cell(column: str, value: object, lang: str, name: str) -> str:
    if isinstance(value, bool):
        return word("yes", lang) if value else ""
    if value is None or value is pd.NA or value == "" or value != value:
        return ""
    if isinstance(value, (int, float)):
        return text.number(value, lang)
    said = str(value)
    if column in ("source", "seed", "derived_from") or (column == "key" and name == "sources"):
        return _source(said, lang, said if column == "key" else "")
    address = {"event": f"data/events.html#{said}", "claim": f"data/claims.html#{said}", "person": f"data/people.html#{said}"}.get(column)
    address = address or (addresses.row(said) if column in _ROWS else None)
    if address:
        return f'<a href="{address}">{escape(_named(column, said, lang))}</a>'
    if column in _DATES and re.fullmatch(r"\d{4}(-\d\d){0,2}", said):
        return text.date(said, lang)
    if column in ("locator", "seed_locator"):
        return escape(data.place(said, lang))
    return escape(_label(column, said, lang))


def _label(column: str, code: str, lang: str) -> str:
    kind = "precision" if column.endswith("_precision") else "place" if column == "training_place" else column
    return data.label(kind, code, lang) if (kind, code) in _codes() else code


@cache
def _codes() -> frozenset:
    return frozenset(data.labels())


def _named(column: str, said: str, lang: str) -> str:
    if column == "event":
        return default().find(said)[1][f"title_{lang}"]
    if column == "claim":
        return default().find(said)[1][f"question_{lang}"]
    return _person(said, lang) if column == "person" else said


@cache
def _person(key: str, lang: str) -> str:
    return default().table("people").set_index("key").loc[key, f"name_{lang}"]


def _source(key: str, lang: str, said: str = "") -> str:
    return f'<a href="{addresses.source(key)}">{escape(said or data.short_name(key, lang))}</a>'


# -- one row in a few words --------------------------------------------------------------------------------------------------


_OWN = ("title", "item", "subject", "counted", "name", "goods", "question", "parties", "text", "place")
_CODES = ("donor", "country", "state", "party", "role", "pollster", "counter", "counted", "category", "subject", "answer", "recognised", "route", "measure")


def what(name: str, row: dict, lang: str) -> str:
    """A row in a few words, without its figure: what it speaks of, and when."""
    if name in ("event_sources", "claim_sources"):
        column = name.removesuffix("_sources")
        said = row[f"says_{lang}"]
        return _named(column, row[column], lang) + (f": {said}" if said else "")
    told = [_person(row["person"], lang)] if row.get("person") else []
    told += [row[f"{c}_{lang}"] for c in _OWN if row.get(f"{c}_{lang}")][:1]
    told += [_label(c, row[c], lang) for c in _CODES if isinstance(row.get(c), str) and (c, row[c]) in _codes()]
    if row.get("start"):
        told.append(text.period(row["start"], row.get("end") or row["start"], lang))
    return ", ".join(dict.fromkeys(told)) or anchor(name, 0, row)


def figure(row: dict, lang: str) -> str:
    """The figure of a row with its unit, or nothing."""
    if not row.get("id") or "value" not in row:
        return ""
    said = data.value(row["id"], lang)
    return f"{said} {_label('unit', row['unit'], lang)}".strip() if said and row.get("unit") else said

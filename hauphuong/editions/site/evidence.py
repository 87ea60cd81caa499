"""What the pages of datasets and sources show: from a number to its source, and from a source to every number that rests on it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from html import escape

from ... import data
from ...data import default
from ..coverage import taught
from . import addresses, columns, rows
from .notebook import Body
from .words import TABLES, word


@dataclass
class Source:
    """One source as its entry shows it. `resting`: its rows of data; `cited`: (lesson, address) of each lesson that names it."""

    key: str
    row: dict
    name: str
    reference: str
    resting: list[rows.Row] = field(default_factory=list)
    cited: list[tuple[str, str]] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)


@cache
def lessons_of(lang: str) -> dict[str, list[tuple[str, str]]]:
    """Row id -> (number of the lesson, address of the cell) of each place that tells or draws the row."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row_id, places in taught(lang).items():
        split = (place.partition("#") for place in places)
        # a cell's id is written as Jupyter writes it in its own pages
        found[row_id] = [(slug[:2], f"{slug}.html#cell-id={cell}") for slug, _, cell in split]
    return found


def sources(lang: str, bodies: list[Body]) -> dict[str, list[Source]]:
    """Every source by the letter of its page. `bodies`: the pages whose citations count."""
    found: dict[str, Source] = {}
    for row in default().table("sources").to_dict("records"):
        found[row["key"]] = Source(row["key"], row, data.short_name(row["key"], lang), data.reference(row["key"], lang))
    for source in found.values():
        if source.row["derived_from"]:
            found[source.row["derived_from"]].copies.append(source.key)
    for name in tables():
        for row in rows.table(name, lang):
            if "source" in {f["name"] for f in default().resources[name]["schema"]["fields"]}:
                for key in row.sources:
                    found[key].resting.append(row)
    for body in bodies:
        for key in body.cites:
            found[key].cited.append((body.title, f"{body.slug}.html#src-{key}"))
    pages: dict[str, list[Source]] = defaultdict(list)
    for key in sorted(found):
        pages[addresses.letter(key)].append(found[key])
    return dict(sorted(pages.items()))


def tables() -> list[str]:
    """The datasets, in the package's order."""
    return list(default().resources)


@dataclass(frozen=True)
class Dataset:
    """One table as its page shows it."""

    name: str
    title: str
    description: str
    columns: list[dict]  # name, title and description
    heads: list[tuple[str, str]]
    rows: list[rows.Row]


def dataset(name: str, lang: str) -> Dataset:
    resource = default().resources[name]
    title, description = TABLES[name] if lang == "vi" else (resource["title"], resource["description"])
    told = [{"name": f["name"], "title": columns.title(f, lang), "description": f["description_vi" if lang == "vi" else "description"]} for f in resource["schema"]["fields"]]
    return Dataset(name, title, description, told, rows.headings(name, lang), rows.table(name, lang))


def lesson_links(row_id: str, lang: str, home: str) -> str:
    """The lessons that tell a row, as links. `home`: the way to the language's folder."""
    places: dict[str, list[str]] = {}
    for number, address in lessons_of(lang).get(row_id, []):
        places.setdefault(number, []).append(f"{home}{escape(address)}")
    parts = []
    for number, found in places.items():
        said = escape(word("lesson", lang, n=number))
        more = "".join(f' <a href="{address}" aria-label="{said} ({n})">({n})</a>' for n, address in enumerate(found[1:], 2))
        parts.append(f'<a href="{found[0]}">{said}</a>{more}')
    return ", ".join(parts)


def from_here(html: str, home: str) -> str:
    """Links seen from a language's folder, seen from one of its subfolders."""
    return re.sub(r'href="(?=(?:data|sources)/)', f'href="{home}', html)

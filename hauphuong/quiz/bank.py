"""Find a stop in the banks, and resolve what its questions say by reference: texts, quantities, rows and sources.

A bank is `data/quizzes/NN-slug.yaml` (schema: `bank.schema.json`; rules that a schema cannot tell: `check.py`).
Quantities in its texts are references, `{at-1965-1968-ussr}`, as in the lessons, so that none can be mistyped.
"""

from __future__ import annotations

import re
from functools import cache

import pandas as pd

from .. import data, text
from ..data import banks, computed

KIND = "quizzes"
ONE_OF = ("choice", "evidence", "anachronism")  # exactly one option is right
_REFERENCE = re.compile(r"\{([A-Za-z0-9-]+)\}")


class BankError(text.CourseError):
    """Something in a bank is wrong; the sentence names file, question and field."""


@cache
def find(stop_id: str) -> dict:
    """The bank that has this stop. Raises `BankError` naming the stops there are."""
    known: list[str] = []
    for name in banks.names(KIND):
        bank = banks.load(KIND, name)
        try:
            known += (own := [stop["id"] for stop in bank["stops"]])
        except (KeyError, TypeError):
            raise BankError(
                vi=f"{name}.yaml không có danh sách stops đọc được. Hãy chạy: python -m hauphuong.quiz",
                en=f"{name}.yaml has no list of stops that can be read. Run: python -m hauphuong.quiz",
            ) from None
        if stop_id in own:
            return bank
    raise BankError(
        vi=f"Không có chặng câu hỏi “{stop_id}”. Hiện có: {', '.join(known) or '–'}.",
        en=f"There is no quiz stop “{stop_id}”. There are: {', '.join(known) or '–'}.",
    )


def say(texts: dict, lang: str) -> str:
    """A text in a language, its `{references}` replaced by the values as the language writes them."""
    return text.nfc(_REFERENCE.sub(lambda found: data.value(found[1], lang), texts[lang]))


def references(texts: dict) -> list[str]:
    """The ids that a text names in either language."""
    return [name for said in texts.values() for name in _REFERENCE.findall(said)]


def quantity(told: float | dict) -> float:
    """A number as a bank gives it: itself, or `{value: id}`, the id of a row or the name of a computed value.

    Raises `CourseError` where there is no such id, or the row has a range instead of one value.
    """
    if not isinstance(told, dict):
        return float(told)
    name = told["value"]
    if name in computed.NAMES:
        return float(computed.NAMES[name][0]())
    value = data.default().find(name)[1].get("value")
    if value is None or pd.isna(value):
        raise BankError(vi=f"Dòng “{name}” không có một giá trị duy nhất.", en=f"The row “{name}” has no single value.")
    return float(value)


def width(told: float | str, around: float) -> float:
    """How far from `around` still counts: an absolute number, or a share of it such as "5%"."""
    if isinstance(told, str):
        return abs(around) * float(told.rstrip("%")) / 100
    return float(told)


def band(told: float | str, around: float) -> tuple[float, float]:
    """The ends of a band: as in `width`, or "x3", from a third of `around` to three times it."""
    if isinstance(told, str) and told.startswith("x"):
        ends = around / float(told[1:]), around * float(told[1:])
    else:
        ends = around - width(told, around), around + width(told, around)
    return min(ends), max(ends)


def option_text(option: dict, lang: str) -> str:
    """What an option says: its own text, or a row or a source rendered from the data."""
    if "row" in option:
        return row_text(option["row"], lang)
    if "source" in option:
        return source_text(option["source"], lang)
    return say(option["text"], lang)


def row_text(row_id: str, lang: str) -> str:
    """One row as a line: who, what, when, how much, and who says so where."""
    row = data.default().find(row_id)[1]
    named = ("donor", "donor"), ("country", "country"), ("role", "role")
    told = [data.label(kind, row[column], lang) for column, kind in named if row.get(column)]
    if row.get("person"):
        people = data.default().table("people").set_index("key")
        told.insert(0, people.loc[row["person"], f"name_{lang}"])
    columns = (f"{name}_{lang}" for name in ("item", "subject", "title", "text", "what", "name"))
    own = next((row[column] for column in columns if row.get(column)), "")
    told += [own] if own else [data.label(what, row[what], lang) for what in ("category", "counted") if row.get(what)]
    if row.get("start"):
        told.append(text.period(row["start"], row["end"] or row["start"], lang))
    figure = data.value(row_id, lang) if "value" in row else ""
    if figure and row.get("unit"):
        figure += " " + data.label("unit", row["unit"], lang)
    if figure and row.get("measure"):
        figure += f" ({data.label('measure', row['measure'], lang)})"
    line = ", ".join(told) + (f": {figure}" if figure else "")
    said = "; ".join(", ".join((data.short_name(key, lang), where)) for key, where in _places(row_id, lang))
    return f"{line[:1].upper()}{line[1:]} — {said}" if said else line


def _places(row_id: str, lang: str) -> list[tuple[str, str]]:
    """Each source of a row with where in it the row was read; an event or a claim may have several."""
    rows = data.links(row_id) or [data.default().find(row_id)[1]]
    return [(r["source"], data.place(r["locator"], lang)) for r in rows if r.get("source")]


def source_text(key: str, lang: str) -> str:
    """One source as a line: the name by which the course calls it, and its title."""
    told = data.source(key)
    title = told.get(f"title_{lang}") or told["title"]
    return f"{data.short_name(key, lang)}: {title}"


def sources_of(question: dict, lang: str) -> list[str]:
    """What a question rests on, each source once, with where in it its rows were read."""
    places: dict[str, list[str]] = {key: [] for key in question.get("sources", ())}
    for row_id in question.get("rows", ()):
        for key, where in _places(row_id, lang):
            found = places.setdefault(key, [])
            if where not in found:
                found.append(where)
    return [", ".join([data.short_name(key, lang), *found]) for key, found in places.items()]

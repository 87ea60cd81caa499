"""The data package: typed tables, the sources behind them, and the words that cite them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd

from .. import text
from .package import DataError, Package

__all__ = ["DataError", "Package", "citation", "default", "find", "label", "labels", "links", "place", "reference", "rests_on", "row", "short_name", "source", "source_link", "value", "warm_up", "weak_alone"]

_LINKS = {"events": ("event_sources", "event"), "claims": ("claim_sources", "claim")}
_HERE = Path(__file__).resolve().parent.parent


@cache
def default() -> Package:
    """The course's own package: `data/` beside the code in a checkout, the copy inside an installed wheel."""
    inside = _HERE / "_data"
    return Package(inside if inside.is_dir() else _HERE.parent / "data")


@cache
def _sources() -> dict[str, dict]:
    return default().table("sources").set_index("key", drop=False).to_dict("index")


def source(key: str) -> dict:
    """One row of `sources.csv` as a dict. Raises `DataError` for an unknown key."""
    try:
        return _sources()[key]
    except KeyError:
        raise DataError(
            vi=f"Không có nguồn nào mang khóa “{key}”. Các khóa nằm ở cột key của bảng sources.",
            en=f"No source has the key “{key}”. The keys are in the column key of the table sources.",
        ) from None


def short_name(key: str, lang: str) -> str:
    """The name by which a text calls a source: “Goscha 2011a”. A weak source carries a ○, so that no sentence hides it."""
    told = source(key)
    return told[f"short_{lang}"] + (" ○" if told["weak"] else "")


def source_link(key: str) -> str:
    """The way to a source's entry. JupyterLab goes to a cell by its id, even one not drawn yet; to an anchor inside a cell
    only where the cell happens to be drawn, which on a page of many sources it seldom is. Exported pages know both."""
    return f"sources.ipynb#cell-id=src-{key}"


def citation(key: str, lang: str, locator: str = "") -> str:
    """A Markdown link to the source's entry on the sources page, with where in it the fact was read."""
    place = f", {locator}" if locator else ""
    return f"[{short_name(key, lang)}{place}]({source_link(key)})"


def weak_alone(key: str) -> bool:
    """Whether a source is weak and is not a copy of one that is not: a poor copy of a good paper is still that paper's voice."""
    told = source(key)
    return told["weak"] and not (told["derived_from"] and not weak_alone(told["derived_from"]))


def reference(key: str, lang: str, link: bool = False) -> str:
    """The whole reference of a source: who, what, where, when. `link`: the title as a Markdown link where it has an address."""
    told = source(key)
    title = told["title"].removeprefix("[").removesuffix("]")
    if link:
        title = f"[{title}]({told['url']})" if told["url"] else f"*{title}*"
    meaning = told.get(f"title_{lang}", "")
    if meaning and meaning != told["title"]:
        title += f" ({meaning})"
    year = {"vi": "không rõ năm", "en": "no date"}[lang] if told["year"] == "n.d." else told["year"]
    if lang == "vi":
        year = year.replace("c. ", "kh. ")
    place = told[f"publication_{lang}"]
    if told["year"] not in place:
        place = f"{place}, {year}" if place else year
    return f"{told['authors']}. {title}. {place}."


def rests_on(key: str, lang: str) -> pd.DataFrame:
    """Every row of every table whose source is `key`: table, id, the figure as written, its unit, and where it was read."""
    source(key)  # an unknown key is a mistake, not an empty answer
    found = []
    for name, rows in _tables_with("source"):
        for row in rows[rows["source"] == key].to_dict("records"):
            figure, unit = _figure(row, lang)
            found.append({"table": name, "id": row.get("id") or row.get("key") or row.get("event"), "value": figure, "unit": unit, "locator": place(row["locator"], lang)})
    return pd.DataFrame(found, columns=["table", "id", "value", "unit", "locator"])


def _tables_with(column: str) -> Iterator[tuple[str, pd.DataFrame]]:
    """(name, rows) of every table that has this column."""
    for name, resource in default().resources.items():
        if column in [f["name"] for f in resource["schema"]["fields"]]:
            yield name, default().table(name)


def _figure(row: dict, lang: str) -> tuple[str, str]:
    """A row's figure and its unit as a reader writes them; nothing where there is none."""
    figure = value(row["id"], lang) if "value" in row and "id" in row else ""
    return figure, label("unit", row["unit"], lang) if row.get("unit") else ""


# what a row speaks of, in the first of these columns that its table has
_SUBJECTS = ("title", "question", "item", "goods", "counted", "name", "subject", "place")


def find(text: str, lang: str) -> pd.DataFrame:
    """Every row of every table whose id has `text` in it: table, id, and what it says, the figure first."""
    found = []
    for name, rows in _tables_with("id"):
        words = next((f"{s}_{lang}" for s in _SUBJECTS if f"{s}_{lang}" in rows), None)
        for row in rows[rows["id"].str.contains(text, case=False, regex=False)].to_dict("records"):
            figure = " ".join(filter(None, _figure(row, lang)))
            found.append({"table": name, "id": row["id"], "says": " · ".join(filter(None, [figure, row[words] if words else ""]))})
    return pd.DataFrame(found, columns=["table", "id", "says"])


def links(row_id: str) -> list[dict]:
    """What each source says of an event or a claim, from the table that links them; nothing for rows that name their one source."""
    name, _ = default().find(row_id)
    if name not in _LINKS:
        return []
    table, column = _LINKS[name]
    rows = default().table(table)
    return rows[rows[column] == row_id].to_dict("records")


def row(row_id: str) -> dict:
    """The row that has this id, as a dict. Events and claims have their sources in tables of their own: they get them all, space-separated."""
    found = default().find(row_id)[1]
    told = links(row_id)
    return found | {"source": " ".join(dict.fromkeys(r["source"] for r in told)), "locator": "; ".join(dict.fromkeys(r["locator"] for r in told))} if told else found


def warm_up() -> None:
    """Read the tables that every chart needs."""
    _sources(), _labels(), _locators()


def place(locator: str, lang: str) -> str:
    """Where in a source something stands, in the reader's language. The tables keep it in English."""
    if lang == "en" or not locator:
        return locator
    known = _locators()
    return "; ".join(known.get(part, part) for part in locator.split("; "))


@cache
def _locators() -> dict[str, str]:
    if "locators" not in default().resources:
        return {}
    return dict(default().table("locators")[["locator", "locator_vi"]].itertuples(index=False))


@cache
def _labels() -> dict[tuple[str, str], dict]:
    rows = default().table("labels").to_dict("records")
    return {(r["list"], r["code"]): r for r in rows}


def labels() -> list[tuple[str, str]]:
    """Every (list, code) that has a name."""
    return list(_labels())


def label(kind: str, code: str, lang: str) -> str:
    """What a code is called in a language: label("donor", "ussr", "vi") is “Liên Xô”."""
    try:
        return _labels()[kind, code][f"label_{lang}"]
    except KeyError:
        raise DataError(
            vi=f"Bảng labels.csv chưa có tên cho mã “{code}” trong danh sách “{kind}”.",
            en=f"labels.csv has no name for the code “{code}” in the list “{kind}”.",
        ) from None


def value(name: str, lang: str) -> str:
    """A quantity for a sentence, written as `lang` writes it.

    `name`: the id of a row (its value, or its range) or the name of a computed value (`data.computed`).
    """
    from . import computed

    if name in computed.NAMES:
        return computed.written(name, lang)
    _, row = default().find(name)
    if pd.notna(row.get("value")):
        return text.number(row["value"], lang)
    ends = [row[end] for end in ("low", "high") if pd.notna(row.get(end))]
    return "–".join(text.number(end, lang) for end in ends)

"""The search index: a script and not JSON, since a page opened from a folder may load the one and not the other."""

from __future__ import annotations

import json
import re
from html import unescape

from ...text import nfc
from . import addresses, rows
from .evidence import Dataset, Source
from .notebook import Body

# tables whose rows are worth finding one by one; the rest are found through their lessons and sources
_BY_ROW = ("events", "claims", "statements", "people", "glossary")


def index(bodies: list[Body], sources: dict[str, list[Source]], datasets: list[Dataset], lang: str) -> str:
    """A script that sets `hauphuongIndex`: [address, title, section, text] for each place that a search can find."""
    places: list[tuple[str, str, str, str]] = []
    for body in bodies:
        places += _sections(body)
    for dataset in datasets:
        places.append((f"data/{dataset.name}.html", dataset.title, "", dataset.description))
        if dataset.name in _BY_ROW:
            places += [_row(dataset, row, lang) for row in dataset.rows]
    for listed in sources.values():
        for one in listed:
            told = one.row
            text = " ".join(filter(None, (one.reference, told[f"voice_{lang}"], told[f"reliability_{lang}"])))
            places.append((addresses.source(one.key), one.name, "", text))
    written = json.dumps(places, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"globalThis.hauphuongIndex = {written};\n"


def _sections(body: Body) -> list[tuple[str, str, str, str]]:
    """A lesson in parts, one for each second-level heading."""
    pieces = re.split(r'<h2 id="([^"]+)">(.*?)</h2>', body.html, flags=re.S)
    address = f"{body.slug}.html"
    found = [(address, body.title, "", plain(pieces[0]))]
    for name, said, html in zip(pieces[1::3], pieces[2::3], pieces[3::3]):
        found.append((f"{address}#{name}", body.title, plain(said), plain(html)))
    return found


def _row(dataset: Dataset, row: rows.Row, lang: str) -> tuple[str, str, str, str]:
    named = ("title", "question", "name", "term")
    title = next((row.cells[f"{n}_{lang}"] for n in named if row.cells.get(f"{n}_{lang}")), row.what)
    wanted = ("text", "a", "b", "weigh", "what", "definition", "note")
    text = " ".join(row.cells[f"{w}_{lang}"] for w in wanted if row.cells.get(f"{w}_{lang}"))
    return row.address, dataset.title, plain(title), plain(text)


def plain(html: str) -> str:
    """The words of some HTML: no scripts, code, tables or folds."""
    html = re.sub(r"<(script|details|table|noscript|style|fieldset)\b.*?</\1>", " ", html, flags=re.S)
    return " ".join(nfc(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</(?:p|li|h\d|div)>", " ", html)))).split())

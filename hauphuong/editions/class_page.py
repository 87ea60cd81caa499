"""The report's notebook -> one page that opens from a folder with the network cut: its style inside, plotly.js beside it."""

from __future__ import annotations

import os
import re
import shutil
from html import escape, unescape
from pathlib import Path

import jinja2
import mistune
import nbformat

from ..charts.chart import PLOTLY
from ..charts.words import WORDS
from .html import chart_html

_HERE = Path(__file__).with_name("report")
_NAV = {"vi": "Trong trang này", "en": "On this page"}
_SKIP = {"vi": "Tới nội dung", "en": "Skip to the content"}


def export(book: nbformat.NotebookNode, page: Path) -> None:
    """Write a notebook that was run as a page, whole or not at all, with `static/plotly.min.js` beside it. Code is left to the notebook."""
    import plotly

    lang = book.metadata.hauphuong.lang
    parts, links = [], []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            parts.append(_heading(cell, links))
        else:
            parts += _outputs(cell, lang)
    template = jinja2.Environment(autoescape=True).from_string((_HERE / "page.html.j2").read_text(encoding="utf-8"))
    css = (_HERE / "page.css").read_text(encoding="utf-8")
    written = template.render(lang=lang, title=book.metadata.title, css=jinja2.filters.Markup(css), parts=[jinja2.filters.Markup(p) for p in parts], links=links, nav=_NAV[lang], skip=_SKIP[lang])
    static = page.parent / "static"
    static.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", static / "plotly.min.js")
    draft = page.with_suffix(".html.new")
    draft.write_text(written, encoding="utf-8")
    os.replace(draft, page)


def _heading(cell: nbformat.NotebookNode, links: list[tuple[str, str]]) -> str:
    """A cell of words, its heading a place to go to; those of the second rank go to the list at the top."""
    said = mistune.html(cell.source)
    title = re.match(r"<h2>(.*?)</h2>", said)
    if title:
        links.append((cell.id, unescape(re.sub(r"<[^>]*>", "", title[1]))))
    return re.sub(r"^<h(\d)>", rf'<h\1 id="{cell.id}">', said)


def _outputs(cell: nbformat.NotebookNode, lang: str) -> list[str]:
    """What a cell shows: charts with description, table and CSV; panels as they are."""
    shown: list[str] = []
    for number, output in enumerate(cell.outputs):
        data = output.get("data", {})
        if PLOTLY in data:
            data = {**data, PLOTLY: _still(data[PLOTLY])}
            shown.append(_scrolling(chart_html(data, f"{cell.id}-{number}"), lang))
        elif "hp-notes" in data.get("text/html", "") and shown:
            shown[-1] = shown[-1].replace("</figure>", f"{_more(data['text/html'], lang)}</figure>", 1)
        elif "text/html" in data:
            shown.append(data["text/html"])
    return shown


def _still(picture: dict) -> dict:
    """A picture that a finger scrolls past and does not zoom; and without plotly's buttons, which may not stand inside an image."""
    return {**picture, "layout": {**picture["layout"], "dragmode": False}, "config": {**picture.get("config", {}), "displayModeBar": False}}


def _more(notes: str, lang: str) -> str:
    """The description and the link to the CSV out of a chart's notes: the figure has the rest."""
    told, link = re.search(r'<p class="hp-alt">(.*?)</p>', notes, re.S), re.search(r'<a download="[^"]*" href="[^"]*">.*?</a>', notes, re.S)
    return f"<details><summary>{escape(WORDS['notes']['describe'][lang])}</summary><p>{told[1]}</p></details><p>{link[0]}</p>"


def _scrolling(figure: str, lang: str) -> str:
    """A frame that scrolls must be reached by keyboard, and have a name."""
    name = escape(WORDS["notes"]["show"][lang])
    return re.sub(r'<div class="hp-scroll">', f'<div class="hp-scroll" tabindex="0" role="group" aria-label="{name}">', figure)

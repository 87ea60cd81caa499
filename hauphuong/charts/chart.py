"""A chart that can answer for itself: the picture, its finding, its data, its sources, and words for those who cannot see it.

Plotly's own display gives only `application/vnd.plotly.v1+json`, which an exported page or a grader's feedback shows as
nothing at all, and costs a second in each kernel. A `Chart` publishes its bundle itself: picture, HTML and plain text.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import label, place, short_name, source_link
from . import style
from .words import WORDS

PLOTLY = "application/vnd.plotly.v1+json"
_BAR = 24  # widest bar of the fallback, in characters

# The notes' script, for Lab: it draws a picture without any name that a screen reader could say, and takes the arrow
# keys of a menu for commands of its own. Both views appear some time after the notes: look again for fifteen seconds.
_LAB = (
    "(function(s){var t=0,k=setInterval(function(){"
    "var n=s.closest('.hp-notes'),a=s.closest('.jp-OutputArea');"
    "if(!a||++t>60){clearInterval(k);return;}"
    "a.querySelectorAll('.widget-dropdown').forEach(function(m){if(m.kept)return;m.kept=1;"
    "m.addEventListener('keydown',function(e){if(!e.ctrlKey&&!e.metaKey&&!e.altKey)e.stopPropagation();});});"
    "var i=Array.prototype.indexOf.call(a.querySelectorAll('.hp-notes'),n),p=a.querySelectorAll('.js-plotly-plot')[i];"
    "if(p){p.setAttribute('role','figure');p.setAttribute('aria-label',n.querySelector('.hp-alt').textContent);}"
    "},250);})(document.currentScript)"
)


@dataclass
class Chart:
    """What a chart function returns.

    name     kebab-case, the same in both languages; also the file name of its CSV
    lang     "vi" or "en"
    title    the finding in a few words (also inside the figure)
    finding  the finding in one sentence
    alt      what a blind student needs to know of the picture
    figure   a plotly figure
    data     the rows that were drawn, one a mark, with `source` and `locator`
    bars     the column of `data` that the fallback draws as bars of text, if any
    """

    name: str
    lang: str
    title: str
    finding: str
    alt: str
    figure: go.Figure
    data: pd.DataFrame
    bars: str | None = None

    @property
    def sources(self) -> list[str]:
        """Keys of every source that the drawn rows name, in order of appearance."""
        named = " ".join(self.data["source"]).split()
        return list(dict.fromkeys(named))

    def table(self) -> pd.DataFrame:
        """The drawn rows as a reader sees them: words for codes, numbers in the language's form, empty columns left out."""
        rows = self.data
        shown: dict[str, list[str]] = {}
        if "start" in rows:
            shown["start"] = [text.period(a, b or a, self.lang) if a else "" for a, b in zip(rows["start"], rows["end"])]
        for column in rows.columns.drop(["id", "start", "end", "note_vi", "note_en"], errors="ignore"):
            shown[column] = [self._cell(column, cell) for cell in rows[column]]
        if f"note_{self.lang}" in rows:
            shown["note"] = list(rows[f"note_{self.lang}"])
        return pd.DataFrame({WORDS["column"].get(c, {}).get(self.lang, c): cells for c, cells in shown.items() if any(cells)})

    def _cell(self, column: str, cell) -> str:
        if column == "locator":
            return place(cell, self.lang)
        if column == "seed":
            return short_name(cell, self.lang)
        if column == "source":
            return "; ".join(short_name(key, self.lang) for key in cell.split())
        if column in ("donor", "recipient", "category", "measure", "unit", "precision", "price_basis", "read_as", "country", "counted", "qualifier", "state", "recognised", "party", "subject", "chair", "status", "kind", "sure"):
            return label(column, cell, self.lang) if cell else ""
        if isinstance(cell, str):
            return cell
        return "" if pd.isna(cell) else text.number(cell, self.lang)

    # -- what a notebook shows ---------------------------------------------------------------------------------------

    def bundle(self) -> dict:
        """One MIME bundle: the plotly picture, HTML with caption, table and a picture of text, and the alt text."""
        return {
            PLOTLY: {**self.figure.to_plotly_json(), "config": style.CONFIG},
            "text/html": self.html(),
            "text/plain": f"{self.title}\n{self.alt}",
        }

    def notes_bundle(self) -> dict:
        """The notes as a MIME bundle of their own."""
        return {"text/html": self.notes(), "text/plain": self.finding}

    def _ipython_display_(self) -> None:
        # Lab shows one part of a bundle, the picture; so the finding and the table are an output of their own.
        from IPython.display import display

        display(self.bundle(), raw=True)
        display(self.notes_bundle(), raw=True)

    def html(self) -> str:
        """Caption, table and text bars, for places that cannot draw plotly. There the notes would say it twice: they are hidden."""
        return (
            '<style>.jp-OutputArea-child:has(.hp-static)~.jp-OutputArea-child .hp-notes{display:none}</style>'
            f'<figure class="hp-static" role="group" lang="{self.lang}" aria-label="{escape(self.alt)}">'
            f"<figcaption><b>{escape(self.title)}</b> {escape(self.finding)}</figcaption>"
            f"{self._table_html(bars=True)}{self._sources_html()}</figure>"
        )

    def notes(self) -> str:
        """The finding, and folded under it the description, the table and its CSV."""
        words = {k: v[self.lang] for k, v in WORDS["notes"].items()}
        return (
            f'<div class="hp-notes" lang="{self.lang}"><p class="hp-finding">{escape(self.finding)}</p>'
            f"<details><summary>{words['describe']}</summary><p class=\"hp-alt\">{escape(self.alt)}</p></details>"
            f"<details><summary>{words['show']}</summary>{self._table_html()}"
            f'<p><a download="{self.name}.csv" href="{self._csv_link()}">{words["csv"]}</a></p></details>'
            f"{self._sources_html()}<script>{_LAB}</script></div>"
        )

    def _sources_html(self) -> str:
        if not self.sources:
            return ""
        links = "; ".join(f'<a href="{source_link(k)}">{escape(short_name(k, self.lang))}</a>' for k in self.sources)
        return f'<p class="hp-sources">{WORDS["notes"]["sources"][self.lang]} {links}.</p>'

    def _table_html(self, bars: bool = False) -> str:
        table = self.table()
        if bars and self.bars:
            sizes = self.data[self.bars].astype("float64").fillna(0).abs()
            table[""] = ["█" * max(1, round(_BAR * s / sizes.max())) if s else "" for s in sizes]
        # every cell is text already: DataFrame.to_html would format each again, at ten times the price
        head = "".join(f"<th>{escape(name, quote=False)}</th>" for name in table.columns)
        body = "\n".join(
            "<tr>" + "".join(f"<td>{escape(cell, quote=False)}</td>" for cell in row) + "</tr>" for row in table.itertuples(index=False, name=None)
        )
        return f'<table class="dataframe hp-table">\n<thead><tr style="text-align: left;">{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>'

    def _csv_link(self) -> str:
        # with a byte-order mark, without which Excel breaks Vietnamese letters
        raw = self.data.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(raw).decode()

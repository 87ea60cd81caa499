"""How the report shows things: charts of the course's own kind, tables and sentences, and strangers' words made harmless in each.

A name may hold anything: markup, a formula, line breaks, marks that turn the writing round. HTML is escaped; plotly, which
reads a little HTML of its own in every label, gets entities; a spreadsheet gets an apostrophe before what it would calculate.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from html import escape

import pandas as pd

from ...charts.chart import Chart
from ...charts.words import WORDS as CHART_WORDS
from ...text import nfc
from .words import WORDS

_FOLDED = 24  # rows of a table, from which on it is folded


def plain(said: object, most: int = 80) -> str:
    """A stranger's words on one line: composed, without control or direction marks, and not too long."""
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else " " for c in nfc(str(said)))
    line = " ".join(kept.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def label(said: object, most: int = 26) -> str:
    """The same for a plotly label, in which tags would act."""
    return escape(plain(said, most), quote=False)


def students(count: int, lang: str) -> str:
    """“1 student”, “7 students”."""
    return WORDS["student-1" if count == 1 else "students"][lang].format(count=count)


def csv(rows: pd.DataFrame) -> str:
    """A table as a data link to CSV: with a byte-order mark for Excel, and with nothing in it that a spreadsheet would calculate."""
    safe = rows.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) else cell)
    raw = safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig", "replace")
    return "data:text/csv;charset=utf-8;base64," + base64.b64encode(raw).decode()


class ClassChart(Chart):
    """A chart of a class: it has no sources to name, and strangers' names in its rows. Columns bear the words that a reader sees."""

    @property
    def sources(self) -> list[str]:
        return []

    def _csv_link(self) -> str:
        return csv(self.data)


@dataclass
class Panel:
    """A sentence, and under it a table or whatever else HTML can show.

    name     kebab-case; also the file name of its CSV
    finding  what there is to know, in a sentence or two
    rows     a table as people read it, or None
    body     more HTML, safe already
    small    a remark under it
    listed   the rows stand in the body already: only their CSV is offered
    """

    name: str
    lang: str
    finding: str
    rows: pd.DataFrame | None = None
    body: str = ""
    small: str = ""
    listed: bool = False

    def __repr__(self) -> str:
        return self.finding

    def _repr_html_(self) -> str:
        small = f'<p class="hp-small">{escape(self.small)}</p>' if self.small else ""
        return f'<section class="hp-panel" lang="{self.lang}"><p class="hp-finding">{escape(self.finding)}</p>{self.body}{self._table()}{small}</section>'

    def _table(self) -> str:
        if self.rows is None or not len(self.rows):
            return ""
        table = table_html(self.rows, self.finding)
        link = f'<p><a download="{self.name}.csv" href="{csv(self.rows)}">{escape(CHART_WORDS["notes"]["csv"][self.lang])}</a></p>'
        if self.listed:
            return link
        if len(self.rows) <= _FOLDED:
            return table + link
        shown = WORDS["all-rows"][self.lang].format(count=len(self.rows))
        return f"<details><summary>{escape(shown)}</summary>{table}{link}</details>"


def table_html(rows: pd.DataFrame, named: str) -> str:
    """A table that scrolls in its own frame, by keyboard too; `named` is what a screen reader calls it."""
    head = "".join(f'<th scope="col">{escape(str(c), quote=False)}</th>' for c in rows.columns)
    body = "\n".join("<tr>" + "".join(f"<td>{_cell(c)}</td>" for c in row) + "</tr>" for row in rows.itertuples(index=False, name=None))
    return f'<div class="hp-scroll" tabindex="0" role="group" aria-label="{escape(plain(named, 120))}"><table class="dataframe hp-table">\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>'


def _cell(said: object) -> str:
    return "<br>".join(escape(plain(line, 600), quote=False) for line in str(said).split("\n"))


def code(line: str) -> str:
    """A sentence of the course as HTML, with what stands between backticks as code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(line, quote=False))

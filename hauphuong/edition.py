"""What a notebook holds in its hand: one language's way into tables, charts and sources.

`from hauphuong import vi as hp`, and then `hp.table("aid_tonnes")`, `hp.charts.aid_by_donor()`, `hp.who_says("…")`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial, wraps
from html import escape

from . import charts
from .text import CourseError, check_language

_CARD = {
    "figure": {"vi": "Số liệu", "en": "Figure"},
    "source": {"vi": "Nguồn", "en": "Source"},
    "where": {"vi": "Vị trí", "en": "Where in it"},
    "voice": {"vi": "Tiếng nói của ai", "en": "Whose voice"},
    "reliability": {"vi": "Tin đến đâu", "en": "How far to trust it"},
    "read_as": {"vi": "Ta đã đọc", "en": "What we read"},
    "note": {"vi": "Lưu ý", "en": "Note"},
}


class Edition:
    """The course in one language ("vi" or "en")."""

    def __init__(self, lang: str):
        self.lang = check_language(lang)
        self.charts = _Charts(lang)
        if "ipykernel" in sys.modules:
            _warm_up()

    def __repr__(self) -> str:
        return {"vi": "Hậu phương, bản tiếng Việt", "en": "Hậu phương, English edition"}[self.lang]

    def table(self, name: str):
        """A data table as a pandas DataFrame, yours to change: the course keeps its own."""
        from .data import default

        return default().table(name)

    def value(self, name: str) -> str:
        """A figure as the prose writes it, by the id of its row or the name of a computed value."""
        from .data import value

        return value(name, self.lang)

    def who_says(self, row_id: str) -> "Card":
        """Who stands behind a row of data: its source, where in it, whose voice that is, and what we read of it."""
        return Card(row_id, self.lang)

    def accounts(self, event_id: str) -> "Accounts":
        """What each source says of one event, side by side."""
        return Accounts(event_id, self.lang)

    def dispute(self, claim_id: str) -> "Dispute":
        """A contested question: both positions, who holds each, and what there is to weigh."""
        return Dispute(claim_id, self.lang)

    def argue(self, written: str, against: list[str] | tuple = ()):
        """An argument with its citations as numbered notes, and remarks on what does not fit its rows. Never raises.

        `written`: the text; the id of a row in square brackets cites it: “… [at-1965-1968-all].” Words of others stand in
        quotation marks. A paragraph that begins with “Phản biện:” or “Against:” holds what speaks against the claim.
        `against`: ids of rows against the claim, where the text has no such paragraph.
        """
        from .argument import Argument

        return Argument(written, self.lang, against)

    def sample(self, name: str) -> str:
        """A short argument to learn from: "help-was-needed", "strength-decided", or the draft with "three-slips"."""
        from .argument.samples import SAMPLES

        if name not in SAMPLES:
            raise CourseError(
                vi=f"Không có bài mẫu “{name}”. Các bài mẫu: {', '.join(SAMPLES)}.",
                en=f"There is no sample “{name}”. The samples are: {', '.join(SAMPLES)}.",
            )
        return SAMPLES[name][self.lang]

    def define(self, term: str) -> "Definition":
        """What a term means, by its key in the glossary (`hp.table("glossary").term` lists them)."""
        return Definition(term, self.lang)

    def rests_on(self, key: str):
        """Every row of data that rests on one source, as a DataFrame: from a source to its numbers."""
        from .data import rests_on

        return rests_on(key, self.lang)

    def find(self, text: str):
        """Every row of data whose id has these letters in it, as a DataFrame: find("1968-03")."""
        from .data import find

        return find(text, self.lang)

    def check(self, name: str, answer, number=None) -> float:
        """Say at once what is right and wrong about an exercise's answer, and return its points. Never raises.

        `number`: the student's own, in the copies in which each has rows of their own.
        """
        from .checks import check

        return check(name, answer, self.lang, number)

    def variant(self, name: str, number=None):
        """Which rows are yours in an exercise, or in one task of it: variant("audit-the-tonnage/per-year", "S007")."""
        from .checks.yours import Yours

        return Yours(name, number, self.lang)

    def hand_in(self, exercise: str):
        """Hand in the exercise that lies in this folder, where the room has a box for it. Never raises: the receipt says what became of it."""
        from .handin import hand_in

        return hand_in(exercise, self.lang)

    def explore(self, chart: Callable, **choices: list[str]) -> None:
        """Draw a chart under a menu that switches one of its arguments: explore(hp.charts.aid_by_donor, measure=[…])."""
        from .explore import explore

        explore(chart, self.lang, **choices)

    def progress(self):
        """Each lesson with how many of its questions the reader has answered, by the reader's own journal."""
        from .progress import Progress

        return Progress(self.lang)

    def my_work(self) -> None:
        """Your answers and the exercises you have begun: a button to download them, and a way to put them back."""
        from .carry import show

        show(self.lang)

    def layers(self) -> None:
        """Two boxes that fold the lesson's story or its method away."""
        from .layers import show

        show(self.lang)

    def quiz(self, stop_id: str) -> None:
        """Show a quiz stop, such as quiz("adds-up"): answers are marked at once and kept in the reader's own journal."""
        from .quiz import show

        show(stop_id, self.lang)


def _warm_up() -> None:
    """Load with a lesson's import line what its first chart needs anyway: the reader waits once, and not in front of a chart.

    In a kernel only: a script that imports the package may never draw. Plotly loads its classes when first touched.
    """
    import plotly.graph_objects as go

    from . import data
    from .charts import aid  # noqa: F401

    go.Figure(go.Bar(marker={"pattern": {"shape": "."}}), layout={"xaxis": {}, "yaxis": {}})
    data.warm_up()


class _Charts:
    """The chart functions with the language already given."""

    def __init__(self, lang: str):
        self._lang = lang

    def __getattr__(self, name: str):
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            function = getattr(charts, name)
        except AttributeError:
            known = ", ".join(charts.__all__)
            raise _NoSuchChart(
                vi=f"Không có biểu đồ “{name}”. Các biểu đồ: {known}.",
                en=f"There is no chart “{name}”. The charts are: {known}.",
            ) from None
        return wraps(function)(partial(function, self._lang))

    def __dir__(self) -> list[str]:
        return charts.__all__


class _NoSuchChart(CourseError, AttributeError):
    """An AttributeError too, so that hasattr() and tab completion still work."""


class Card:
    """The answer to “says who?” for one row."""

    def __init__(self, row_id: str, lang: str):
        from .data import default, label, place, reference, source, source_link, value

        _, row = default().find(row_id)
        told = source(row["source"])
        unit = label("unit", row["unit"], lang) if row.get("unit") else ""
        what = row.get(f"item_{lang}") or row.get(f"subject_{lang}") or ""
        figure = " ".join(filter(None, (value(row_id, lang), unit, what)))
        if row.get("original"):
            figure += f"; “{row['original']}”"
        self.lang = lang
        self.link = source_link(row["source"])
        self.lines = {
            "figure": figure,
            "source": reference(row["source"], lang),
            "where": place(row["locator"], lang),
            "voice": told[f"voice_{lang}"],
            "reliability": told[f"reliability_{lang}"],
            "read_as": label("read_as", told["read_as"], lang),
            "note": row.get(f"note_{lang}") or row.get(f"better_{lang}", ""),
        }

    def __repr__(self) -> str:
        return "\n".join(f"{_CARD[k][self.lang]}: {v}" for k, v in self.lines.items() if v)

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left;white-space:nowrap;vertical-align:top">{_CARD[k][self.lang]}</th>'
            f'<td style="text-align:left">{escape(v)}</td></tr>'
            for k, v in self.lines.items()
            if v
        )
        more = {"vi": "Mở trang nguồn", "en": "Open the sources page"}[self.lang]
        return f'<table class="hp-card" lang="{self.lang}">{rows}</table><p><a href="{self.link}">{more}</a></p>'


class Definition:
    """One entry of the glossary, shown whole (a DataFrame would cut it short)."""

    def __init__(self, term: str, lang: str):
        from .data import DataError, default

        entries = default().table("glossary").set_index("term")
        if term not in entries.index:
            known = ", ".join(entries.index)
            raise DataError(
                vi=f"Bảng thuật ngữ không có “{term}”. Các từ: {known}.",
                en=f"The glossary has no “{term}”. Its terms: {known}.",
            )
        entry = entries.loc[term]
        self.lang, self.term, self.meaning = lang, entry[f"term_{lang}"], entry[f"definition_{lang}"]

    def __repr__(self) -> str:
        return f"{self.term}: {self.meaning}"

    def _repr_html_(self) -> str:
        return f'<p lang="{self.lang}"><b>{escape(self.term)}</b>: {escape(self.meaning)}</p>'


class Accounts:
    """One event as each of its sources tells it: who speaks, and what they say. Nothing is averaged and nobody is judged."""

    _HEADS = {
        "vi": ("Nguồn", "Tiếng nói của ai", "Kể rằng", "Vị trí"),
        "en": ("Source", "Whose voice", "What it says", "Where in it"),
    }

    def __init__(self, event_id: str, lang: str):
        from .data import default, links, place, short_name, source, source_link

        _, event = default().find(event_id)
        told = links(event_id)
        self.lang, self.title, self.text = lang, event[f"title_{lang}"], event[f"text_{lang}"]
        self.links = [source_link(row["source"]) for row in told]
        self.rows = [
            (short_name(row["source"], lang), source(row["source"])[f"voice_{lang}"], row[f"says_{lang}"] or "–", place(row["locator"], lang))
            for row in told
        ]

    def __repr__(self) -> str:
        return "\n".join([self.title, *(f"{name}: {says}" for name, _, says, _ in self.rows)])

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col" style="text-align:left">{name}</th>' for name in self._HEADS[self.lang])
        body = "".join(
            f'<tr><th scope="row" style="text-align:left"><a href="{link}">{escape(row[0])}</a></th>'
            + "".join(f'<td style="text-align:left">{escape(cell)}</td>' for cell in row[1:])
            + "</tr>"
            for link, row in zip(self.links, self.rows)
        )
        return f'<table class="hp-accounts" lang="{self.lang}"><caption>{escape(self.title)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


class Dispute:
    """A contested question with both answers side by side, each with those who give it. The course gives no verdict."""

    _HEADS = {
        "vi": {"a": "Cách trả lời thứ nhất", "b": "Cách trả lời thứ hai", "weigh": "Hãy cân nhắc", "who": "Theo"},
        "en": {"a": "One answer", "b": "Another answer", "weigh": "To weigh", "who": "Held by"},
    }

    def __init__(self, claim_id: str, lang: str):
        from .data import DataError, default, links, short_name, source_link

        table, claim = default().find(claim_id)
        if table != "claims":
            raise DataError(
                vi=f"“{claim_id}” không phải một vấn đề tranh luận; mã của chúng bắt đầu bằng cl-.",
                en=f"“{claim_id}” is not a contested question; their ids begin with cl-.",
            )
        told = links(claim_id)
        self.lang, self.question = lang, claim[f"question_{lang}"]
        self.sides = {
            side: (claim[f"{side}_{lang}"], [(short_name(r["source"], lang), source_link(r["source"]), r[f"says_{lang}"]) for r in told if r["side"] == side])
            for side in ("a", "b", "weigh")
        }

    def __repr__(self) -> str:
        heads = self._HEADS[self.lang]
        return "\n".join(
            [self.question, *(f"{heads[side]}: {said} ({'; '.join(name for name, _, _ in who)})" for side, (said, who) in self.sides.items())]
        )

    def _repr_html_(self) -> str:
        heads = self._HEADS[self.lang]
        rows = "".join(
            f'<tr><th scope="row" style="text-align:left;vertical-align:top">{heads[side]}</th><td style="text-align:left">{escape(said)}'
            + "".join(f'<br><a href="{link}">{escape(name)}</a>{": " + escape(says) if says else ""}' for name, link, says in who)
            + "</td></tr>"
            for side, (said, who) in self.sides.items()
        )
        return f'<table class="hp-dispute" lang="{self.lang}"><caption>{escape(self.question)}</caption>{rows}</table>'

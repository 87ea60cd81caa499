"""Events as marks on lanes, and one timeline for each topic of the course.

What a timeline shows is the table `events`: its hover labels tell each event with its sources, so that a lesson need not.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

import pandas as pd

from .. import data as course
from .. import text
from ..data import default, label, weak_alone
from . import grammar, style
from .aid import _source
from .chart import Chart
from .lanes import Lane, Mark, draw, framed

TOPICS = ("roots", "letters", "recognition", "alliance", "geneva", "routes", "solidarity", "protest")  # each has a module here, whose TIMELINE says what its timeline shows
_COLORS = (style.VERMILION, style.BLUE, style.GREEN, style.PURPLE, style.ORANGE, style.BLACK, style.SKY, style.GREY)


@cache
def told() -> dict[str, dict]:
    """Events by id, each with `source` (all its keys) and `locator`."""
    return {event: course.row(event) for event in default().index("events")}


def event_marks(rows: list[dict], lang: str) -> list[Mark]:
    """Events as marks with their headlines."""
    return [
        Mark(
            start=row["start"],
            end=row["end"] if row["end"] != row["start"] else "",
            about=row["precision"] == "about",
            bracket=row["precision"] == "between",
            label=row[f"title_{lang}"],
            said=style.hover(f"<b>{text.period(row['start'], row['end'], lang)}</b>", row[f"text_{lang}"], _source(row, lang)),
            hollow=all(weak_alone(k) for k in row["source"].split()),
        )
        for row in rows
    ]


def meets(start: str, end: str, first: str, last: str) -> bool:
    """Whether a span (ISO dates of any length; an empty `end` is `start`) touches a window."""
    return bool(start) and grammar.last_day(end or start) >= grammar.first_day(first) and grammar.first_day(start) <= grammar.last_day(last)


def timeline(lang: str, topic: str) -> Chart:
    """Every event of one topic, a lane for each kind of thing: `TIMELINE` in the topic's module names window, lanes, title and finding.

    Raises `CourseError` for an unknown topic.
    """
    if topic not in TOPICS:
        raise text.CourseError(
            vi=f"Không có dòng thời gian “{topic}”. Chọn một trong: {', '.join(TOPICS)}.",
            en=f"There is no timeline “{topic}”. Choose one of: {', '.join(TOPICS)}.",
        )
    about = import_module(f".{topic}", __package__).TIMELINE
    first, last = about["window"]
    rows = [r for r in told().values() if r["topic"] == topic and r["lane"] in about["lanes"] and meets(r["start"], r["end"], first, last)]
    lanes = []
    for number, lane in enumerate(about["lanes"]):
        mine = [r for r in rows if r["lane"] == lane]
        if mine:  # an empty lane would read as "nothing happened"
            lanes.append(Lane(label("lane", lane, lang), event_marks(mine, lang), _COLORS[number % len(_COLORS)]))
    traces, headings, bottom = draw(lanes, first, last)
    order = {lane: n for n, lane in enumerate(about["lanes"])}
    rows.sort(key=lambda r: (order[r["lane"]], r["start"], r["id"]))
    data = pd.DataFrame([{"what": r[f"title_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "precision", "source", "locator")} for r in rows])
    title, finding = about["title"][lang], about["finding"][lang]
    alt = {"vi": "Các làn thời gian xếp từ trên xuống. ", "en": "Lanes of time from the top down. "}[lang] + " ".join(
        f"{lane.heading}: " + "; ".join(f"{text.period(m.start, m.end or m.start, lang)}: {m.label}" for m in lane.marks) + "." for lane in lanes
    )
    days = (grammar.last_day(last) - grammar.first_day(first)).days
    every, form = ("M60", "%Y") if days > 3000 else ("M12", "%Y") if days > 1200 else ("M6", "%-m-%Y") if days > 500 else ("M1", "%d-%m-%Y" if lang == "vi" else "%d %b %Y")
    years = {"type": "date", "tickformat": form, "dtick": about.get("every", every), "tick0": about.get("from", "1900-01-01")}
    span = [grammar.first_day(first).isoformat(), grammar.last_day(last).isoformat()]
    figure = framed(traces, headings, bottom, title, lang, {**years, "range": span})
    return Chart(f"timeline-{topic}", lang, title, finding, alt, figure, data)

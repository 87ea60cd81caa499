"""Lanes of dated marks under one time axis, laid out so that no label covers another, even on a phone.

Every mark is drawn as surely as it is known (`grammar`), carries its own hover label, and has its words beside it; a lane
grows a row where words would collide. Between marks nothing is drawn: there is nothing to draw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import plotly.graph_objects as go

from .. import text
from . import grammar, style

PHONE = 296  # pixels that a phone leaves for the time axis
_DOT = 5  # pixels below which a span is drawn as a mark
LETTER = 6.3  # pixels of an average letter at label size
LABEL = 11  # font size of labels
ROW, LINE, HEAD = 22, 15, 26  # pixels of a row of marks, of a line of words above one, of a lane's heading


@dataclass
class Mark:
    """One thing on a lane.

    `start`, `end`: ISO dates of any length (empty `end`: the same as `start`). `about`: the source says so itself.
    `label`: the words beside it. `said`: the hover label, with its source. `hollow`: one weak source. `hatched`: no data. `bracket`: on some day between start and end, the sources differ.
    """

    start: str
    label: str
    said: str
    end: str = ""
    about: bool = False
    hollow: bool = False
    hatched: bool = False
    bracket: bool = False
    symbol: str = "circle"
    color: str = ""


@dataclass
class Lane:
    """A heading and its marks, in any order."""

    heading: str
    marks: list[Mark]
    color: str = style.BLUE


def draw(lanes: list[Lane], first: str, last: str, axis: str = "", top: float = 0.0) -> tuple[list, list[dict], float]:
    """Traces and headings of lanes between two dates, downwards from `top` (pixels), and where they end.

    `axis`: "" for the figure's first pair of axes, "2" for its second. The y axis is in pixels, downwards.
    """
    left, right = grammar.first_day(first), grammar.last_day(last)
    scale = PHONE / (right - left).days
    traces: list = []
    headings: list[dict] = []
    y = top
    for lane in lanes:
        headings.append(_heading(lane.heading, y + HEAD / 2, axis))
        y += HEAD
        rows: list[tuple[float, list]] = []  # of each row: where it ends in pixels, and what stands in it
        for number, mark in enumerate(sorted(lane.marks, key=lambda m: grammar.first_day(m.start))):  # stable: both languages alike
            begin, finish = _span(mark)
            if finish < left or begin > right:
                continue
            begin, finish = max(begin, left), min(finish, right)
            x0, x1 = ((d - left).days * scale for d in (begin, finish))
            if mark.end and x1 - x0 < _DOT and len(mark.end) == 10:
                mark = replace(mark, end="", about=True)  # a span of a few days would be a hair: it gets a mark of its own
            lines, place, reach = _words(mark.label, x0, x1)
            row = next((i for i, (end, _) in enumerate(rows) if end <= reach[0]), len(rows))
            kept = rows[row][1] if row < len(rows) else []
            rows[row : row + 1] = [(reach[1], [*kept, (number, mark, lines, place, begin, finish)])]
        drawn: dict[int, list] = {}  # in order of time, whatever row the length of a language's words led to
        for _, marks in rows:
            words_above = max((len(lines) for _, _, lines, place, _, _ in marks if place.startswith("top")), default=0)
            y += LINE * words_above
            for number, mark, lines, place, begin, finish in marks:
                drawn[number] = _draw(mark, y + ROW / 2, lines, place, mark.color or lane.color, begin, finish, axis)
            y += ROW
        traces += [trace for number in sorted(drawn) for trace in drawn[number]]
        y += ROW / 3
    return traces, headings, y


def _heading(words: str, y: float, axis: str) -> dict:
    return {
        "text": f"<b>{words}</b>",
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yref": f"y{axis}",
        "y": y,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 12, "color": style.INK},
    }


def _words(label: str, x0: float, x1: float) -> tuple[list[str], str, tuple[float, float]]:
    """Where a label stands beside or above its mark, so that it fits a phone: its lines, plotly's text position, and the pixels it covers.

    `x0`, `x1`: the mark's ends, in pixels. The place is relative to the mark, so on a wide screen it still stands there.
    """
    wide = LETTER * len(label) + 14
    middle = (x0 + x1) / 2
    if x1 + wide <= PHONE:
        return [label], "middle right", (x0 - 6, x1 + wide)
    if x0 - wide >= 0:
        return [label], "middle left", (x0 - wide, x1 + 6)
    for lines in ([label], text.wrap(label, max(12, (len(label) + 1) // 2 + 4))):
        wide = LETTER * max(map(len, lines)) + 6
        for place, low in (("top center", middle - wide / 2), ("top right", middle), ("top left", middle - wide)):
            if low >= 0 and low + wide <= PHONE:
                return lines, place, (min(low, x0 - 6), max(low + wide, x1 + 6))
    return lines, "top center", (0, PHONE)


def _span(mark: Mark) -> tuple[date, date]:
    return grammar.first_day(mark.start), grammar.last_day(mark.end or mark.start)


def _draw(mark: Mark, y: float, lines: list[str], place: str, color: str, begin: date, finish: date, axis: str) -> list:
    on = {"xaxis": f"x{axis}", "yaxis": f"y{axis}"}
    drawn: list = []
    if mark.hatched:
        drawn.append(grammar.no_data(begin.isoformat(), finish.isoformat(), y, ROW * 0.55, mark.said))
    elif mark.bracket:
        drawn.append(grammar.bracket(begin, finish, y, color, mark.said))
    elif mark.end or len(mark.start) < 10:
        parts = grammar.pieces(mark.start, mark.end or mark.start, mark.about)
        drawn += grammar.bar(parts, y, ROW * 0.5, color, mark.said, mark.hollow and bool(mark.end))
    for trace in drawn:
        trace.update(**on)
    middle = begin + (finish - begin) / 2
    if not mark.end and not mark.hatched:
        if mark.about or len(mark.start) < 10:  # not known to the day: a pale ring, which a phone can show
            drawn.append(
                go.Scatter(x=[middle.isoformat()], y=[y], mode="markers", marker={"symbol": "circle", "size": 19, "color": color, "opacity": 0.25}, hoverinfo="skip", showlegend=False, **on)
            )
        shape = mark.symbol + ("-open" if mark.hollow else "")
        drawn.append(
            go.Scatter(
                x=[middle.isoformat()],
                y=[y],
                mode="markers",
                marker={"symbol": shape, "size": 10, "color": color, "line": {"width": 2 if mark.hollow else 0, "color": color}},
                hovertext=[mark.said],
                hoverinfo="text",
                showlegend=False,
                **on,
            )
        )
    if mark.label:
        above = place.startswith("top")
        anchor = middle if above else begin if place.endswith("left") else finish  # beside the whole span: a wide screen shows even a month
        words = "<br>".join(lines)
        drawn.append(
            go.Scatter(
                x=[anchor.isoformat()],
                y=[y - (ROW * 0.32 if above else 0)],
                mode="text",
                text=[words if above else f"{words}   " if place.endswith("left") else f"   {words}"],
                textposition=place,
                textfont={"size": LABEL, "color": style.INK},
                hoverinfo="skip",
                showlegend=False,
                cliponaxis=False,
                **on,
            )
        )
    return drawn


def framed(traces: list, headings: list[dict], bottom: float, title: str, lang: str, axis: dict, margin: int = 20) -> go.Figure:
    """Lanes with their time axis below and above: where they are many, the years would else be out of sight.

    `bottom`: where the lanes end, in pixels. `axis`: the time axis as plotly has it, with its range. `margin`: pixels under it.
    """
    above = {key: value for key, value in axis.items() if key != "range"}  # it follows the axis below
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(bottom) + 120,
        margin={"l": 8, "r": 12, "b": margin, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},  # title, then the years
        barmode="overlay",
        annotations=headings,
        hovermode="closest",
        xaxis={**axis, "side": "bottom"},
        xaxis2={**above, "overlaying": "x", "matches": "x", "side": "top", "showgrid": False},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    # plotly draws an axis only where something stands on it
    figure.add_scatter(x=[axis["range"][0]], y=[0], xaxis="x2", mode="markers", marker={"opacity": 0}, hoverinfo="skip", showlegend=False)
    return figure

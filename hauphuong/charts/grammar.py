"""Time drawn as surely as it is known: crisp to the day, soft to the month, fading for a year or an "about".

`method.marks` shows the same grammar to the reader. The width of a soft edge is the uncertainty itself: an event
known to the month has a soft edge a month wide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from ..text import first_day, last_day
from . import style

_FADE_STEPS = 6
_ABOUT = timedelta(days=120)  # how far an "about" reaches beyond its date; a way of drawing, not a claim


@dataclass(frozen=True)
class Piece:
    """A stretch of a bar: from `left` to `right`, as opaque as the time is known (1 is certain)."""

    left: date
    right: date
    opacity: float


def pieces(start: str, end: str, about: bool = False) -> list[Piece]:
    """Cut a span into its certain core and its soft or fading edges.

    `start`, `end`: ISO dates of any length. `about`: the source itself says "about", so that both edges fade.
    """
    lowest, low = first_day(start), last_day(start)
    high, highest = first_day(end), last_day(end)
    if about:
        lowest, highest = lowest - _ABOUT, highest + _ABOUT
    if low >= high:  # no day is certain: the whole span is an edge
        middle = lowest + (highest - lowest) / 2
        low = high = middle
    core = [Piece(low, high, 1.0)] if low < high else []
    return _edge(lowest, low, rising=True) + core + _edge(high, highest, rising=False)


def _edge(left: date, right: date, rising: bool) -> list[Piece]:
    days = (right - left).days
    if days <= 0:
        return []
    if days <= 92:  # a month or a season: one soft step
        return [Piece(left, right, 0.4)]
    cuts = [left + timedelta(days=days * k / _FADE_STEPS) for k in range(_FADE_STEPS + 1)]
    shades = [(k + 1) / (_FADE_STEPS + 1) for k in range(_FADE_STEPS)]
    if not rising:
        shades.reverse()
    return [Piece(a, b, shade) for a, b, shade in zip(cuts, cuts[1:], shades)]


def bar(parts: list[Piece], y: float, height: float, color: str, said: str, hollow: bool = False) -> list[go.Bar]:
    """The pieces as horizontal bars on a date axis; `said` is the hover label of them all. Hollow: one weak source."""
    return [
        go.Bar(
            base=[part.left.isoformat()],
            x=[(part.right - part.left).total_seconds() * 1000],
            y=[y],
            width=height,
            orientation="h",
            # a hollow bar has an outline where it is certain, and only a breath of colour where it fades
            marker={
                "color": style.PAGE if hollow and part.opacity == 1 else color,
                "opacity": part.opacity * (0.3 if hollow and part.opacity < 1 else 1),
                "line": {"width": 1.6 if hollow and part.opacity == 1 else 0, "color": color},
            },
            hovertext=[said],
            hoverinfo="text",
            showlegend=False,
        )
        for part in parts
    ]


def bracket(begin: date, finish: date, y: float, color: str, said: str) -> go.Scatter:
    """A line with end caps: the sources put the thing on different days between these two."""
    return go.Scatter(
        x=[begin.isoformat(), finish.isoformat()],
        y=[y, y],
        mode="lines+markers",
        line={"width": 2.5, "color": color},
        marker={"symbol": "line-ns", "size": 12, "line": {"width": 2.5, "color": color}},
        hovertext=[said, said],
        hoverinfo="text",
        showlegend=False,
    )


def no_data(start: str, end: str, y: float, height: float, said: str) -> go.Bar:
    """A hatched stretch: nobody's figure or name is known for it."""
    left, right = first_day(start), last_day(end)
    return go.Bar(
        base=[left.isoformat()],
        x=[(right - left).total_seconds() * 1000],
        y=[y],
        width=height,
        orientation="h",
        marker={"color": style.PAGE, "line": {"width": 0.8, "color": style.RULE}, "pattern": {"shape": "/", "fgcolor": style.GREY, "size": 7, "solidity": 0.12}},
        hovertext=[said],
        hoverinfo="text",
        showlegend=False,
    )

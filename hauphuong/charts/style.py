"""One look for every chart: colours, marks and the uncertainty grammar. Meaning never rests on colour alone."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from .. import text

# Okabe and Ito's palette, which colour-blind readers can tell apart; the pattern or the symbol is the second cue.
# The slanted hatch "/" is kept for "no data" (see `method.marks`) and means nothing else.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK, GREY, RULE, PAGE = "#222222", "#5A5A5A", "#D9D9D9", "#FFFFFF"
SEA, LAND, COAST = "#EAF2F8", "#F3EDDD", "#8A8A80"  # of maps: pale, so that words and marks on either keep their contrast

# Noto carries Vietnamese and Cyrillic everywhere; the rest are what phones and Windows have.
FONT = "'Noto Sans', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

DONORS = {
    "ussr": {"color": VERMILION, "hatch": "", "symbol": "circle"},
    "china": {"color": ORANGE, "hatch": ".", "symbol": "square"},
    "other-socialist": {"color": SKY, "hatch": "-", "symbol": "diamond"},
    "usa": {"color": BLUE, "hatch": "x", "symbol": "triangle-up"},
    "all": {"color": GREY, "hatch": "", "symbol": "diamond-open"},
}

TITLE_WIDTH = 36  # characters: plotly does not wrap titles, and these fit a phone 360 px wide
HOVER_WIDTH = 46

# Lab fits a chart to its window itself; plotly's "responsive" would do it too, and flatten those that are scrolled away.
CONFIG = {"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d"]}

_AXIS = {
    "gridcolor": RULE,
    "linecolor": GREY,
    "zerolinecolor": GREY,
    "automargin": True,
    "ticks": "outside",
    "ticklabelstandoff": 4,
    "tickcolor": RULE,
    "title": {"standoff": 8, "font": {"size": 13, "color": GREY}},
}

_TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": PAGE,
        "plot_bgcolor": PAGE,
        "hoverlabel": {"bgcolor": PAGE, "bordercolor": GREY, "align": "left", "font": {"family": FONT, "color": INK}},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {"orientation": "h", "x": 0, "xref": "container", "y": 0, "yref": "container", "yanchor": "bottom", "traceorder": "normal"},
        "margin": {"l": 8, "r": 12, "t": 20, "b": 20},
        "bargap": 0.3,
    }
}


def figure(traces: list, title: str, lang: str, height: int = 430, **layout: Any) -> go.Figure:
    """A plotly figure in the course's look.

    `title`: the finding in a few words, wrapped for a phone. `height`: pixels. `layout`: any plotly layout keys,
    which override the template's.
    """
    lines = text.wrap(title, TITLE_WIDTH)
    heading = {
        "text": "<b>" + "<br>".join(lines) + "</b>",
        "font": {"size": 15},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        # plotly centres the lines on the anchor, "top" or not: several would stand half above the page
        "pad": {"t": 10 * len(lines), "l": 8},
    }
    base = {
        "template": _TEMPLATE,
        "title": heading,
        "margin": {**_TEMPLATE["layout"]["margin"], "t": 24 + 20 * len(lines)},
        "height": height,
        "separators": ",." if lang == "vi" else ".,",
        "autosize": True,
    }
    return go.Figure(data=traces, layout=base | layout)


def hover(*parts: str) -> str:
    """Lines of a hover label, long ones wrapped (plotly cuts them at the edge of a phone)."""
    return "<br>".join("<br>".join(text.wrap(part, HOVER_WIDTH)) for part in parts if part)


def bar_marker(donor: str) -> dict:
    """Fill and hatch of a donor's bar."""
    look = DONORS[donor]
    return {
        "color": look["color"],
        "line": {"color": INK, "width": 0.6},
        "pattern": pattern(look["hatch"]),
    }


def pattern(shape: str) -> dict:
    """A pattern laid over the bar's own colour (plotly would else put it on white)."""
    return {"shape": shape, "fillmode": "overlay", "fgcolor": INK, "fgopacity": 0.55, "solidity": 0.14, "size": 7}

"""A chart that a stranger drew, made safe to show: only shapes that plotly knows, only marks that need no network, no links, no pictures from elsewhere.

What comes in is JSON out of a student's process, which may be anything. What goes out was rebuilt by plotly's own
validators from plain numbers and words, with a table and a sentence for those who cannot see it drawn.
"""

from __future__ import annotations

import base64
import binascii
import html
import json
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

import numpy as np

from .. import text
from .feedback_words import CHART

# drawn as SVG from the figure alone. Maps fetch coastlines or tiles; three dimensions and the -gl kinds compile code as they run, which the page forbids
_DRAWN = {"bar", "scatter", "histogram", "histogram2d", "box", "violin", "pie", "heatmap", "contour", "funnel", "funnelarea", "waterfall", "treemap", "sunburst", "icicle", "scatterpolar", "barpolar", "candlestick", "ohlc", "sankey", "indicator"}
_SAME = {"scattergl": "scatter", "scatterpolargl": "scatterpolar", "heatmapgl": "heatmap"}  # what px takes for many points, drawn the plain way
_NEVER = {"images", "updatemenus", "sliders", "meta", "uirevision", "href", "geo", "map", "mapbox", "scene", "__proto__", "constructor", "prototype"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,40}")
_TAG = re.compile(r"<(?!/?(?:b|i|br|em|strong|sub|sup|extra)\s*/?>)", re.I)  # plotly turns such words into letters; no other tag has a business there
_DEEPEST, _MOST_VALUES, _MOST_TRACES, _LONGEST = 12, 60_000, 1500, 2000
_ROWS = 200
_FIELDS = ("labels", "parents", "theta", "x", "y", "r", "z", "values", "open", "high", "low", "close", "text")
_DTYPES = {"i1", "u1", "i2", "u2", "i4", "u4", "f4", "f8"}


@dataclass(frozen=True)
class Picture:
    """A chart as the page shows it.

    figure   data, layout and config for plotly.js; None where nothing can be drawn
    title    plain words; "" where it has none
    inside   whether the figure draws its title itself, as the course's own charts do
    finding  the sentence under a chart of the course, "" under any other
    alt      the chart in words
    head, rows, left   its table, and how many rows are not in it
    whole    whether all of it is drawn
    """

    figure: dict | None
    title: str
    inside: bool
    finding: str
    alt: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: int
    whole: bool


class _TooMuch(Exception):
    """More values than a page should carry."""


def picture(raw: object, said: object, finding: object, lang: str) -> Picture | None:
    """The chart in `raw` (plotly JSON), or None where there is none. `said`: its text/plain; `finding`: what was shown right after it."""
    if not isinstance(raw, dict) or not isinstance(raw.get("data"), list) or not isinstance(raw.get("layout", {}), dict):
        return None
    try:
        room = [_MOST_VALUES]
        traces = [t for t in (_plain(t, _DEEPEST, room) for t in raw["data"][:_MOST_TRACES] if isinstance(t, dict)) if t]
        layout = _plain(raw.get("layout", {}), _DEEPEST, room) or {}
    except (_TooMuch, RecursionError):
        return _words_only(lang)
    drawable = [{**t, "type": _kind(t)} for t in traces]
    kept = [t for t in drawable if t["type"] in _DRAWN]
    title = _title(layout)
    ours = isinstance(said, str) and bool(title) and " ".join(said.partition("\n")[0].split()) == title
    figure = _rebuilt(kept, layout, ours) if kept else None
    shown = figure["data"] if figure else drawable
    head, rows, left = ours and _said(shown, lang) or _table(shown, layout, lang)
    alt = said.partition("\n")[2].strip() if ours else _sentence(shown, layout, lang)
    sentence = finding if ours and isinstance(finding, str) and "\n" not in finding.strip() else ""
    return Picture(figure, title, ours, sentence.strip(), alt, head, rows, left, len(kept) == len(raw["data"]))


def _kind(trace: dict) -> str:
    """A trace's type, a plainer one of the same looks where it has one; plotly's own default where it has none."""
    kind = trace.get("type", "scatter")
    return _SAME.get(kind, kind) if isinstance(kind, str) else "other"


def _words_only(lang: str) -> Picture:
    return Picture(None, "", False, "", CHART["kinds"]["other"][lang], (), (), 0, False)


# -- made safe -----------------------------------------------------------------------------------------------------------


def _plain(value: object, deep: int, room: list[int]) -> object:
    """The value anew, of plain dicts, lists, words and finite numbers. `room`: how many values may still come."""
    room[0] -= 1
    if room[0] < 0 or deep < 0:
        raise _TooMuch
    if value is None or isinstance(value, (bool, int)):
        return value if not isinstance(value, int) or abs(value) < 1e300 else None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _TAG.sub("&lt;", value[:_LONGEST].encode("utf-8", "replace").decode())
    if isinstance(value, list):
        return [_plain(v, deep - 1, room) for v in value]
    if not isinstance(value, dict):
        return None
    if "bdata" in value:
        return _unpacked(value, room)
    return {k: _plain(v, deep - 1, room) for k, v in value.items() if _allowed(k, v)}


def _allowed(key: str, value: object) -> bool:
    bare = key.rstrip("0123456789")
    return bool(_NAME.fullmatch(key)) and bare not in _NEVER and key not in _NEVER and not (key in ("source", "src") and isinstance(value, str))


def _unpacked(packed: dict, room: list[int]) -> list | None:
    """An array that plotly.py had packed into base64, as a list: so that its length is known here and not in the reader's browser."""
    kind, shape = packed.get("dtype"), packed.get("shape")
    if not isinstance(packed["bdata"], str) or not isinstance(kind, str) or kind not in _DTYPES:
        return None
    try:
        flat = np.frombuffer(base64.b64decode(packed["bdata"], validate=True), dtype=np.dtype(kind).newbyteorder("<"))
        room[0] -= flat.size
        if room[0] < 0:
            raise _TooMuch
        if shape is not None:
            flat = flat.reshape([int(n) for n in str(shape).split(",")])
    except (binascii.Error, ValueError):
        return None
    return _finite(flat.tolist())


def _finite(values: list) -> list:
    return [_finite(v) if isinstance(v, list) else v if math.isfinite(v) else None for v in values]


def _rebuilt(traces: list[dict], layout: dict, ours: bool) -> dict | None:
    """The figure as plotly's own validators let it through, dressed for a phone; None where they let nothing through."""
    import plotly.graph_objects as go

    layout = {name: part for name, part in layout.items() if name != "width"}  # the page has its own
    if not ours:
        layout.pop("title", None)  # it stands above the chart, where it wraps
    height = layout.get("height")
    layout["height"] = max(240, min(2500, height)) if isinstance(height, (int, float)) and not isinstance(height, bool) else 400
    layout["autosize"] = True
    template = layout.get("template")
    bare = not (isinstance(template, dict) and any(template.values()))
    try:
        figure = json.loads(go.Figure(traces, layout, skip_invalid=True).to_json())
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
    made = figure["layout"]
    if bare:
        made.pop("template", None)  # a figure that brought none gets none: plotly.py adds its own
    if not ours:
        made.setdefault("margin", {"l": 56, "r": 16, "t": 24, "b": 56})
        made["legend"] = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, **made.get("legend", {})}
        for name in [k for k in made if re.fullmatch(r"[xy]axis\d*", k)] or ["xaxis", "yaxis"]:
            made[name] = {"automargin": True, "ticklabelstandoff": 4, **made.get(name, {})}
    return {"data": figure["data"], "layout": made, "config": {"displaylogo": False, "responsive": True, "modeBarButtonsToRemove": ["select2d", "lasso2d"]}}


# -- said in words -------------------------------------------------------------------------------------------------------


def _bare(words: object) -> str:
    """Plain words of plotly's: without its tags and entities, on one line."""
    if not isinstance(words, str):
        return ""
    return " ".join(html.unescape(re.sub(r"</?(?:b|i|em|strong|sub|sup)\s*/?>", "", re.sub(r"<br\s*/?>", " ", words, flags=re.I), flags=re.I)).split())


def _title(part: object) -> str:
    told = part.get("title") if isinstance(part, dict) else None
    return _bare(told.get("text") if isinstance(told, dict) else told)


def _columns(trace: dict) -> dict[str, list]:
    """The lists of a trace that a table can show, cell beside cell; a grid of numbers is told row by row."""
    found = {f: trace[f] for f in _FIELDS if isinstance(trace.get(f), list) and trace[f]}
    grid = found.get("z")
    if grid and all(isinstance(row, list) for row in grid):
        across, up = (found.get(axis) or list(range(most)) for axis, most in (("x", max(map(len, grid))), ("y", len(grid))))
        cells = [(x, y, z) for y, row in zip(up, grid) for x, z in zip(across, row)]
        return dict(zip("xyz", map(list, zip(*cells)))) if cells else {}
    return {f: values for f, values in found.items() if not any(isinstance(v, (list, dict)) for v in values)}


def _table(traces: list[dict], layout: dict, lang: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int]:
    """(head, rows, rows left out): what was drawn, one mark a row."""
    told = [(_bare(t.get("name")), _columns(t)) for t in traces]
    fields = [f for f in _FIELDS if any(f in columns for _, columns in told)]
    if not fields:
        return (), (), 0
    named = any(name for name, _ in told)
    years = {f: all(isinstance(v, int) and 1800 <= v <= 2100 for _, columns in told for v in columns.get(f, ()) if v is not None) for f in fields}
    head = [_title(layout.get(f"{f}axis")) or CHART.get(f, {}).get(lang, f) for f in fields]
    rows, count = [], 0
    for name, columns in told:
        for row in zip_longest(*(columns.get(f, ()) for f in fields)):
            count += 1
            if count <= _ROWS:
                cells = [_cell(v, lang, years[f]) for f, v in zip(fields, row)]
                rows.append((name, *cells) if named else tuple(cells))
    return ((CHART["series"][lang], *head) if named else tuple(head)), tuple(rows), max(0, count - _ROWS)


def _said(traces: list[dict], lang: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...], int] | None:
    """The same of a chart of the course, whose marks say in words what they are: in many of them the places are those of lanes, which tell nobody anything."""
    words = [w for t in traces for told in (t.get("hovertext"),) for w in (told if isinstance(told, list) else [told]) if isinstance(w, str) and w]
    found = list(dict.fromkeys(_bare(re.sub(r"</b>\s*<br>", "</b>: ", w)) for w in words))
    return ((CHART["marks"][lang],), tuple((w,) for w in found[:_ROWS]), max(0, len(found) - _ROWS)) if found else None


def _cell(value: object, lang: str, year: bool = False) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        if year or value and not 1e-9 < abs(value) < 1e15:
            return str(value) if year else f"{value:g}"
        decimals = max(0, 5 - math.floor(math.log10(abs(value)))) if value else 0  # six digits tell any chart, and no whole number loses one
        short = Decimal(f"{value:.{decimals}f}").normalize()
        return text.number(float(short), lang, max(0, -short.as_tuple().exponent))
    return _bare(value)[:200]


def _sentence(traces: list[dict], layout: dict, lang: str) -> str:
    """A chart in a few words, from its figure alone."""
    kinds = dict.fromkeys(map(_kind, traces))
    said = [". ".join(dict.fromkeys(CHART["kinds"].get(k, CHART["kinds"]["other"])[lang] for k in kinds)) + "."]
    names = [n for n in (_bare(t.get("name")) for t in traces) if n]
    if len(traces) > 1 and names:
        said.append(CHART["named"][lang].format(series=len(traces), names=", ".join(names[:8]) + ("…" if len(names) > 8 else "")))
    axes = {a: _title(layout.get(f"{a}axis")) for a in "xy"}
    if any(axes.values()):
        said.append(CHART["axes"][lang].format(x=axes["x"] or "–", y=axes["y"] or "–"))
    values = [v for t in traces for f, column in _columns(t).items() if f == _measured(t) for v in column if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if values:
        said.append(CHART["range"][lang].format(count=len(values), low=_cell(min(values), lang), high=_cell(max(values), lang)))
    return " ".join(said)


def _measured(trace: dict) -> str:
    """The field that carries a trace's sizes."""
    if trace.get("type") in ("heatmap", "contour"):
        return "z"
    if isinstance(trace.get("values"), list):
        return "values"
    return "x" if trace.get("orientation") == "h" or "y" not in trace else "y"

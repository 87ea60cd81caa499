"""Maps that need no network: coastlines from the package (coast.json), cities, and no state borders, which change with the year.

A map keeps its height when the page grows wider, and shows more of the world to the left and right. So a degree has as many
pixels on a wide screen as on a phone, and labels that do not touch there touch nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import atan2, cos, degrees, hypot, pi, radians, sin, sqrt

import plotly.graph_objects as go

from .. import text
from . import style
from .cities import CITIES
from .lanes import LABEL, LETTER, PHONE
from .placing import LINE, Box, Label, Point, Spot, box_at, outside, placed, shared

_SCREEN = 1600  # pixels of the widest page: so far to the sides land is drawn
_EDGE = 100  # degrees of arc from its centre at which a globe ends
_HALO = ",".join([f"0 0 2px {style.PAGE}"] * 3)  # keeps words legible where a line passes under them
# Both archipelagos, as a few of their islands each: marks, for at this scale no island has a shape.
_ISLANDS = {
    "Hoàng Sa (Việt Nam)": [(111.6, 16.5), (112.3, 16.9), (112.7, 16.6), (111.7, 15.8)],
    "Trường Sa (Việt Nam)": [(114.3, 11.1), (114.4, 10.2), (112.9, 8.8), (111.9, 8.6), (115.5, 9.7)],
}
_EAST_SEA = {"vi": "Biển Đông", "en": "East Sea"}
_OPEN_SEA = [(113.5, 13.2), (112, 12.8), (115.5, 18.7), (116.5, 14.5), (114.5, 6.5), (109.5, 7)]  # where its name may stand


@dataclass(frozen=True)
class Window:
    """What a phone shows of the world.

    `west`, `east`, `south`, `north`: degrees of longitude and latitude; east > west, though beyond 180 where the window crosses
    the antimeridian. `centre`: a (longitude, latitude) makes it a globe seen from above that point (Lambert's equal areas), and
    the four numbers are degrees of arc to its left (negative), right, foot (negative) and top.
    `axis`: "" for the figure's first pair of axes, "2" for its second.
    """

    west: float
    east: float
    south: float
    north: float
    centre: Point | None = None
    axis: str = ""

    def __post_init__(self) -> None:
        if self.east <= self.west or self.north <= self.south:
            raise ValueError(f"a window from {self.west} to {self.east} and from {self.south} to {self.north} is empty")

    @property
    def squeeze(self) -> float:
        """How much narrower than a degree of latitude one of longitude is, in the middle of a flat window."""
        return 1.0 if self.centre else cos(radians((self.south + self.north) / 2))

    @property
    def scale(self) -> float:
        """Pixels of a degree of latitude."""
        return PHONE / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """Pixels."""
        return (self.north - self.south) * self.scale

    @property
    def reach(self) -> Box:
        """The part of the plane that a wide screen shows, and a little more: left, foot, right, top."""
        middle, spare = (self.west + self.east) / 2 * self.squeeze, (self.north - self.south) * 0.15
        half = min(_SCREEN / 2 / self.scale, 180 * self.squeeze)
        return middle - half, self.south - spare, middle + half, self.north + spare

    def plane(self, lon: float, lat: float) -> Point:
        """A place as x and y of the figure."""
        if not self.centre:
            return lon * self.squeeze, lat
        return _flat(_seen(self.centre, lon, lat))

    def pixel(self, point: Point) -> Point:
        """A point of the plane in pixels from the phone's upper left corner, downwards."""
        return (point[0] - self.west * self.squeeze) * self.scale, (self.north - point[1]) * self.scale

    def spot(self, place: Place) -> Spot:
        return Spot(place.label, *self.pixel(self.plane(place.lon, place.lat)), place.size)

    def unpixel(self, x: float, y: float) -> Point:
        return x / self.scale + self.west * self.squeeze, self.north - y / self.scale

    def shows(self, lon: float, lat: float) -> bool:
        """Whether a wide screen may show the place."""
        if self.centre and _seen(self.centre, lon, lat)[2] < cos(radians(_EDGE)):
            return False
        x, y = self.plane(lon, lat)
        return self.reach[0] <= x <= self.reach[2] and self.south <= y <= self.north

    @property
    def on(self) -> dict:
        return {"xaxis": f"x{self.axis}", "yaxis": f"y{self.axis}"}


@dataclass
class Place:
    """A mark and its words.

    `lon`, `lat`: degrees. `label`: the words beside it. `said`: the hover label, with its source. `symbol`: plotly's name of it.
    `hollow`: one weak source. `size`: pixels.
    """

    lon: float
    lat: float
    label: str
    said: str = ""
    symbol: str = "circle"
    color: str = style.BLUE
    hollow: bool = False
    size: float = 9


def city(key: str, lang: str, said: str = "", **look) -> Place:
    """The place of a city of `CITIES`, with its name in the language. `look`: any other field of a `Place`."""
    lon, lat, vi, en = CITIES[key]
    return Place(lon, lat, **({"label": vi if lang == "vi" else en, "said": said} | look))


# -- land and sea ----------------------------------------------------------------------------------------------------------


@cache
def coast() -> list[list[Point]]:
    """The world's coastlines: closed rings of (longitude, latitude); see `coast.json` for where they come from."""
    return [[(lon, lat) for lon, lat in ring] for ring in json.loads((files(__package__) / "coast.json").read_text("utf-8"))["rings"]]


def _seen(centre: Point, lon: float, lat: float) -> tuple[float, float, float]:
    """A place on a ball of radius 1, seen from above the centre: rightwards, upwards, towards the eye."""
    turn, high, tilt = radians(lon - centre[0]), radians(lat), radians(centre[1])
    return cos(high) * sin(turn), cos(tilt) * sin(high) - sin(tilt) * cos(high) * cos(turn), sin(tilt) * sin(high) + cos(tilt) * cos(high) * cos(turn)


def _flat(seen: Sequence[float]) -> Point:
    k = degrees(sqrt(2 / max(1 + seen[2], 1e-9)))
    return seen[0] * k, seen[1] * k


def cut(ring: list, depth) -> list:
    """The part of a closed ring where `depth(point)` is not negative (Sutherland and Hodgman's way); points of any dimension."""
    kept: list = []
    for a, b in zip(ring, ring[1:]):
        far, near = depth(a), depth(b)
        if (far < 0) != (near < 0):
            kept.append(tuple(p + far / (far - near) * (q - p) for p, q in zip(a, b)))
        if near >= 0:
            kept.append(b)
    return [*kept, kept[0]] if kept else []


def _framed(ring: list[Point], frame: Box) -> list[Point]:
    for axis, sign, limit in ((0, 1, frame[0]), (1, 1, frame[1]), (0, -1, frame[2]), (1, -1, frame[3])):
        ring = cut(ring, lambda p: sign * (p[axis] - limit))
    return ring


def land(window: Window) -> list[list[Point]]:
    """The land within a window's reach: closed rings in the plane, without details finer than a pixel."""
    if window.centre:
        beyond = cos(radians(_EDGE + 25))  # a straight cut so far behind the edge does not show before it
        flat = [[_flat(p) for p in cut([_seen(window.centre, *p) for p in ring], lambda p: p[2] - beyond)] for ring in coast()]
    else:
        flat = [[window.plane(lon + turn, lat) for lon, lat in ring] for ring in coast() for turn in (-360, 0, 360)]
    rings = (_framed(ring, window.reach) for ring in flat)
    return [thin for ring in rings if len(thin := _thinned(ring, 1 / window.scale)) > 3]


def _thinned(ring: list[Point], step: float) -> list[Point]:
    kept = ring[:1]
    for point in ring[1:]:
        if hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [*kept, kept[0]] if kept else []


def _filled(rings: list[list[Point]], color: str, window: Window, line: dict) -> go.Scatter:
    # one trace with gaps, as plotly fills it: a ring that runs the other way round is a hole
    points = [p for ring in rings for p in (*ring, (None, None))][:-1]
    x, y = ([None if v is None else round(v, 2) for v in axis] for axis in zip(*points))
    return go.Scatter(x=x, y=y, mode="lines", fill="toself", fillcolor=color, line=line, hoverinfo="skip", showlegend=False, **window.on)


def base(window: Window, lang: str, cities: Sequence[Place] = (), domain: tuple[float, float] = (0, 1)) -> tuple[list, dict]:
    """Sea, land and the islands of the East Sea, as traces; and the layout of the window's axes.

    `cities`: what will be marked on it, so that no island's name covers a mark. `domain`: the part of the figure's height that
    the map takes, as plotly counts it, from below (`draw` works it out).
    """
    left, foot, right, top = window.reach
    frame = [(left, foot), (left, top), (right, top), (right, foot), (left, foot)]
    none = {"width": 0}
    shown = land(window)
    traces = [_filled([frame], style.SEA, window, none)]
    if shown:
        traces.append(_filled(shown, style.LAND, window, {"width": 0.7, "color": style.COAST}))
    if window.centre:  # what is beyond the edge of a globe is page again: a frame with a round hole, which runs the other way
        size = degrees(2 * sin(radians(_EDGE / 2)))
        turns = [2 * pi * n / 180 for n in range(181)]
        far = [(-500, -500), (-500, 500), (500, 500), (500, -500), (-500, -500)]
        traces.append(_filled([far, [(size * cos(t), size * sin(t)) for t in turns]], style.PAGE, window, none))
    for place, label in _islands(window, lang, cities):
        if marks := _ISLANDS.get(place.label):
            traces.append(_filled([_islet(window, *at) for at in marks], style.INK, window, none))
        traces += _words(window, place, label, style.INK if marks else place.color)
    still = {"visible": False, "fixedrange": True, "constrain": "range"}
    # An exact "autorange" instead of a range: plotly widens a range to the page, and would not narrow it again with the page.
    ends = {"x": (window.west * window.squeeze, window.east * window.squeeze), "y": (window.south, window.north)}
    across, up = ({**still, "autorange": True, "autorangeoptions": {"minallowed": low, "maxallowed": high}} for low, high in ends.values())
    layout = {
        f"xaxis{window.axis}": {**across, "anchor": f"y{window.axis}"},
        f"yaxis{window.axis}": {**up, "domain": list(domain), "scaleanchor": f"x{window.axis}", "scaleratio": 1, "anchor": f"x{window.axis}"},
        "hovermode": "closest",
        "dragmode": False,
    }
    return traces, layout


def draw(title: str, lang: str, panels: list[tuple[Window, list, list[Place]]], gap: float = 10, **layout) -> go.Figure:
    """A figure of maps, one below the other: each a window, the traces under its marks (arcs, routes), and the places to mark.

    `gap`: pixels between maps. `layout`: any plotly layout keys.
    """
    plot = sum(window.height for window, _, _ in panels) + gap * (len(panels) - 1)
    traces: list = []
    top = plot
    for window, ways, points in panels:
        ground, axes = base(window, lang, points, (max(0, (top - window.height) / plot), top / plot))
        traces += ground + ways + places(window, points, lang)
        layout = axes | layout
        top -= window.height + gap
    margin = {"l": 8, "r": 8, "t": 24 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 12}
    margin |= layout.pop("margin", {})
    return style.figure(traces, title, lang, height=round(plot + margin["t"] + margin["b"]), margin=margin, **layout)


def _islands(window: Window, lang: str, cities: Sequence[Place]) -> list[tuple[Place, Label]]:
    """Hoàng Sa, Trường Sa and the sea itself, where a wide screen may show them, and where their names stand, clear of the marks of cities."""
    places = []
    for name, marks in _ISLANDS.items():
        x, y = zip(*(window.pixel(window.plane(*at)) for at in marks))
        lon, lat = (sum(axis) / len(marks) for axis in zip(*marks))
        places.append(Place(lon, lat, name, size=max(max(x) - min(x), max(y) - min(y)) + 4))
    shown = [place for place in places if window.shows(place.lon, place.lat)]
    spots, taken = [window.spot(place) for place in shown], [window.spot(place).box for place in cities]
    labels = placed(spots, window.height, taken, leftwards=40)  # to the right is the sea, to the left the land and its cities
    named = list(zip(shown, labels))
    if window.shows(*_OPEN_SEA[0]):
        sea = Place(*_OPEN_SEA[0], _EAST_SEA[lang], color=style.BLUE, size=0)
        named.append((sea, _sea_label(window, sea, [*taken, *(s.box for s in spots), *(label.box for label in labels)])))
    return named


def _sea_label(window: Window, sea: Place, taken: list[Box]) -> Label:
    """On the water itself if it is free somewhere; else with a leader to it."""
    for x, y in (window.pixel(window.plane(*at)) for at in _OPEN_SEA):
        box = box_at(x, y, 0, 0, LETTER * len(sea.label), LINE)
        view = (min(0.0, x), 0.0, max(float(PHONE), x), window.height)
        if not outside(box, view) and not any(shared(box, other) for other in taken):
            return Label([sea.label], box, 0)
    return placed([window.spot(sea)], window.height, taken, leftwards=150)[0]  # to the left it would name the land


def _islet(window: Window, lon: float, lat: float) -> list[Point]:
    x, y = window.pixel(window.plane(lon, lat))
    return [window.unpixel(x + dx, y + dy) for dx, dy in ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0), (0, -1.4))]


# -- marks and their words -------------------------------------------------------------------------------------------------


def _line(window: Window, points: list[Point], **look) -> go.Scatter:
    """A line through points of the plane."""
    x, y = ([round(v, 2) for v in axis] for axis in zip(*points))
    return go.Scatter(x=x, y=y, mode="lines", showlegend=False, **({"hoverinfo": "skip"} | look), **window.on)


def _words(window: Window, point: Place, label: Label, color: str = style.INK) -> list:
    """A label, and its leader if it needs one."""
    x, y = window.unpixel(*label.start)
    words = go.Scatter(
        x=[round(x, 2)],
        y=[round(y, 2)],
        mode="text",
        text=["<br>".join(label.lines)],
        textposition={1: "middle right", 0: "middle center", -1: "middle left"}[label.side],
        textfont={"size": LABEL, "color": color, "shadow": _HALO},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,  # so that plotly takes away the words of a place out of view, instead of cutting them
        **window.on,
    )
    leader = [_line(window, [window.plane(point.lon, point.lat), (x, y)], line={"width": 0.8, "color": style.GREY})] if label.led else []
    return [*leader, words]


def places(window: Window, points: list[Place], lang: str) -> list:
    """Marks with their words beside them, clear of each other and of the names of the East Sea, at the width of a phone and so at any.

    Raises ValueError for a place that a phone would not show: on a wide screen only, it would be missing from the story.
    """
    spots = [window.spot(point) for point in points]
    for point, spot in zip(points, spots):
        if not (window.shows(point.lon, point.lat) and 0 <= spot.x <= PHONE and 0 <= spot.y <= window.height):
            raise ValueError(f"{point.label or (point.lon, point.lat)} is outside the window")
    islands = _islands(window, lang, points)
    taken = [box for place, label in islands for box in (label.box, window.spot(place).box)]
    traces: list = []
    for point, label in zip(points, placed(spots, window.height, taken)):
        if point.label:
            traces += _words(window, point, label)
    return traces + [_mark(window, point) for point in points]


def _mark(window: Window, point: Place) -> go.Scatter:
    x, y = window.plane(point.lon, point.lat)
    # a hollow mark is filled with the page's colour, or it would be lost on the land
    fill, line = (style.PAGE, {"width": 2, "color": point.color}) if point.hollow else (point.color, {"width": 1, "color": style.PAGE})
    hover = {"hovertext": [point.said], "hoverinfo": "text"} if point.said else {"hoverinfo": "skip"}
    marker = {"symbol": point.symbol, "size": point.size, "color": fill, "line": line, "opacity": 1}
    return go.Scatter(x=[round(x, 3)], y=[round(y, 3)], mode="markers", marker=marker, showlegend=False, cliponaxis=False, **hover, **window.on)


# -- ways ------------------------------------------------------------------------------------------------------------------


def arc(
    window: Window, a: Place | Point, b: Place | Point, color: str = style.INK, dash: str = "solid", said: str = "", bend: float = 0.18, width: float = 1.6
) -> list:
    """A curved line with an arrowhead, from `a` to `b`: a letter, or aid on its way.

    `a`, `b`: places, or pairs of longitude and latitude. `said`: the hover label, on the arrowhead. `bend`: how far the line swings out
    to the left of its way, as a part of its length; so a letter and its answer are two lines.
    """
    (ax, ay), (bx, by) = (window.pixel(window.plane(*_at(end))) for end in (a, b))
    top = (ax + bx) / 2 + 2 * bend * (by - ay), (ay + by) / 2 - 2 * bend * (bx - ax)
    steps = [n / 40 for n in range(41)]
    curve = [((1 - t) ** 2 * ax + 2 * t * (1 - t) * top[0] + t * t * bx, (1 - t) ** 2 * ay + 2 * t * (1 - t) * top[1] + t * t * by) for t in steps]
    # it stops short of both marks, which it would else cover
    curve = [p for p in curve if hypot(p[0] - ax, p[1] - ay) > 7 and hypot(p[0] - bx, p[1] - by) > 10] or [(ax, ay), (bx, by)]
    end, before = curve[-1], curve[-2] if len(curve) > 1 else (ax, ay)
    x, y = window.unpixel(*end)
    hover = {"hovertext": [said], "hoverinfo": "text"} if said else {"hoverinfo": "skip"}
    head = {"symbol": "triangle-up", "size": 9, "color": color, "angle": round(degrees(atan2(bx - before[0], before[1] - by)), 1)}
    tip = go.Scatter(x=[round(x, 3)], y=[round(y, 3)], mode="markers", marker=head, showlegend=False, **hover, **window.on)
    return [_line(window, [window.unpixel(*p) for p in curve], line={"width": width, "color": color, "dash": dash}), tip]


def route(window: Window, points: list[Place | Point], color: str = style.INK, dash: str = "solid", said: str = "", width: float = 2.2) -> list:
    """A line through places in turn: a railway, a sea lane, a trail. `points`, `said` as for `arc`; the hover label is at each bend."""
    ends = [window.plane(*_at(point)) for point in points]
    hover = {"hovertext": [said] * len(ends), "hoverinfo": "text"} if said else {}
    return [_line(window, ends, line={"width": width, "color": color, "dash": dash}, **hover)]


def _at(end: Place | Point) -> Point:
    return (end.lon, end.lat) if isinstance(end, Place) else end

"""Where the words of a map stand: beside their marks, clear of one another, and inside what a phone shows.

All is in pixels from the map's upper left corner, downwards; a map has the same pixels on every screen (`maps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from .. import text
from .lanes import LETTER, PHONE

LINE = 14  # pixels of a line of words
_BESIDE = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (1, 1), (-1, -1), (-1, 1))  # of a mark, in the order of preference

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Spot:
    """A mark that wants words: its label, its middle and its size."""

    label: str
    x: float
    y: float
    size: float

    @property
    def box(self) -> Box:
        half = self.size / 2 + 1
        return self.x - half, self.y - half, self.x + half, self.y + half


@dataclass
class Label:
    """Where words stand.

    Their lines, the box that they cover, their side of the mark (1 right, -1 left, 0 neither), and whether a leader joins them to it.
    """

    lines: list[str]
    box: Box
    side: int
    led: bool = False

    @property
    def start(self) -> Point:
        """The pixel from which the words go to their side."""
        left, top, right, foot = self.box
        return {1: left, 0: (left + right) / 2, -1: right}[self.side], (top + foot) / 2


def placed(spots: list[Spot], height: float, taken: Sequence[Box] = (), leftwards: float = 0) -> list[Label]:
    """A label for each mark of a map `height` pixels high, in the order of the marks.

    None stands on another, on a mark, on a box that is `taken` or over the edge of what a phone shows, if there is room anywhere.
    `leftwards`: what a label to the left of its mark costs more. Each label chooses in turn, and twice again when all the others stand.
    """
    marks = [spot.box for spot in spots]
    labels: dict[int, Label] = {}
    for n in [*range(len(spots))] * 3:
        x, y = spots[n].x, spots[n].y
        # a place that only wide screens show has its words on the side that comes into view first
        view = (min(0.0, x), 0.0, max(float(PHONE), x), height)
        full = [*taken, *marks, *(label.box for k, label in labels.items() if k != n)]
        passed = [(spot.x, spot.y) for k, spot in enumerate(spots) if k != n]

        def price(choice: tuple[float, Label]) -> float:
            own, label = choice
            crossed = sum(_near(spot, (x, y), label.start) for spot in passed) if label.led else 0
            return own + 20 * outside(label.box, view) + 10 * sum(shared(label.box, box) for box in full) + 40 * crossed + leftwards * (label.side < 0)

        labels[n] = min(_choices(spots[n]), key=price)[1]
    return [labels[n] for n in range(len(spots))]


def _near(spot: Point, a: Point, b: Point) -> bool:
    """Whether a line from a to b passes within 6 pixels of a spot."""
    along = ((spot[0] - a[0]) * (b[0] - a[0]) + (spot[1] - a[1]) * (b[1] - a[1])) / max(1, hypot(b[0] - a[0], b[1] - a[1]) ** 2)
    t = min(1.0, max(0.0, along))
    return hypot(a[0] + t * (b[0] - a[0]) - spot[0], a[1] + t * (b[1] - a[1]) - spot[1]) < 6


def _choices(spot: Spot) -> Iterator[tuple[float, Label]]:
    """Every way to set a label, with its price: beside the mark on one line is cheapest, a long leader dearest."""
    x, y = spot.x, spot.y
    halves = text.wrap(spot.label, len(spot.label) // 2 + 3)
    for lines in [[spot.label]] + ([halves] if len(halves) > 1 and len(spot.label) > 10 else []):
        wide, high = LETTER * max(map(len, lines)) + 1, LINE * len(lines)
        for rank, (sx, sy) in enumerate(_BESIDE):
            off = spot.size / 2 + 3
            near = off if not sx or not sy else off * 0.6  # a corner is further away than a side
            yield rank + 2 * len(lines), Label(lines, box_at(x + sx * near, y + sy * near, sx, sy, wide, high), sx)
            for far in range(14, 63, 6):
                led = box_at(x + sx * far, y + sy * far, sx, 0 if sx else sy, wide, high)
                yield rank + 2 * len(lines) + 2 * far, Label(lines, led, sx, True)


def box_at(x: float, y: float, sx: int, sy: int, wide: float, high: float) -> Box:
    left, top = x + (sx - 1) * wide / 2, y + (sy - 1) * high / 2
    return left, top, left + wide, top + high


def shared(a: Box, b: Box) -> float:
    """Square pixels that two boxes both cover."""
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def outside(box: Box, view: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1]) - shared(box, view)

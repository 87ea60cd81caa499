"""Expected values: written as references to rows and computed values, so that when a tonne changes, so does the key."""

from __future__ import annotations

import math
from datetime import date

from .. import data
from ..data import computed

# what a frozen specification does not need: what it says to people, and what is asked of others (`variants.of` takes one out first)
_LEFT_OUT = ("asks", "right", "wrong", "says", "variants")
_HOW = ("value", "year", "days", "sum", "minus", "times", "over", "percent")


def number(expected) -> float:
    """The number that an expectation means:

        3                                   itself
        {value: at-1965-1968-all}           a row's value, or a computed value
        {year: ev-2005-cuba-reveals}        the year in which an event begins
        {days: [1950-01-14, rc-ussr-drv]}   the days from one day to another: each a date, or a row known to the day
        {sum: […]} {minus: [a, b]} {times: [a, b]} {over: [a, b]} {percent: [a, b]}     of such expectations
    """
    if isinstance(expected, (int, float)):
        return float(expected)
    ((how, what),) = expected.items()
    if how == "value":
        return _value(what)
    if how == "year":
        return float(data.default().find(what)[1]["start"][:4])
    if how == "days":
        first, last = map(_day, what)
        return float((last - first).days)
    parts = [number(part) for part in what]
    if how == "sum":
        return sum(parts)
    a, b = parts
    return {"minus": a - b, "times": a * b, "over": a / b, "percent": 100 * a / b}[how]


def _day(name: str) -> date:
    """A day written as 1950-01-14, or the day on which a row begins. Raises `DataError` where the row is not known to the day."""
    try:
        return date.fromisoformat(name)
    except ValueError:
        row = data.default().find(name)[1]
    if row["precision"] != "day":
        raise data.DataError(
            vi=f"Dòng “{name}” không biết đích ngày, nên không đếm ngày từ đó được.",
            en=f"The row “{name}” is not known to the day, so no days can be counted from it.",
        )
    return date.fromisoformat(row["start"])


def _value(name: str) -> float:
    if name in computed.NAMES:
        return float(computed.NAMES[name][0]())
    found = float(data.default().find(name)[1]["value"])
    if math.isnan(found):
        raise data.DataError(
            vi=f"Dòng “{name}” không có một giá trị duy nhất, nên không làm đáp án được.",
            en=f"The row “{name}” has no single value, so it cannot be a key.",
        )
    return found


def frozen(spec: dict) -> dict:
    """A specification with its numbers worked out and its words left out: what goes where no data are to be trusted."""
    return _freeze({k: v for k, v in spec.items() if k not in _LEFT_OUT})


def _freeze(part):
    if isinstance(part, dict):
        if len(part) == 1 and next(iter(part)) in _HOW:
            worth = number(part)
            return int(worth) if worth == int(worth) else round(worth, 6)
        return {k: _freeze(v) for k, v in part.items() if k not in _LEFT_OUT}
    if isinstance(part, list):
        return [_freeze(p) for p in part]
    return part

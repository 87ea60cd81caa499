"""What a student answered, as plain data: the one form that a check looks at, and the form that JSON can carry.

A cell may hold anything: a table of ten million rows, an object that raises when it is compared or printed. So an
answer's type is looked at exactly, nothing of the object's own is called (no repr, no ==, no iteration that it
could have redefined), and only a beginning is taken of what is long.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import math
import re
import sys
import warnings

from ..text import nfc, readings

LONGEST_TEXT = 8000  # an argument of five hundred words, with its citations
MOST_ITEMS = 100
MOST_COLUMNS = 12  # and items of a list inside another
_DEEPEST = 3


class Plain(dict):
    """The plain form itself, so that what was already looked at is not looked at again."""


def plain(answer) -> Plain:
    """`answer` as plain data, of one of these kinds:

        nothing                                   None, or the … of an unfinished line
        number      value
        no-number   value "nan" or "infinite"
        yes-no      value
        text        value
        list        items (plain), length         lists, tuples, sets, columns
        table       columns, index, rows (plain cells), length      dicts, Series, DataFrames
        other       type, callable                whatever else

    Never raises.
    """
    if type(answer) is Plain:
        return answer
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # nbgrader gives a right answer zero for a warning
            return _look(answer, _DEEPEST)
    except BaseException:  # even an exit or an interrupt, where an object raises one when it is touched
        return _other(answer)


def _look(answer, depth: int) -> Plain:
    kind = type(answer)
    if answer is None or answer is Ellipsis:
        return Plain(kind="nothing")
    if kind is bool:
        return Plain(kind="yes-no", value=answer)
    if issubclass(kind, int):
        return _number(int.__int__(answer))
    if issubclass(kind, float):
        return _number(float.__float__(answer))
    if issubclass(kind, str):
        whole = str.__str__(answer)[:LONGEST_TEXT].encode("utf-8", "replace").decode()  # a lone surrogate cannot be written anywhere
        return Plain(kind="text", value=nfc(whole))
    if kind in (decimal.Decimal, fractions.Fraction):
        return _number(float(answer))
    if kind in (datetime.date, datetime.datetime):
        return Plain(kind="text", value=answer.isoformat())
    if depth == 0:
        return _other(answer)
    for sequence in (list, tuple, set, frozenset):
        if issubclass(kind, sequence):
            return _list(sequence.__iter__(answer), sequence.__len__(answer), depth)
    if kind in (range, type({}.keys()), type({}.values())):
        return _list(iter(answer), len(answer), depth)
    if issubclass(kind, dict):
        return _mapping(answer, depth)
    return _from_libraries(answer, kind, depth) or _other(answer)


def _from_libraries(answer, kind: type, depth: int) -> Plain | None:
    """numpy's and pandas' own types; where neither is loaded, no answer can be one of them."""
    np, pd = sys.modules.get("numpy"), sys.modules.get("pandas")
    if np and issubclass(kind, np.generic):
        return _look(answer.item(), depth - 1)
    if np and issubclass(kind, np.ndarray):
        if answer.ndim == 0:
            return _look(answer.item(), depth - 1)
        return _list(iter(answer[:MOST_ITEMS]), len(answer), depth)
    if not pd:
        return None
    if answer is pd.NA or answer is pd.NaT:
        return Plain(kind="no-number", value="nan")
    if issubclass(kind, pd.Timestamp):
        return Plain(kind="text", value=answer.isoformat())
    if issubclass(kind, pd.Index) or issubclass(kind, pd.api.extensions.ExtensionArray):
        return _list(iter(answer[:MOST_ITEMS]), len(answer), depth)
    if issubclass(kind, pd.Series):
        head = answer.iloc[:MOST_ITEMS]
        return _table(["value"], head.index, ([cell] for cell in head), len(answer), depth)
    if issubclass(kind, pd.DataFrame):
        head = answer.iloc[:MOST_ITEMS, :MOST_COLUMNS]
        return _table(head.columns, head.index, head.itertuples(index=False, name=None), len(answer), depth)
    return None


def _number(value: int | float) -> Plain:
    try:
        if math.isnan(float(value)):
            return Plain(kind="no-number", value="nan")
        if math.isinf(float(value)):
            return Plain(kind="no-number", value="infinite")
    except OverflowError:  # an int of many digits
        return Plain(kind="no-number", value="infinite")
    return Plain(kind="number", value=value if abs(value) < 2**53 else float(value))


def _list(items, length: int, depth: int) -> Plain:
    most = MOST_ITEMS if depth == _DEEPEST else MOST_COLUMNS
    taken = [_look(item, depth - 1) for _, item in zip(range(most), items)]
    return Plain(kind="list", items=taken, length=length)


def _mapping(answer: dict, depth: int) -> Plain:
    most = MOST_ITEMS if depth == _DEEPEST else MOST_COLUMNS
    pairs = [pair for _, pair in zip(range(most), dict.items(answer))]
    columns = [value for _, value in pairs if type(value) in (list, tuple)]
    if pairs and len(columns) == len(pairs) and len({len(c) for c in columns}) == 1:  # {"period": […], "tonnes": […]}
        rows = list(zip(*columns))
        return _table([name for name, _ in pairs[:MOST_COLUMNS]], range(len(rows[:most])), [r[:MOST_COLUMNS] for r in rows[:most]], len(rows), depth)
    return _table(["value"], [name for name, _ in pairs], ([value] for _, value in pairs), dict.__len__(answer), depth)


def _table(columns, index, rows, length: int, depth: int) -> Plain:
    return Plain(
        kind="table",
        columns=[name_of(_look(c, depth - 1)) for c in columns],
        index=[name_of(_look(i, depth - 1)) for i in index],
        rows=[[_look(cell, depth - 1) for cell in row] for row in rows],
        length=length,
    )


def _other(answer) -> Plain:
    # not type(answer).__name__: a metaclass may have redefined that too
    return Plain(kind="other", type=type.__dict__["__name__"].__get__(type(answer))[:80], callable=callable(answer))


# -- reading plain answers -----------------------------------------------------------------------------------------------


def name_of(answer: Plain) -> str:
    """The name that a row, a column or a choice goes by."""
    if answer["kind"] == "number":
        value = answer["value"]
        return str(int(value)) if value == int(value) else str(value)
    return answer["value"].strip() if answer["kind"] == "text" else f"({answer['kind']})"


def single(answer: Plain) -> Plain:
    """The one value inside a list or table of one: `table[table.id == "…"].value` is a column even where one row is left."""
    while answer["kind"] in ("list", "table"):
        cells = answer["items"] if answer["kind"] == "list" else [cell for row in answer["rows"] for cell in row]
        if len(cells) != 1 or answer["length"] != 1:
            break
        answer = cells[0]
    return answer


def numbers(answer: Plain) -> tuple[list[float], str]:
    """Every number that an answer can mean, and how it was written ("number", "text" or "commas").

    "1.000" is a thousand to a Vietnamese reader and one to an English one; and 2,362,581 without quotation marks is
    three numbers to Python.
    """
    answer = single(answer)
    if answer["kind"] == "number":
        return [float(answer["value"])], "number"
    if answer["kind"] == "text":
        return readings(answer["value"]), "text"
    if answer["kind"] == "list" and 1 < answer["length"] <= 5:
        parts = [item.get("value") for item in answer["items"]]
        if all(type(p) is int and abs(p) < 1000 for p in parts) and all(p >= 0 for p in parts[1:]):
            found = [float("".join([str(parts[0]), *(f"{p:03d}" for p in parts[1:])]))]
            if len(parts) == 2:
                found.append(float(f"{parts[0]}.{parts[1]}"))  # 67,5
            return found, "commas"
    return [], "none"


def items(answer: Plain) -> list[str] | None:
    """The names in a list, a set, a column or a single text; None where the answer is nothing of the kind."""
    if answer["kind"] == "text":
        return [part for part in re.split(r"[,;\s]+", answer["value"]) if part]
    if answer["kind"] == "list":
        return [name_of(i) for i in answer["items"]]
    if answer["kind"] == "table":
        if "id" in answer["columns"] and answer["columns"] != ["value"]:
            return [name_of(row[answer["columns"].index("id")]) for row in answer["rows"]]
        if answer["columns"] == ["value"] and all(r[0]["kind"] == "text" for r in answer["rows"]):
            return [name_of(row[0]) for row in answer["rows"]]
        return list(answer["index"])
    return None


def shown(answer: Plain) -> str:
    """A short form for a sentence."""
    answer = single(answer)
    if answer["kind"] == "text":
        text = " ".join("".join(c if c.isprintable() else " " for c in answer["value"]).split())
        return f"“{text[:57]}…”" if len(text) > 60 else f"“{text}”"
    return str(answer.get("type") or answer.get("value", ""))[:60]

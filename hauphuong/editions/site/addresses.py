"""Where things stand on the site."""

from __future__ import annotations

from functools import cache

from ...data import default


def letter(key: str) -> str:
    """Sources stand on one page for each first letter of their keys: a page each would be 638 pages a language."""
    return key[0].lower() if key[0].isalpha() else "0-9"


def source(key: str) -> str:
    """A source's entry, seen from a language's folder."""
    return f"sources/{letter(key)}.html#src-{key}"


def row(row_id: str) -> str | None:
    """A row of data, seen from a language's folder; None where no row has this id."""
    table = _home(row_id)
    return f"data/{table}.html#{row_id}" if table else None


@cache
def _home(row_id: str) -> str | None:
    return default().find(row_id)[0] if row_id in default() else None

"""Where things stand on the site, and where the other editions of a lesson are."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from ...data import default
from ..lesson import LessonError

SETTINGS = Path(__file__).resolve().parents[3] / "settings" / "addresses.json"


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


@cache
def settings() -> dict[str, str]:
    """The addresses that whoever publishes the course sets. Raises `LessonError` where the file cannot be read."""
    try:
        return json.loads(SETTINGS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise LessonError(vi=f"Không đọc được {SETTINGS.name} ({why}). Hãy lấy lại bản gốc.", en=f"{SETTINGS.name} cannot be read ({why}). Restore the original.") from None


def editions(path: str, up: str, told: dict[str, str] | None = None) -> dict[str, str]:
    """The same lesson in the other editions: "lab", "lite", "binder" -> address; one whose setting is empty is left out.

    `path`: the notebook's, within lessons/ ("vi/06-aid-in-tonnes.ipynb"); `up`: the way from the page to the root of the site.
    """
    told = told or settings()
    found = {}
    if told.get("lab"):
        found["lab"] = told["lab"].replace("{path}", path)
    if told.get("lite"):
        lite = told["lite"].replace("{path}", path)
        found["lite"] = lite if re.match(r"https?://", lite) else up + lite
    if told.get("repository") and told.get("tag"):
        found["binder"] = f"{_binder(told['repository'], told['tag'])}?urlpath=lab/tree/lessons/{path}"
    return found


def _binder(repository: str, tag: str) -> str:
    """Binder's address for a repository at a tag: never a branch, which would change under a class's feet."""
    github = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(?:\.git)?/?", repository)
    if github:
        return f"https://mybinder.org/v2/gh/{github[1]}/{tag}"
    from urllib.parse import quote

    return f"https://mybinder.org/v2/git/{quote(repository, safe='')}/{tag}"

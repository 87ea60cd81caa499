"""What a task is called in its exercise, and where in the lesson a student should look again: headings, read from the notebooks themselves."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from ..data import banks
from ..text import nfc

_ROOT = Path(__file__).resolve().parents[2]
_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*$", re.M)


@cache
def tasks(exercise: str, lang: str) -> dict[str, str]:
    """Each task's heading by its name, in the exercise's order, the essay last: {"first-four": "1 · Bốn nước đầu tiên", …}."""
    from ..editions.exercises import EXERCISES, path_of
    from .run import ESSAY

    named, heading = {}, ""
    for cell in _cells(path_of(EXERCISES, exercise, lang)):
        source = "".join(cell["source"])
        heading = _last_heading(source) or heading if cell["cell_type"] == "markdown" else heading
        task = re.search(rf'check\("{exercise}/([a-z0-9-]+)"', source) if cell["cell_type"] == "code" else None
        if task:
            named[task[1]] = heading
        elif cell["id"] == _essay(exercise):
            named[ESSAY] = heading
    return named


@cache
def title(exercise: str, lang: str) -> str:
    """An exercise's own title."""
    from ..editions.exercises import EXERCISES, path_of

    return nfc(_book(path_of(EXERCISES, exercise, lang))["metadata"].get("title", exercise))


@cache
def lesson(slug: str, lang: str) -> tuple[str, dict[str, str]]:
    """(title, the heading of the section that each cell stands in) of a lesson."""
    book = _book(_ROOT / "lessons" / lang / f"{slug}.ipynb")
    sections, heading = {}, ""
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown":
            heading = _last_heading("".join(cell["source"])) or heading
        sections[cell["id"]] = heading
    return nfc(book["metadata"]["title"]), sections


def see(exercise: str, task: str, lang: str) -> tuple[str, str] | None:
    """(lesson, section) in which to look again for a task; None where its check names none."""
    bank = banks.load("checks", exercise)
    cell = bank["checks"].get(task, {}).get("see")
    if cell is None:
        return None
    title, sections = lesson(bank["lesson"], lang)
    return (title, sections[cell]) if sections.get(cell) else None


def _essay(exercise: str) -> str:
    from .run import exercise as told

    return told(exercise).keys["essay"]["cell"]


def _last_heading(source: str) -> str:
    found = _HEADING.findall(source)
    return nfc(re.sub(r"[*`]", "", found[-1][1])) if found else ""


def _cells(path: Path) -> list[dict]:
    return _book(path)["cells"]


def _book(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))

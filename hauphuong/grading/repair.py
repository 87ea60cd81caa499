"""Read a submission as a notebook and mend it: find each cell of the release again, whatever has happened to it.

A cell is known by its id, else by nbgrader's grade id, else by likeness. Locked cells are taken from the release, never
from the student. Whatever was mended is said in words (`words.MENDED`).
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..text import fold, nfc

_DEEPEST = 60  # levels of JSON; a notebook with charts has about fifteen
_MOST_CELLS = 2000
_LONGEST = 200_000  # characters of one cell
_LIKE = 0.6  # from which likeness a cell is taken for another


class Unreadable(Exception):
    """Carries a key of `words.FAULTS`."""


@dataclass
class Cell:
    """A cell of the release with what the student made of it. `role`: locked, solution, check, essay, or own for a cell that the student added."""

    id: str
    role: str
    source: str
    touched: bool = False  # a solution or an essay that is no longer what was handed out


@dataclass
class Mended:
    """A submission in the order of the release, and what was mended: pairs of a key of `words.MENDED` and the cell's id."""

    exercise: str
    lang: str
    cells: list[Cell]
    notes: list[tuple[str, str]] = field(default_factory=list)
    likeness: float = 1.0  # which share of the release's own cells was found again
    personal: bool = False  # each student has rows of their own


def parse(raw: bytes) -> tuple[list[dict], dict, list[tuple[str, str]]]:
    """(cells, metadata, notes) of a notebook file: each cell a dict with id, grade_id, kind and source. Raises `Unreadable`."""
    notes: list[tuple[str, str]] = []
    if not raw.strip():
        raise Unreadable("empty")
    try:
        said = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = raw.decode("utf-16") if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else raw.decode("utf-8", "replace")
        notes.append(("encoding", ""))
    if "\x00" in said:
        said = said.replace("\x00", "")
        notes.append(("nul", ""))
    if _depth(said) > _DEEPEST:
        raise Unreadable("deep")
    try:
        book = json.loads(said, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise Unreadable("not-json") from None
    if not isinstance(book, dict):
        raise Unreadable("not-a-notebook")
    if book.get("nbformat") == 3 and isinstance(book.get("worksheets"), list):
        sheets = [s.get("cells") for s in book["worksheets"] if isinstance(s, dict)]
        book = {**book, "cells": [c for cells in sheets if isinstance(cells, list) for c in cells]}
        notes.append(("old-format", ""))
    cells = book.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("not-a-notebook")
    if len(cells) > _MOST_CELLS:
        raise Unreadable("many-cells")
    meta = book.get("metadata")
    return [c for c in map(_cell, cells) if c], meta if isinstance(meta, dict) else {}, notes


def _depth(said: str) -> int:
    """How deep brackets nest, outside strings: json's own limit is the interpreter's stack."""
    deepest = now = 0
    quoted = escaped = False
    if said.count("[") + said.count("{") <= _DEEPEST:
        return 0
    for letter in said:
        if quoted:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                quoted = False
        elif letter == '"':
            quoted = True
        elif letter in "[{":
            now += 1
            deepest = max(deepest, now)
        elif letter in "]}":
            now -= 1
    return deepest


def _cell(raw: object) -> dict | None:
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(s for s in source if isinstance(s, str))
    meta = raw.get("metadata") if isinstance(raw.get("metadata"), dict) else {}
    grade = meta.get("nbgrader") if isinstance(meta.get("nbgrader"), dict) else {}
    return {
        "id": raw.get("id") if isinstance(raw.get("id"), str) else "",
        "grade_id": grade.get("grade_id") if isinstance(grade.get("grade_id"), str) else "",
        "kind": raw.get("cell_type") if isinstance(raw.get("cell_type"), str) else "",
        "source": nfc(source.encode("utf-8", "replace").decode())[:_LONGEST] if isinstance(source, str) else "",
    }


def release_cells(book: dict) -> list[Cell]:
    """The cells of a release (a notebook as a dict) with their roles, those that hold only words left out."""
    cells = []
    for raw in book["cells"]:
        grade, own = raw["metadata"].get("nbgrader"), raw["metadata"].get("hauphuong", {}).get("role")
        source = nfc("".join(raw["source"]))
        if own:  # a cell of ours that nbgrader knows nothing of (`editions.personal`)
            cells.append(Cell(raw["id"], own, source))
        if not grade:
            continue
        role = "locked" if grade["locked"] and not grade["grade"] else "check" if grade["locked"] else "essay" if grade["grade"] else "solution"
        cells.append(Cell(raw["id"], role if raw["cell_type"] == "code" or role == "essay" else "words", source))
    return cells


def likeness(cells: list[dict], release: list[Cell]) -> float:
    """Which share of a release's cells has a namesake among a submission's."""
    names = {c["id"] for c in cells} | {c["grade_id"] for c in cells}
    return sum(r.id in names for r in release) / max(1, len(release))


def mend(cells: list[dict], release: list[Cell], exercise: str, lang: str) -> Mended:
    """Bring a submission into the release's order."""
    mended = Mended(exercise, lang, [], likeness=likeness(cells, release))
    taken: dict[int, str] = {}  # place in the submission -> cell of the release
    found: dict[str, list[int]] = {r.id: [] for r in release}
    for key in ("id", "grade_id"):
        for place, cell in enumerate(cells):
            if place not in taken and cell[key] in found:
                taken[place] = cell[key]
                found[cell[key]].append(place)
    for wanted in release:
        if not found[wanted.id] and wanted.role in ("solution", "essay"):
            place = _most_like(wanted, cells, taken)
            if place is not None:
                taken[place] = wanted.id
                found[wanted.id].append(place)
                mended.notes.append(("found-by-likeness", wanted.id))
    last = -1
    for wanted in release:
        places = found[wanted.id]
        source, note = _settle(wanted, [cells[p] for p in places])
        mended.notes += [(n, wanted.id) for n in note]
        if places and wanted.role != "words":
            if min(places) < last:
                mended.notes.append(("moved", wanted.id))
            last = max(last, min(places))
        if wanted.role != "words":
            mended.cells.append(Cell(wanted.id, wanted.role, source, wanted.role in ("solution", "essay") and _bare(source) != _bare(wanted.source)))
    _put_in_own(mended, cells, taken)
    return mended


def _settle(wanted: Cell, candidates: list[dict]) -> tuple[str, list[str]]:
    """What stands in a cell in the end, and what had to be mended for it."""
    if wanted.role in ("locked", "check", "words"):
        if wanted.role == "words":
            return wanted.source, []
        notes = [] if candidates else ["missing"]
        if any(_bare(c["source"]) != _bare(wanted.source) for c in candidates):
            notes.append("restored")
        return wanted.source, notes + (["duplicate"] if len(candidates) > 1 else [])
    if not candidates:
        return wanted.source, ["missing-answer"]
    changed = [c for c in candidates if _bare(c["source"]) != _bare(wanted.source)]
    chosen = (changed or candidates)[-1]
    notes = ["duplicate-answer" if len({_bare(c["source"]) for c in changed}) > 1 else "duplicate"] if len(candidates) > 1 else []
    if chosen["kind"] != ("code" if wanted.role == "solution" else "markdown"):
        notes.append("retyped")
    return chosen["source"], notes


def _most_like(wanted: Cell, cells: list[dict], taken: dict[int, str]) -> int | None:
    """The free cell that is most like a lost one: for an answer, one that assigns to the same name."""
    name = wanted.source.partition("=")[0].strip() if wanted.role == "solution" else ""
    best, most = None, _LIKE
    for place, cell in enumerate(cells):
        if place in taken or cell["id"] and cell["kind"] == "markdown" and name:
            continue
        like = 1.0 if name and re.search(rf"^{re.escape(name)}\s*=(?!=)", cell["source"], re.M) else difflib.SequenceMatcher(None, wanted.source[:2000], cell["source"][:2000]).ratio()
        if like > most:
            best, most = place, like
    return best


def _put_in_own(mended: Mended, cells: list[dict], taken: dict[int, str]) -> None:
    """Code that a student added stands where it stood: after the cell of the release that it followed."""
    places = {cell.id: n for n, cell in enumerate(mended.cells)}
    added: dict[int, list[Cell]] = {}
    after = -1
    for place, cell in enumerate(cells):
        if place in taken:
            after = places.get(taken[place], after)
        elif cell["kind"] == "code" and cell["source"].strip():
            added.setdefault(after, []).append(Cell(f"own-{place}", "own", cell["source"]))
    mended.cells = [*added.get(-1, []), *(c for n, cell in enumerate(mended.cells) for c in (cell, *added.get(n, [])))]


def _bare(source: str) -> str:
    """A source without what an editor changes by itself."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def essay_of(mended: Mended, handed_out: str) -> str:
    """The student's text, "" where nothing of their own stands in the essay's cell."""
    cell = next((c for c in mended.cells if c.role == "essay"), None)
    if cell is None or not cell.touched:
        return ""
    return "" if fold(cell.source) in ("", fold(handed_out)) else cell.source.strip()


def tasks(cells: list[Cell]) -> Iterator[tuple[str, str, str]]:
    """(cell, task, variable) of each check cell of a release: `hp.check("exercise/task", variable)`."""
    import ast

    for cell in cells:
        if cell.role == "check":
            call = ast.parse(cell.source).body[-1].value
            yield cell.id, call.args[0].value.partition("/")[2], ast.unparse(call.args[1])

"""The course's notebooks, as the browser edition shows them: from the same files, changed only where a page is no desk.

The kernel there is called `python`; a cell tagged `desk-only` is left out, one tagged `browser-only` is only here.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

DESK_ONLY = "desk-only"
KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def transform(book: dict) -> dict:
    """One notebook (nbformat's JSON) as the browser edition has it; the one given stays as it was."""
    cells = [cell for cell in book["cells"] if DESK_ONLY not in cell.get("metadata", {}).get("tags", [])]
    return {**book, "cells": cells, "metadata": {**book["metadata"], "kernelspec": KERNEL}}


def lay_out(root: Path, target: Path) -> list[Path]:
    """Copy lessons, exercises and data below `target`, in the places where the links of the lessons look for them.

    Returns the notebooks, relative to `target`.
    """
    placed = []
    for part in ("lessons", "exercises"):
        for source in sorted((root / part).rglob("*.ipynb")):
            if ".ipynb_checkpoints" in source.parts:
                continue
            place = source.relative_to(root)
            (target / place).parent.mkdir(parents=True, exist_ok=True)
            book = transform(json.loads(source.read_text(encoding="utf-8")))
            (target / place).write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            placed.append(place)
    for source in sorted(p for p in (root / "data").rglob("*") if p.suffix in (".csv", ".json", ".yaml")):
        place = source.relative_to(root)
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target / place)
    return placed

"""Give a student their own copy of the course, and bring it up to date without touching what they have changed.

    python copies.py COURSE HOME       run as the student: root must not write where a student may have laid a link

A file that the student never changed is replaced by the newer one; one that they changed stays, and the newer one is laid beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

COPIED = ("lessons", "exercises")  # the student's own; the data stays one, read-only, for all
SKIPPED = {"source", ".ipynb_checkpoints", "__pycache__"}
RECORD = ".copied.json"


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refresh(course: Path, mine: Path) -> dict[str, int]:
    """Copy what is new. Returns how many files were copied, replaced and kept as the student left them."""
    mine.mkdir(parents=True, exist_ok=True)
    record = mine / RECORD
    try:
        before = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    counts, now = {"copied": 0, "replaced": 0, "kept": 0}, {}
    for folder in COPIED:
        for source in sorted((course / folder).rglob("*")):
            place = source.relative_to(course)
            if not source.is_file() or SKIPPED & set(place.parts):
                continue
            target, name = mine / place, place.as_posix()
            now[name] = digest(source)
            if not target.exists():
                counts["copied"] += _copy(source, target)
            elif before.get(name) != now[name]:
                if digest(target) in (before.get(name), now[name]):
                    counts["replaced"] += _copy(source, target)
                else:
                    counts["kept"] += 1
                    _copy(source, target.with_name(f"{target.stem}.new{target.suffix}"))
    data = mine / "data"
    if not data.exists() and not data.is_symlink():
        data.symlink_to(course / "data")
    new = record.with_suffix(".new")
    new.write_text(json.dumps(now), encoding="utf-8")
    os.replace(new, record)
    return counts


def _copy(source: Path, target: Path) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, new)
    os.replace(new, target)
    return 1


if __name__ == "__main__":
    print(refresh(Path(sys.argv[1]), Path(sys.argv[2])))

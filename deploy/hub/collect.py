"""Bring in what students have laid into their boxes, into `submitted/`, in nbgrader's layout: `hauphuong grade` reads that folder.

    python collect.py

Run as root. The time of a hand-in is the one at which the file came into the box by the machine's own clock (its ctime), which a
student cannot set. No link is followed, and what is far too large for a notebook is left where it is and named.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
from datetime import datetime, timezone
from pathlib import Path

import classroom

LARGEST = 30_000_000  # bytes


def collect(folder: Path = classroom.FOLDER) -> tuple[int, list[str]]:
    """Returns how many hand-ins are new, and what was left with the reason. What was collected before stays unless there is a newer one."""
    new, left = 0, []
    for user, student in sorted(classroom.students(folder).items()):
        box = folder / "boxes" / user
        for path in sorted(box.glob("*/*.ipynb")) if box.is_dir() else []:
            try:
                raw, when = _read(path)
            except OSError as why:
                left.append(f"{student['key']}: {path.name} ({why.strerror or why})")
                continue
            target = folder / "submitted" / student["key"] / path.parent.name / path.name
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists() and target.read_bytes() == raw:
                continue
            fresh = target.with_suffix(".new")
            fresh.write_bytes(raw)
            os.replace(fresh, target)
            (target.parent / "timestamp.txt").write_text(when.isoformat(timespec="seconds"), encoding="utf-8")
            new += 1
    return new, left


def _read(path: Path) -> tuple[bytes, datetime]:
    """A plain file's bytes and when it came there. Raises `OSError` for anything else: a student may have laid a link to another's."""
    if path.parent.is_symlink():
        raise OSError("liên kết / a link")
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        told = os.fstat(handle)
        if not stat.S_ISREG(told.st_mode) or told.st_nlink > 1:
            raise OSError("không phải tệp thường / no plain file")
        if told.st_size > LARGEST:
            raise OSError("quá lớn / too large")
        return file.read(), datetime.fromtimestamp(told.st_ctime, timezone.utc)


def main() -> int:
    if shutil.which("id") and os.getuid() != 0:
        print("Hãy chạy bằng sudo: hộp nộp bài của sinh viên đóng với mọi người khác. / Run it with sudo: students' boxes are closed to everybody else.", file=sys.stderr)
        return 1
    new, left = collect()
    for what in left:
        print(f"⚠ {what}")
    print(f"{new} bài mới trong {classroom.FOLDER / 'submitted'} / {new} new hand-ins")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""`python -m hauphuong.editions.site [FOLDER]`: build the reading site (site/ unless told)."""

from __future__ import annotations

import sys
from pathlib import Path

from ...text import CourseError, reader_language
from ..notebooks import LESSONS
from .build import build


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else LESSONS.parent / "site"
    try:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    except ImportError:
        Progress = None
    try:
        if Progress is None:
            pages = build(root, lambda path: print(path, flush=True))
        else:
            with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True) as bar:
                task = bar.add_task({"vi": "Đang dựng trang đọc", "en": "Building the reading site"}[reader_language()], total=None)
                pages = build(root, lambda path: bar.update(task, description=path))
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and "lite" not in path.parts) / 1e6
    print({"vi": f"{pages} trang, {size:.0f} MB: {root}/index.html", "en": f"{pages} pages, {size:.0f} MB: {root}/index.html"}[reader_language()])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

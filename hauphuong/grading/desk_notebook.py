"""The notebook that a desk lives in: three short cells, in the teacher's own folder, without a line of any student's."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from ..text import CourseError, fold
from .ratings import ESSAY

_WORDS = {
    "head": {
        "vi": "# Bàn chấm · {what}\n\nNhấn **Shift + Enter** hai lần là bàn chấm mở ra. Mọi việc đều làm được bằng bàn phím; bảng phím nằm ở cuối bàn.",
        "en": "# The marking desk · {what}\n\nPress **Shift + Enter** twice and the desk opens. Everything can be done at the keyboard; the keys are listed at its foot.",
    },
    "tail": {
        "vi": "Mỗi lựa chọn được ghi ngay vào sổ điểm: đóng trình duyệt lúc nào cũng được. Lần sau mở lại sổ này, chạy lại ô trên là về đúng chỗ cũ.",
        "en": "Every choice goes into the gradebook at once, so close the browser whenever you like. Open this notebook again, run the cell above, and you are where you were.",
    },
}


def write_desk(folder: Path, exercise: str, gradebook: Path, marker: str, lang: str, task: str = ESSAY, submissions: Path | None = None) -> Path:
    """Write the notebook of a marker's desk into `folder` and return its path. One that is there keeps the teacher's own cells. Paths in it lead from
    its own folder, so that the whole may be moved. Raises `CourseError` where the folder cannot be written to."""
    named = "-".join(filter(None, (exercise, "" if task == ESSAY else task, "" if marker == "1" else f"marker-{_slug(marker)}")))
    path = Path(folder) / f"{named}.ipynb"
    arguments = [repr(exercise), f"gradebook={_from(folder, gradebook)!r}", f"marker={marker!r}", f"lang={lang!r}"]
    arguments += [f"task={task!r}"] if task != ESSAY else []
    arguments += [f"submissions={_from(folder, submissions)!r}"] if submissions else []
    code = "from hauphuong.grading.desk_view import open_desk\n\nopen_desk(" + ", ".join(arguments) + ")"
    what = exercise if task == ESSAY else f"{exercise} · {task}"
    cells = [_cell("desk-head", "markdown", _WORDS["head"][lang].format(what=what)), _cell("desk", "code", code), _cell("desk-tail", "markdown", _WORDS["tail"][lang])]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        cells += _own_cells(path)
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        book = {"cells": cells, "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(book, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, path)
    except OSError as why:
        raise CourseError(vi=f"Không ghi được {path} ({why.strerror or why}).", en=f"{path} cannot be written ({why.strerror or why}).") from None
    return path


def _own_cells(path: Path) -> list[dict]:
    """What the teacher has added to the notebook. A file that is no notebook is moved aside, not overwritten."""
    if not path.exists():
        return []
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return [c for c in cells if c.get("id") not in ("desk-head", "desk", "desk-tail") and "".join(c.get("source", "")).strip()]
    except (ValueError, KeyError, TypeError, AttributeError):
        os.replace(path, path.with_suffix(".ipynb.old"))
        return []


def _cell(name: str, kind: str, source: str) -> dict:
    return {"cell_type": kind, "id": name, "metadata": {}, "source": source, **({"outputs": [], "execution_count": None} if kind == "code" else {})}


def _from(folder: Path, there: Path) -> str:
    try:
        return Path(os.path.relpath(there, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(there).resolve().as_posix()


def _slug(name: str) -> str:
    """A marker's name as a part of a file's name; two that differ only in signs would share a file, so a short number follows those."""
    import hashlib

    plain = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:30]
    return plain if plain == name else f"{plain or 'x'}-{hashlib.sha256(name.encode()).hexdigest()[:4]}"

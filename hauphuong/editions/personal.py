"""The students' copy in which each has rows of their own, made out of the one that everybody has.

What differs: a cell for the student's number; the text of the tasks with variants (`personal` in the exercise's
source), each with a cell under it that names the student's rows; and the number in those tasks' checks. The copy says
in its metadata that it is one; what decides about marks is the teacher's word in the gradebook (`hauphuong.grading`).
"""

from __future__ import annotations

import nbformat

from .. import checks
from ..checks.variants import NUMBER, SHOWN
from ..text import CourseError
from .exercises import EXERCISES, SOLUTIONS, from_here, path_of, read
from .lesson import Lesson
from .notebooks import build

_WORDS = {
    "vi": """## Mã số của bạn

Trong bản này, vài câu có số liệu **riêng cho từng người**: cùng một bài toán, khác dòng trong bảng. Thay `None` bằng mã số mà thầy cô đã cho bạn, đặt trong ngoặc kép như `"S007"`, rồi chạy hai ô dưới đây.

Cứ bàn với nhau về cách làm; con số thì mỗi người tự tìm. Khi chấm, đề của bạn được tính theo mã số trong sổ điểm của thầy cô, nên hãy gõ cho đúng.""",
    "en": """## Your number

In this copy a few tasks have figures **of your own**: the same problem, other rows of the table. Put the number that your teacher gave you in the place of `None`, in quotation marks like `"S007"`, and run the two cells below.

Do talk with each other about how it is done; the figures are for each to find. When the exercise is marked, your rows follow from the number in your teacher's gradebook, so type it with care.""",
}
_OPEN = {"vi": "None  # mã số của bạn", "en": "None  # your number"}


def varied(name: str) -> list[str]:
    """The tasks of an exercise that have variants. Raises `CheckError` for an unknown exercise."""
    return [task for task, spec in checks.load_all(name).items() if checks.variants.codes(spec)]


def personal(name: str, lang: str) -> nbformat.NotebookNode:
    """The copy, as a notebook. Raises `CourseError` where an exercise has no variants."""
    tasks = varied(name)
    if not tasks:
        raise CourseError(vi=f"Bài {name} không có đề riêng.", en=f"The exercise {name} has no variants.")
    source = read(SOLUTIONS / "source" / f"{name}.yaml")
    book = nbformat.read(path_of(EXERCISES, name, lang), as_version=4)
    book.metadata["hauphuong"] = {**book.metadata["hauphuong"], "variants": True}
    texts, asked = _texts(source, lang), _asked(source)
    cells = []
    for cell in book.cells:
        if cell.id in texts:
            cell.source, cell.metadata["hauphuong"] = texts[cell.id].source, texts[cell.id].metadata.get("hauphuong", {})
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code" and (task := asked[cell.id]) in tasks:
            cell.source = cell.source.replace(")", f", {NUMBER})")
            cell.metadata["nbgrader"].pop("checksum", None)  # nbgrader's, of the cell as it was
        cells.append(cell)
        if cell.id == "import":
            cells += _number(name, lang)
        elif cell.id in texts:
            cells.append(_shown(f"{cell.id}-yours", f"{name}/{_next(source, cell.id)}"))
    book.cells = cells
    nbformat.validate(book)
    return book


def _texts(source: Lesson, lang: str) -> dict[str, nbformat.NotebookNode]:
    """The cells whose text is another here, by id."""
    cells = [{**c, **c["personal"]} for c in source.raw["cells"] if "personal" in c]
    made = build(Lesson(source.slug, source.path, {**source.raw, "cells": cells}), lang).cells
    for cell in made:
        cell.source = from_here(cell.source, lang)
    return {cell.id: cell for cell in made}


def _asked(source: Lesson) -> dict[str, str]:
    """The task of each check cell."""
    return {c["id"]: c["check"] for c in source.raw["cells"] if c.get("role") == "check"}


def _next(source: Lesson, text: str) -> str:
    """The task that a text leads to: that of the next check after it."""
    ids = [c["id"] for c in source.raw["cells"]]
    return next(c["check"] for c in source.raw["cells"][ids.index(text) :] if c.get("role") == "check")


def _number(name: str, lang: str) -> list[nbformat.NotebookNode]:
    """Where a student writes the number, and what it means."""
    words = nbformat.v4.new_markdown_cell(_WORDS[lang], id="number")
    answer = nbformat.v4.new_code_cell(f"{NUMBER} = {_OPEN[lang]}", id="number-answer", metadata={"hauphuong": {"role": "solution"}})
    return [words, answer, _shown(SHOWN, name)]


def _shown(cell_id: str, place: str) -> nbformat.NotebookNode:
    # a role of our own: over a cell with nbgrader's, which its database has not, nbgrader refuses the whole class
    return nbformat.v4.new_code_cell(f'hp.variant("{place}", {NUMBER})', id=cell_id, metadata={"deletable": False, "editable": False, "hauphuong": {"role": "locked"}})

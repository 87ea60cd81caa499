"""`hauphuong export`: the marks for the registrar (XLSX), for Moodle or for Canvas (CSV)."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..text import CourseError, reader_language


class Format(str, Enum):
    xlsx = "xlsx"
    moodle = "moodle"
    canvas = "canvas"


class ScaleName(str, Enum):
    ten = "10"
    percent = "percent"
    letter = "letter"


def export(
    format: Annotated[Format, typer.Option(help="bảng tính cho phòng đào tạo, hay tệp nhập điểm của Moodle, Canvas / a workbook, or the import file of Moodle or Canvas")] = Format.xlsx,
    scale: Annotated[ScaleName, typer.Option(help="thang 10, phần trăm, hay điểm chữ A–F / out of 10, per cent, or letters")] = ScaleName.ten,
    step: Annotated[str, typer.Option(help="làm tròn đến 0.1, 0.25, 0.5…, nửa thì lên / round to, halves up")] = "0.1",
    letters: Annotated[Path | None, typer.Option(help="bảng điểm chữ của trường (YAML hoặc CSV: A+,9.0) / your own letters")] = None,
    exercise: Annotated[str, typer.Option(help="chỉ xuất bài tập này / this exercise only")] = "",
    column: Annotated[list[str] | None, typer.Option(help='BÀI="Tên cột": tên của bài ấy trong Moodle, hay “Tên (số)” trong Canvas / EXERCISE="Column": its name in Moodle, or “Name (number)” in Canvas')] = None,
    roster: Annotated[Path | None, typer.Option(help="danh sách lớp, CSV hoặc XLSX; có thể có cột email, username, moodle id, canvas id, sis id / the class")] = None,
    gradebook: Annotated[Path, typer.Option(help="sổ điểm (SQLite) / the gradebook")] = Path("my-work/gradebook.db"),
    out: Annotated[Path | None, typer.Option(help="ghi vào tệp nào / the file to write")] = None,
) -> None:
    """Xuất điểm: XLSX, Moodle, Canvas. Ai chưa có điểm thì ô trống, không bao giờ là 0 / Hand the marks over; who has no mark has an empty cell, never a 0."""
    from ..grading import export as room
    from ..grading import run, scales
    from ..grading.gradebook import Gradebook

    lang = reader_language()
    if exercise and exercise not in run.names():
        raise CourseError(vi=f"Không có bài tập “{exercise}”. Các bài tập: {', '.join(run.names())}.", en=f"There is no exercise “{exercise}”. There are: {', '.join(run.names())}.")
    if not gradebook.is_file():
        raise CourseError(vi=f"Không có sổ điểm {gradebook}. Hãy chấm bài trước (hauphuong grade), hoặc chọn tệp với --gradebook.", en=f"There is no gradebook {gradebook}. Grade first (hauphuong grade), or choose one with --gradebook.")
    headers = _headers(column or [], run.names())
    with Gradebook(gradebook) as book, Console(stderr=True).status({"vi": "Đang ghi…", "en": "Writing…"}[lang]):
        if roster:
            book.roster(roster)
        over = room.gather(book, scales.scale(scale.value, step, letters), exercise, run.names())
        notes = over.notes
        if format is Format.xlsx:
            path = out or Path("my-work/grades.xlsx")
            room.save(path, lambda draft: room.workbook(over, book, lang, draft))
        else:
            path = out or Path(f"my-work/grades-{format.value}.csv")
            content, more = {Format.moodle: room.moodle, Format.canvas: room.canvas}[format](over, headers)
            room.save_text(path, content)
            notes = notes + more
    _tell(over, notes, path, lang)


def _headers(told: list[str], names: list[str]) -> dict[str, str]:
    """{exercise: column} of `EXERCISE=COLUMN`s."""
    headers = {}
    for each in told:
        name, sign, header = each.partition("=")
        if not sign or name.strip() not in names or not header.strip() or header.strip()[0] in "=+-@":
            raise CourseError(vi=f"--column “{each}” phải viết như {names[0]}=\"Bài 3 (4711)\".", en=f"--column “{each}” must be written like {names[0]}=\"Homework 3 (4711)\".")
        headers[name.strip()] = header.strip()
    return headers


def _tell(over, notes: list[dict[str, str]], path: Path, lang: str) -> None:
    """Who has no mark and why; what to know; where the file is."""
    table = Table(box=None, pad_edge=False)
    for head in {"vi": ("Chưa có điểm", "Bài tập", "Vì sao"), "en": ("No mark", "Exercise", "Why")}[lang]:
        table.add_column(head, overflow="fold")
    for line in over.without:
        if not line.handed_in_nothing:
            table.add_row(*map(Text, (line.person.key, line.exercise, line.why[lang])))  # plain: a name may look like markup
    for exercise, lines in over.lines.items():
        silent = [line for line in lines if line.handed_in_nothing]
        if silent:
            keys = ", ".join(line.person.key for line in silent[:12]) + (f" … (+{len(silent) - 12})" if len(silent) > 12 else "")
            table.add_row(*map(Text, (keys, exercise, silent[0].why[lang])))
    console = Console()
    if table.row_count:
        console.print(table)
    for note in notes:
        console.print(Text(f"• {note[lang]}"))
    marks = sum(line.mark is not None for lines in over.lines.values() for line in lines)
    console.print(Text({"vi": f"Đã ghi {path}: {marks} điểm, {len(over.without)} ô trống.", "en": f"Wrote {path}: {marks} marks, {len(over.without)} empty cells."}[lang]), soft_wrap=True)

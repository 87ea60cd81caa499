"""`hauphuong feedback`: one self-contained page for each student and exercise, and a list of them for the teacher."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..text import LANGUAGES, CourseError, reader_language


def feedback(
    gradebook: Annotated[Path, typer.Option(help="sổ điểm (SQLite) / the gradebook")] = Path("my-work/gradebook.db"),
    exercise: Annotated[str, typer.Option(help="chỉ bài tập này / this exercise only")] = "",
    student: Annotated[str, typer.Option(help="chỉ sinh viên này (mã) / this student only (key)")] = "",
    out: Annotated[Path, typer.Option(help="thư mục cho các trang / the folder for the pages")] = Path("my-work/feedback"),
    lang: Annotated[str, typer.Option(help="vi | en; để trống: theo bài của từng sinh viên / empty: as each student worked")] = "",
) -> None:
    """Viết trang nhận xét cho từng sinh viên, mở được khi không có mạng / Write each student's feedback page, which needs no network."""
    if lang and lang not in LANGUAGES:
        raise typer.BadParameter("vi | en", param_hint="--lang")
    if not gradebook.is_file():
        raise CourseError(
            vi=f"Không có sổ điểm {gradebook}. Hãy chấm bài trước (hauphuong grade), hoặc chỉ sổ khác với --gradebook.",
            en=f"There is no gradebook {gradebook}. Grade first (hauphuong grade), or name another with --gradebook.",
        )
    from ..grading import feedback as gathered
    from ..grading import pages
    from ..grading.gradebook import Gradebook

    reader = lang or reader_language()
    with Gradebook(gradebook) as book:
        everyone = book.results()
        wanted = [r for r in everyone if exercise in ("", r.exercise) and student in ("", r.student)]
        if not wanted:
            raise CourseError(
                vi=f"Sổ điểm {gradebook} chưa có bài nào như vậy{_which(exercise, student)}.",
                en=f"The gradebook {gradebook} has no such work{_which(exercise, student)}.",
            )
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as bar:
            task = bar.add_task({"vi": "Đang viết", "en": "Writing"}[reader], total=len(wanted))
            for result in wanted:
                sheet = gathered.sheet(book, result, lang)
                pages.write(out, pages.file_name(sheet.exercise, sheet.student), pages.page(sheet))
                bar.advance(task)
        pages.write(out, "index.html", pages.index([pages.row(r, reader) for r in everyone if (out / pages.file_name(r.exercise, r.student)).is_file()], reader))
    print({"vi": f"{len(wanted)} trang; danh sách cho người dạy: {out / 'index.html'}", "en": f"{len(wanted)} pages; the teacher's list: {out / 'index.html'}"}[reader])


def _which(exercise: str, student: str) -> str:
    named = ", ".join(filter(None, (exercise, student)))
    return f" ({named})" if named else ""

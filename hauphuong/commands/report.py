"""`hauphuong report`: the class as a whole, as a notebook and as a page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from ..text import LANGUAGES, choose_language, reader_language


def report(
    gradebook: Annotated[Path, typer.Option(help="sổ điểm (SQLite) / the gradebook")] = Path("my-work/gradebook.db"),
    exercise: Annotated[str, typer.Option(help="chỉ bài tập này / this exercise only")] = "",
    out: Annotated[Path, typer.Option(help="thư mục để ghi báo cáo / the folder for the report")] = Path("my-work/report"),
    lang: Annotated[str, typer.Option(help="vi | en")] = "",
    names: Annotated[bool, typer.Option("--names/--no-names", help="nêu tên, hay thay bằng số / name the students, or number them")] = True,
) -> None:
    """Báo cáo cả lớp: điểm, câu khó, hiểu nhầm chung, ai cần giúp, đoạn giống nhau / The class: points, hard tasks, misconceptions, who needs help, passages alike."""
    if lang and lang not in LANGUAGES:
        raise typer.BadParameter("vi | en", param_hint="--lang")
    if lang:
        choose_language(lang)
    from ..editions import class_report
    from ..grading.report import load

    lang = reader_language()
    room = load(gradebook, exercise, lang, names)  # what is wrong with the gradebook is told before anything is written
    screen = Console(stderr=True)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=screen) as bar:
        task = bar.add_task({"vi": "Đang lập báo cáo", "en": "Writing the report"}[lang], total=None)
        notebook, page = class_report.write(gradebook, room.exercises, exercise, out, lang, names, lambda done, total: bar.update(task, completed=done, total=total))
    Console(soft_wrap=True).print({"vi": f"Mở trang này: {page}\nNotebook: {notebook}", "en": f"Open this page: {page}\nNotebook: {notebook}"}[lang], markup=False, highlight=False)

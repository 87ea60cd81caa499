"""`hauphuong mark`: the rubric desk, where one question is marked across a class with names hidden."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from ..text import CourseError, reader_language


def mark(
    exercise: Annotated[str, typer.Argument(help="bài tập, như geneva-bargain / the exercise")],
    gradebook: Annotated[Path, typer.Option(help="sổ điểm (SQLite) / the gradebook")] = Path("my-work/gradebook.db"),
    marker: Annotated[str, typer.Option(help="tên người chấm; người thứ hai dùng tên khác / who marks; a second marker takes another name")] = "1",
    task: Annotated[str, typer.Option(help="câu cần người chấm, mặc định là bài viết / the task to mark, the essay unless said otherwise")] = "essay",
    submissions: Annotated[Path | None, typer.Option(help="nơi để bài nộp, để xem mã của câu máy không chấm được / where the submissions are, to see the code of a task that could not be marked")] = None,
    no_open: Annotated[bool, typer.Option("--no-open", help="chỉ ghi sổ, không mở JupyterLab / write the notebook, do not open JupyterLab")] = False,
) -> None:
    """Mở bàn chấm bài viết, ẩn tên, bằng bàn phím / Open the marking desk: names hidden, at the keyboard."""
    from ..grading.desk import Desk
    from ..grading.desk_notebook import write_desk
    from .opening import open_lab

    lang = reader_language()
    desk = Desk(exercise, gradebook, marker, lang, task, submissions)  # whatever is wrong is said here rather than in the notebook
    root = Path.cwd()
    path = write_desk(root / "my-work" / "desk", exercise, gradebook, desk.marker, lang, task, submissions)
    shown, state, screen = path.relative_to(root), desk.state(), Console(highlight=False)
    screen.print({"vi": f"Bàn chấm: {shown}. {state['progress']}.", "en": f"The desk: {shown}. {state['progress']}."}[lang], markup=False)
    if no_open:
        screen.print({"vi": f"Mở bằng: jupyter lab {shown}", "en": f"Open it with: jupyter lab {shown}"}[lang], markup=False)
        return
    code = open_lab(path, root)
    if code:
        raise CourseError(
            vi=f"JupyterLab không chạy được (mã {code}). Hãy mở {shown} trong JupyterLab bạn vẫn dùng.",
            en=f"JupyterLab did not run (code {code}). Open {shown} in the JupyterLab that you use.",
        )

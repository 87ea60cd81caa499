"""`hauphuong grade`: read, mend, run, score and keep a class's submissions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ..text import CourseError, reader_language


def grade(
    submissions: Annotated[Path, typer.Argument(help="thư mục (nbgrader, hoặc <bài>--<sinh viên>.ipynb) hay tệp zip của Moodle, Canvas / a folder or a zip of Moodle or Canvas")],
    exercise: Annotated[str, typer.Option(help="chỉ chấm bài tập này / grade this exercise only")] = "",
    student: Annotated[str, typer.Option(help="chỉ chấm sinh viên này / grade this student only")] = "",
    gradebook: Annotated[Path, typer.Option(help="sổ điểm (SQLite) / the gradebook")] = Path("my-work/gradebook.db"),
    roster: Annotated[Path | None, typer.Option(help="danh sách lớp, CSV hoặc XLSX / the class, CSV or XLSX")] = None,
    due: Annotated[str, typer.Option(help="hạn nộp, như 2026-12-01T23:59+07:00 / when it was due")] = "",
    late: Annotated[float, typer.Option(min=0, max=100, help="trừ bao nhiêu phần trăm mỗi ngày trễ / per cent taken off for each day late")] = 0,
    late_days: Annotated[int, typer.Option(min=0, help="quá bao nhiêu ngày thì không tính điểm / after so many days late nothing is given")] = 0,
    variants: Annotated[bool | None, typer.Option("--variants/--no-variants", help="bật hay tắt đề riêng theo mã số; sổ điểm nhớ lại / each student's rows follow from their number, or not; the gradebook remembers")] = None,
    again: Annotated[bool, typer.Option("--again", help="chấm lại cả bài đã chấm / grade anew what is graded")] = False,
    at_once: Annotated[int, typer.Option(min=1, max=64, help="chạy mấy bài cùng lúc / how many run at once")] = 2,
    scheduler: Annotated[
        str,
        typer.Option(
            metavar="tcp://HOST:PORT",
            help="chấm trên một cụm máy Dask. Dask không có mật khẩu: ai vào được mạng ấy thì chạy được mã trên mọi máy, cả máy này; chỉ dùng trong mạng riêng, hoặc với --tls / grade on a Dask cluster. Dask has no passwords: whoever reaches that network can run code on every machine, this one too; use it on a network of your own, or with --tls",
        ),
    ] = "",
    tls: Annotated[Path | None, typer.Option(help="thư mục có ca.pem, cert.pem, key.pem, cho tls://… / a folder with the certificates for tls://…")] = None,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="chạy không có hộp cát: mã của sinh viên có mọi quyền của bạn / no sandbox: students' code has all your rights")] = False,
) -> None:
    """Chấm bài nộp: đọc, sửa, chạy trong hộp cát, cho điểm / Grade submissions: read, mend, run in a sandbox, score."""
    with _runner(at_once, unsafe, scheduler, tls) as runner:  # it warms up while the rest is loaded and read
        _grade(runner, submissions, exercise, student, gradebook, roster, due, late, late_days, variants, again, unsafe)


def _grade(runner, submissions: Path, exercise: str, student: str, gradebook: Path, roster: Path | None, due: str, late: float, late_days: int, variants: bool | None, again: bool, unsafe: bool) -> None:
    from ..grading import intake, run
    from ..grading.gradebook import Gradebook
    from .release import with_variants

    lang = reader_language()
    if exercise and exercise not in run.names():
        raise CourseError(vi=f"Không có bài tập “{exercise}”. Các bài tập: {', '.join(run.names())}.", en=f"There is no exercise “{exercise}”. There are: {', '.join(run.names())}.")
    found = [s for s in intake.find(submissions) if not student or s.student == student]
    if not found:
        raise CourseError(vi=f"Không thấy bài nộp nào của “{student}”.", en=f"There is no submission of “{student}”.")
    screen = Console(stderr=True)
    with Gradebook(gradebook) as book:
        if roster:
            book.roster(roster)
        if due or late or late_days:
            for name in [exercise] if exercise else run.names():
                book.rules(name, due, late, late_days)
        if variants is not None:
            for name in with_variants(exercise):
                book.set_variants(name, variants)
        if unsafe:
            screen.print({"vi": "⚠ --unsafe: mã trong bài nộp chạy với mọi quyền của bạn, đọc được sổ điểm và đáp án.", "en": "⚠ --unsafe: the code in the submissions runs with all your rights; it can read the gradebook and the keys."}[lang])
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=screen) as bar:
            task = bar.add_task({"vi": "Đang chấm", "en": "Grading"}[lang], total=len(found))
            reports = run.grade(found, book, runner, exercise, again, tell=lambda _: bar.advance(task))
            bar.update(task, completed=len(found))
        _summary(reports, len(found) - len(reports), lang)


def _runner(at_once: int, unsafe: bool, scheduler: str, tls: Path | None):
    """What runs the notebooks: this machine, or a cluster."""
    from ..grading.sandbox import Runner

    if not scheduler:
        if tls:
            raise CourseError(vi="--tls chỉ dùng với --scheduler tls://…", en="--tls goes with --scheduler tls://… only.")
        return Runner(at_once, unsafe)
    if unsafe:
        raise CourseError(vi="--unsafe không dùng được với --scheduler: trên máy khác, mã của sinh viên luôn chạy trong hộp cát.", en="--unsafe does not go with --scheduler: on other machines students' code always runs in a sandbox.")
    from ..grading.cluster import Cluster

    return Cluster(scheduler, tls)


def _summary(reports: list, passed_over: int, lang: str) -> None:
    """A line for each submission that needs a look, and the counts."""
    from ..grading import words

    table = Table(box=None, pad_edge=False)
    heads = {"vi": ("Sinh viên", "Bài tập", "Kết quả", "Điểm máy chấm", "Vì sao, đã sửa gì"), "en": ("Student", "Exercise", "Outcome", "Machine points", "Why, and what was mended")}[lang]
    for head in heads:
        table.add_column(head, overflow="fold")
    for report in sorted(reports, key=lambda r: (r.outcome == "graded", r.exercise, r.submission.student)):
        said = "; ".join(filter(None, [report.reason[lang], *(n[lang] for n in report.notes)]))
        if report.outcome != "graded" or said:
            cells = (report.submission.student, report.exercise, words.OUTCOMES[report.outcome][lang], f"{report.points:g} / {report.of:g}", said)
            table.add_row(*map(Text, cells))  # plain: a name may look like markup
    console = Console()
    if table.row_count:
        console.print(table)
    counts = {key: sum(r.outcome == key for r in reports) for key in words.OUTCOMES}
    console.print(", ".join(f"{words.OUTCOMES[key][lang]}: {count}" for key, count in counts.items()) + (f"; {'đã chấm từ trước' if lang == 'vi' else 'graded before'}: {passed_over}" if passed_over else ""))

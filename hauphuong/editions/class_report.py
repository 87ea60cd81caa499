"""A gradebook -> a notebook and a page about the class. The notebook's cells call `hauphuong.grading.report`, so a teacher can go on from there."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from ..grading.report import exercise_title
from ..text import CourseError
from .class_page import export
from .notebooks import clean, store

NAME = "class-report"
_WORDS = {
    "title": {"vi": "Cả lớp trong sổ điểm", "en": "The class in the gradebook"},
    "intro": {
        "vi": "Trang này dành cho người dạy. Điểm quy về thang 10; bài còn phần chờ chấm thì tính trên phần đã chấm. Con số nào không đủ người để nói thì ở đây nói bằng lời, không cho số.\n\n**{privacy}**",
        "en": "This page is for whoever teaches. Points are out of 10; where a part still waits for a marker, they are of what is marked so far. Where there are too few to bear a figure, words stand in its place.\n\n**{privacy}**",
    },
    "named": {
        "vi": "Trong trang có tên, điểm và bài viết của sinh viên: đừng gửi đi, đừng đưa lên mạng. Muốn che tên, chạy lại với `--no-names`.",
        "en": "It holds students' names, marks and texts: do not pass it on or put it online. To hide the names, run it again with `--no-names`.",
    },
    "numbered": {
        "vi": "Tên được thay bằng số, nhưng điểm và lời văn vẫn có thể cho biết là ai: đừng đưa lên mạng.",
        "en": "Numbers stand for names, but marks and wording can still give someone away: do not put it online.",
    },
    "people": {"vi": "Người và việc", "en": "People and what is to do"},
    "help": {"vi": "Nên hỏi thăm ai", "en": "Whom to ask how it is going"},
    "waiting": {"vi": "Còn chờ người chấm", "en": "What waits for a marker"},
    "late": {"vi": "Nộp trễ", "en": "What came late"},
    "points": {"vi": "Điểm", "en": "Points"},
    "tasks": {"vi": "Câu nào khó", "en": "How hard each task was"},
    "tasks-why": {
        "vi": "Độ khó là phần điểm cả lớp đạt được trong số điểm có thể đạt. Độ phân biệt là tương quan (Pearson) giữa điểm của một câu và tổng điểm các câu máy chấm còn lại, kèm khoảng tin cậy 95%; chỉ tính khi có từ mười bài chấm đủ.",
        "en": "How hard a task was is told by the share of its points that the class earned. How it discriminates is the correlation (Pearson) of its points with the sum of the other machine-marked tasks, with a 95% interval; it is given from ten fully graded submissions on.",
    },
    "mistakes": {"vi": "Sai ở đâu, vì sao", "en": "What went wrong, and why"},
    "class": {"vi": "Cả lớp, từng câu", "en": "The class, task by task"},
    "alike": {"vi": "Những đoạn giống nhau", "en": "Passages that read alike"},
    "essays": {"vi": "Bài viết", "en": "Essays"},
    "code": {"vi": "Mã trong các ô trả lời", "en": "Code in the answer cells"},
}
# headings over one exercise's cells, with the functions that each cell calls
_PARTS = (("points", ("distribution",)), ("tasks", ("difficulty", "discrimination")), ("mistakes", ("common_mistakes", "misconceptions")), ("class", ("class_map",)))
_ALIKE = (("essays", "alike_essays"), ("code", "alike_code"))


class ReportError(CourseError):
    """The report could not be written; what was there before is untouched."""


def book(gradebook: str, exercises: tuple[str, ...], only: str, lang: str, names: bool) -> nbformat.NotebookNode:
    """The notebook, not yet run. `gradebook`: its path as seen from the notebook's folder."""
    say = lambda key: _WORDS[key][lang]  # noqa: E731
    made = nbformat.v4.new_notebook()
    made.metadata = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}, "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"}, "title": say("title"), "hauphuong": {"report": True, "lang": lang}}

    def words(said: str) -> None:
        made.cells.append(nbformat.v4.new_markdown_cell(said, id=f"words-{len(made.cells)}"))

    def code(source: str) -> None:
        made.cells.append(nbformat.v4.new_code_cell(source, id=f"code-{len(made.cells)}"))

    words(f"# {say('title')}\n\n" + say("intro").format(privacy=say("named" if names else "numbered")))
    code(f"from hauphuong.grading import report\n\nroom = report.load({gradebook!r}, exercise={only!r}, lang={lang!r}, names={names})")
    if len(exercises) > 1:
        code("report.overview(room)")
    words(f"## {say('people')}")
    for key, function in (("help", "help_wanted"), ("waiting", "waiting"), ("late", "late")):
        words(f"### {say(key)}")
        code(f"report.{function}(room)")
    for exercise in exercises:
        words(f"## {exercise_title(exercise, lang)}")
        for key, functions in _PARTS:
            words(f"### {say(key)}" + (f"\n\n{say('tasks-why')}" if key == "tasks" else ""))
            for function in functions:
                code(f"report.{function}(room, {exercise!r})")
        words(f"### {say('alike')}")
        for key, function in _ALIKE:
            words(f"#### {say(key)}")
            code(f"report.{function}(room, {exercise!r})")
    return made


def run(made: nbformat.NotebookNode, folder: Path, tell: Callable[[int, int], None]) -> None:
    """Run the notebook in `folder`; `tell` hears how many of its cells of code are done, and of how many."""
    total, done = sum(c.cell_type == "code" for c in made.cells), 0

    def one_more(**_: object) -> None:
        nonlocal done
        done += 1
        tell(done, total)

    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(made, timeout=600, kernel_name="python3", shutdown_kernel="immediate", resources={"metadata": {"path": str(folder)}}, on_cell_executed=one_more)
        # what goes wrong in a cell comes back with it; what else a kernel prints as it starts is nobody's concern
        client.execute(env={**os.environ, "HAUPHUONG_JOURNAL": empty}, stderr=subprocess.DEVNULL)
    clean(made)


def write(gradebook: Path, exercises: tuple[str, ...], only: str, out: Path, lang: str, names: bool, tell: Callable[[int, int], None] = lambda *_: None) -> tuple[Path, Path]:
    """Write notebook and page into the folder `out`; returns both. Raises `ReportError` where that cannot be written to, or a cell fails."""
    notebook, page = out / f"{NAME}.ipynb", out / f"{NAME}.html"
    try:
        out.mkdir(parents=True, exist_ok=True)
        made = book(_way(gradebook, out), exercises, only, lang, names)
        run(made, out, tell)
        store(made, notebook)
        export(made, page)
    except CellExecutionError as why:
        raise ReportError(vi=f"Một ô của báo cáo không chạy được: {why.ename}: {why.evalue}", en=f"A cell of the report failed: {why.ename}: {why.evalue}") from None
    except OSError as why:
        raise ReportError(vi=f"Không ghi được {why.filename or out} ({why.strerror}). Chọn thư mục khác với --out.", en=f"{why.filename or out} cannot be written ({why.strerror}). Choose another folder with --out.") from None
    return notebook, page


def _way(gradebook: Path, out: Path) -> str:
    """From the notebook to the gradebook; the whole path where there is no way, as between two drives."""
    try:
        return Path(os.path.relpath(gradebook.resolve(), out.resolve())).as_posix()
    except ValueError:
        return str(gradebook.resolve())

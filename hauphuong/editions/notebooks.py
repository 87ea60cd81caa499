"""Lesson sources -> notebooks, run and stored with their outputs: `python -m hauphuong.editions.notebooks [SLUG…]`.

Outputs are stored so that a lesson can be read where nothing can run, and nbval then proves that it still shows
what it showed. What a session leaves behind (widget state, pictures of charts, timings) is taken out: it differs
from run to run and grows the files.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from ..layers import LAYERS, mark
from ..text import CourseError
from .lesson import Lesson, LessonError, read

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
_VOLATILE = ("image/png", "application/vnd.jupyter.widget-view+json")


def build(lesson: Lesson, lang: str) -> nbformat.NotebookNode:
    """The notebook of one lesson in one language, not yet run."""
    book = nbformat.v4.new_notebook()
    book.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "file_extension": ".py", "mimetype": "text/x-python"},
        "title": lesson.raw["title"][lang],
        "hauphuong": {"lesson": lesson.slug, "lang": lang},
    }
    for cell in lesson.cells(lang):
        make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
        layer = next((tag for tag in cell.tags if tag in LAYERS), "") if cell.kind == "markdown" else ""
        node = make(cell.text + (f"\n\n{mark(layer)}" if layer else ""), id=cell.id)
        if cell.tags:
            node.metadata["tags"] = list(cell.tags)
        if cell.values or cell.cites:
            node.metadata["hauphuong"] = {"values": cell.values, "cites": list(cell.cites)}
        if cell.rows:
            node.metadata.setdefault("hauphuong", {})["rows"] = list(cell.rows)
        book.cells.append(node)
    return book


def run(book: nbformat.NotebookNode, folder: Path) -> None:
    """Run a notebook in `folder`, keep its outputs, and take out what differs from run to run."""
    if not any(cell.cell_type == "code" for cell in book.cells):
        return
    with tempfile.TemporaryDirectory() as empty:
        # a learner's own answers must never change what is stored
        client = NotebookClient(
            book,
            timeout=120,
            kernel_name="python3",
            shutdown_kernel="immediate",  # the polite way now and then waits seconds for a kernel that has nothing to save
            resources={"metadata": {"path": str(folder)}},
        )
        client.execute(env={**os.environ, "HAUPHUONG_JOURNAL": empty})
    clean(book)


def clean(book: nbformat.NotebookNode) -> None:
    """Strip widget state, rendered pictures and timings."""
    book.metadata.pop("widgets", None)
    book.metadata.get("language_info", {}).pop("version", None)
    for key in ("codemirror_mode", "nbconvert_exporter", "pygments_lexer"):
        book.metadata.get("language_info", {}).pop(key, None)
    for cell in book.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            for kind in _VOLATILE:
                output.get("data", {}).pop(kind, None)


def store(book: nbformat.NotebookNode, path: Path) -> bool:
    """Write a notebook whole or not at all; returns whether it had changed. Raises `LessonError` in a read-only folder."""
    text = nbformat.writes(book, indent=1) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    draft = path.with_suffix(".ipynb.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, path)
    except OSError as why:
        raise LessonError(
            vi=f"Không ghi được {path} ({why.strerror}). Bản cũ còn nguyên; kiểm tra quyền ghi và chỗ trống trên đĩa.",
            en=f"{path} cannot be written ({why.strerror}). The old one is untouched; look at permissions and disk space.",
        ) from None
    return True


def sources(folder: Path = LESSONS / "source", only: list[str] | None = None) -> list[Lesson]:
    """Every lesson source in the folder, or those named. Raises `LessonError` for an unknown name."""
    known = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    unknown = [slug for slug in only or [] if slug not in known]
    if unknown:
        raise LessonError(
            vi=f"Không có bài “{unknown[0]}”. Các bài: {', '.join(known)}.",
            en=f"There is no lesson “{unknown[0]}”. The lessons are: {', '.join(known)}.",
        )
    return [read(known[slug]) for slug in only or known]


def path_of(slug: str, lang: str) -> Path:
    """Where a notebook stands. The landing page is one notebook for both languages."""
    return LESSONS / "index.ipynb" if slug == "index" else LESSONS / lang / f"{slug}.ipynb"


def main(only: list[str]) -> int:
    try:
        for lesson in sources(only=only):
            for lang in lesson.languages:
                path = path_of(lesson.slug, lang)
                book = build(lesson, lang)
                run(book, path.parent if path.parent.is_dir() else LESSONS)
                print("✎" if store(book, path) else "=", path.relative_to(LESSONS), flush=True)
    except CellExecutionError as why:
        print(f"{path.relative_to(LESSONS)}:\n{why}", file=sys.stderr)
        return 1
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

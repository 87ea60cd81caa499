"""`hauphuong release`: write the students' copies of an exercise, with rows of their own for each where the teacher wants it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..text import LANGUAGES, CourseError, reader_language


def release(
    exercise: Annotated[str, typer.Argument(help="bài tập, như recognition-race / the exercise, such as recognition-race")],
    variants: Annotated[bool, typer.Option("--variants", help="mỗi sinh viên một đề, theo mã số / each student has rows of their own, by their number")] = False,
    out: Annotated[Path, typer.Option(help="thư mục ghi vào; đặt trong thư mục khóa học thì các liên kết mới mở được / where to write; inside the course's folder, so that links open")] = Path("release"),
    force: Annotated[bool, typer.Option("--force", help="ghi đè bản đã có / write over a copy that is there")] = False,
) -> None:
    """Viết bản phát cho sinh viên / Write the students' copies."""
    import nbformat

    from ..editions.exercises import EXERCISES, path_of, sources
    from ..editions.notebooks import store
    from ..editions.personal import personal

    sources([exercise])  # an unknown name ends here
    if variants:
        with_variants(exercise)
    books = {path_of(out, exercise, lang): personal(exercise, lang) if variants else nbformat.read(path_of(EXERCISES, exercise, lang), as_version=4) for lang in LANGUAGES}
    there = [path for path, book in books.items() if path.exists() and path.read_text(encoding="utf-8") != nbformat.writes(book, indent=1) + "\n"]
    if there and not force:
        raise CourseError(
            vi=f"{there[0]} đã có và khác bản này, có thể là bài của ai đó. Chưa ghi gì; hãy chọn --out khác, hoặc thêm --force.",
            en=f"{there[0]} is there and differs, and may be somebody's work. Nothing was written; choose another --out, or add --force.",
        )
    for path, book in books.items():
        store(book, path)
        typer.echo(path)
    if variants:
        typer.echo(_NEXT[reader_language()].format(exercise=exercise))


def with_variants(exercise: str = "") -> list[str]:
    """The exercises that have variants, or the one that is asked for. Raises `CourseError` where it has none."""
    from ..data import banks
    from ..editions.personal import varied

    found = [name for name in banks.names("checks") if varied(name)]
    if exercise and exercise not in found:
        raise CourseError(
            vi=f"Bài {exercise} không có đề riêng. Các bài có: {', '.join(found)}.",
            en=f"The exercise {exercise} has no variants. Those that have: {', '.join(found)}.",
        )
    return [exercise] if exercise else found


_NEXT = {
    "vi": "Dặn sinh viên gõ đúng mã số có trong sổ điểm. Khi chấm: hauphuong grade BÀI-NỘP --exercise {exercise} --variants",
    "en": "Tell the students to type the number that stands in the gradebook. To grade: hauphuong grade SUBMISSIONS --exercise {exercise} --variants",
}

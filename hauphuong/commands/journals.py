"""`hauphuong journals`: the journals of a class in one table, broken chains flagged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..text import CourseError, reader_language


def journals(
    folder: Annotated[Path, typer.Argument(help="thư mục hay tệp zip có sổ ghi của lớp: <mã>.jsonl, <mã>/my-work/journal.jsonl, <mã>.zip, zip của Moodle, Canvas / a folder or a zip with the class's journals")],
    out: Annotated[Path, typer.Option(help="ghi bảng vào tệp nào / the table to write")] = Path("my-work/journals.csv"),
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms", help="thay mã sinh viên bằng mã ngẫu nhiên; bảng đối chiếu ghi ra tệp riêng / codes in the place of names; who is who goes to a file of its own")] = False,
    key: Annotated[Path | None, typer.Option(help="tệp đối chiếu, với --pseudonyms / the file that says who is who")] = None,
) -> None:
    """Gộp sổ ghi của cả lớp thành một bảng; chuỗi bị đứt thì đánh dấu, không bỏ dòng nào / The journals of a class in one table; a broken chain is flagged, no line is left out."""
    from ..grading import journals as room

    lang = reader_language()
    if key and not pseudonyms:
        raise CourseError(vi="--key chỉ dùng với --pseudonyms.", en="--key goes with --pseudonyms only.")
    key_file = key or out.with_name(f"{out.stem}-key.csv")
    if pseudonyms and key_file.resolve() == out.resolve():
        raise CourseError(vi="Bảng và tệp đối chiếu phải là hai tệp khác nhau.", en="The table and the key must be two files.")
    merged = room.merge(folder)
    codes = room.pseudonyms(merged, key_file) if pseudonyms else None
    room.write(merged, out, lang, codes)
    console = Console()
    shown = Table(box=None, pad_edge=False)
    for head in {"vi": ("Sinh viên", "Số dòng", "Chuỗi đứt", "Không đọc được"), "en": ("Student", "Lines", "Chain broken", "Unreadable")}[lang]:
        shown.add_column(head, overflow="fold")
    for student, total, broken, unread in room.summary(merged):
        if broken or unread:
            shown.add_row(*map(Text, (codes[student] if codes else student, str(total), str(broken), str(unread))))  # plain: a name may look like markup
    if shown.row_count:
        console.print(shown)
        console.print({"vi": "Chuỗi đứt nghĩa là có dòng bị sửa, xóa hay chèn; chuỗi không cho biết ai làm, và không phải là bằng chứng gian lận. Hãy hỏi người học.", "en": "A broken chain means that a line was changed, removed or put in; it does not say by whom and proves no cheating. Ask the learner."}[lang])
    students = len({row.student for row in merged.rows})
    said = {"vi": f"Đã ghi {out}: {len(merged.rows)} dòng của {students} người học", "en": f"Wrote {out}: {len(merged.rows)} rows of {students} learners"}[lang]
    if merged.repeated:
        said += {"vi": f"; {merged.repeated} dòng trùng từ bản nộp trước chỉ ghi một lần", "en": f"; {merged.repeated} lines that an earlier copy has too stand there once"}[lang]
    console.print(Text(said + "."), soft_wrap=True)
    if codes is not None:
        console.print(
            Text(
                {
                    "vi": f"Ai là ai: {key_file} (giữ riêng, không gửi kèm bảng). Câu trả lời vẫn nguyên văn: nếu người học viết tên mình trong đó thì tên vẫn còn.",
                    "en": f"Who is who: {key_file} (keep it apart, never send it with the table). Answers stand as they were written: a name that a learner wrote in one is still there.",
                }[lang]
            ),
            soft_wrap=True,
        )

"""Take your work with you: one zip with the journal and the exercises you have begun, and the way to put it back.

A browser's store may be cleared and a Binder session closes by itself; a zip in the learner's own folder does neither.
Nothing is overwritten: answers are added to a journal that has others, and an exercise that differs is kept beside it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import re
import zipfile
from datetime import datetime
from html import escape
from pathlib import Path

from .journal import FILE, Journal, adopt
from .text import LANGUAGES, CourseError

LARGEST = 50_000_000  # bytes of one file, unpacked: more is no notebook of this course
_EXERCISE = re.compile(r"exercises/(vi|en)/([a-z0-9-]+)/\2\.ipynb")

WORDS = {
    "title": {"vi": "Việc học của bạn", "en": "Your work"},
    "take": {"vi": "Tải về ({what})", "en": "Download ({what})"},
    "answers": {"vi": "{n} câu trả lời", "en": "{n} answers"},
    "exercises": {"vi": "{n} bài tập đang làm", "en": "{n} exercises begun"},
    "none": {"vi": "Chưa có câu trả lời hay bài tập nào để tải về.", "en": "There are no answers or exercises to download yet."},
    "fresh": {"vi": "Chạy lại ô này để có cả những câu vừa trả lời; lưu bài tập (Ctrl + S) trước khi tải.", "en": "Run this cell again to include what you have just answered; save an exercise (Ctrl + S) before you download."},
    "apart": {"vi": "Từ đây không đọc được các bài tập: hãy tải riêng từng bài bằng menu Tệp (File) → Tải về (Download).", "en": "Exercises cannot be reached from here: download each with the menu File → Download."},
    "back": {"vi": "Đưa trở lại", "en": "Put back"},
    "how": {"vi": "Chọn tệp zip đã tải về (hoặc journal.jsonl). Không có gì bị ghi đè.", "en": "Choose the zip that you downloaded (or journal.jsonl). Nothing is overwritten."},
    "added": {"vi": "Đã đưa lại {n} câu trả lời.", "en": "{n} answers were put back."},
    "same": {"vi": "Nhật ký ở đây đã có đủ các câu trả lời ấy.", "en": "The journal here already has all those answers."},
    "unread": {"vi": "{n} dòng không đọc được, vẫn còn nguyên trong tệp của bạn.", "en": "{n} lines could not be read; they are still in your file."},
    "placed": {"vi": "Đã đặt lại bài tập {name}.", "en": "The exercise {name} was put back."},
    "beside": {"vi": "Bài tập {name} ở đây khác bản trong tệp: bản ấy được đặt bên cạnh, tên {other}.", "en": "The exercise {name} here differs from the one in the file, which now stands beside it as {other}."},
    "nowhere": {"vi": "Từ đây không đặt lại được bài tập {name}: hãy giải nén rồi dùng nút tải lên (⬆) ở khung tệp.", "en": "The exercise {name} cannot be put back from here: unpack it and use the upload button (⬆) of the file panel."},
}


def course_folder(start: Path | None = None) -> Path | None:
    """The folder that has `exercises/`, here or above; None where the notebooks cannot be reached (a page on plain http)."""
    here = Path(start or Path.cwd()).resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "exercises").is_dir()), None)


def begun(book: dict) -> bool:
    """Whether a student has touched an exercise: an answer's cell no longer has the checksum that it was given out with."""
    for cell in book.get("cells", []):
        told = cell.get("metadata", {}).get("nbgrader") or {}
        if told.get("solution") and told.get("checksum") != _checksum(cell, told):
            return True
    return False


def _checksum(cell: dict, told: dict) -> str:
    """nbgrader's own sum of a cell, which the learner's machine has not got."""
    source = "".join(cell["source"])
    parts = [source, cell["cell_type"], str(bool(told.get("grade"))), str(bool(told.get("solution"))), str(bool(told.get("locked"))), told.get("grade_id", "")]
    if told.get("grade"):
        parts.append(str(float(told["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


class Work:
    """What there is to take along. `journal`, `root`: others than the learner's own."""

    def __init__(self, journal: Journal | None = None, root: Path | None = None):
        self.journal = journal or Journal()
        self.root = root or course_folder()

    def answers(self) -> int:
        return len(self.journal.read()[0])

    def exercises(self) -> list[Path]:
        """The exercises that were begun, relative to the course's folder."""
        found = []
        for path in sorted(self.root.glob("exercises/*/*/*.ipynb")) if self.root else []:
            place = path.relative_to(self.root)
            if not _EXERCISE.fullmatch(place.as_posix()):
                continue
            try:
                touched = begun(json.loads(path.read_text(encoding="utf-8")))
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                touched = True  # damaged: take it along as it is
            if touched:
                found.append(place)
        return found

    def zip(self) -> bytes:
        """All of it in one zip."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(self.journal.path.parent.glob(f"{self.journal.path.stem}*.jsonl")):
                packed.writestr(f"my-work/{path.name}", path.read_bytes())
            for place in self.exercises():
                packed.writestr(place.as_posix(), (self.root / place).read_bytes())
        return out.getvalue()

    def put_back(self, content: bytes) -> list[tuple[str, dict]]:
        """Put the content of a zip, or of a journal, back; returns what was done, as keys of `WORDS` with their facts.

        Raises `CourseError` where it is neither, and `JournalError` where the journal cannot be written.
        """
        if not zipfile.is_zipfile(io.BytesIO(content)):
            return self._put_journal(content)
        done: list[tuple[str, dict]] = []
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            wanted = [m for m in packed.infolist() if m.filename == f"my-work/{FILE}" or _EXERCISE.fullmatch(m.filename)]
            if not wanted or any(m.file_size > LARGEST for m in wanted):
                raise _not_ours()
            for member in wanted:
                try:
                    written = packed.read(member)
                except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
                    raise _not_ours() from None
                done += self._put_journal(written) if member.filename.endswith(FILE) else self._put_exercise(member.filename, written)
        return done

    def _put_journal(self, content: bytes) -> list[tuple[str, dict]]:
        added, unread = adopt(self.journal, content)
        if added is None:
            raise _not_ours()
        done = [("added", {"n": added}) if added else ("same", {})]
        return done + ([("unread", {"n": unread})] if unread else [])

    def _put_exercise(self, place: str, content: bytes) -> list[tuple[str, dict]]:
        name = Path(place).stem
        target = self.root / place if self.root else None
        if target is None or not target.parent.is_dir():
            return [("nowhere", {"name": name})]
        if target.is_file() and target.read_bytes() == content:
            return []
        try:
            free = not target.is_file() or not begun(json.loads(target.read_text(encoding="utf-8")))
        except (ValueError, KeyError, TypeError, AttributeError):
            free = False
        if free:
            _write(target, content)
            return [("placed", {"name": name})]
        number = 1
        while (other := target.with_name(f"{name}-{number}.ipynb")).exists():
            if other.read_bytes() == content:
                return [("beside", {"name": name, "other": other.name})]
            number += 1
        _write(other, content)
        return [("beside", {"name": name, "other": other.name})]


def _not_ours() -> CourseError:
    return CourseError(
        vi="Tệp này không phải tệp zip đã tải về từ khóa học, cũng không phải journal.jsonl. Chưa có gì thay đổi.",
        en="This file is neither a zip downloaded from the course nor a journal.jsonl. Nothing was changed.",
    )


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def say(key: str, lang: str, **facts: object) -> str:
    return WORDS[key][lang].format(**facts)


# -- what a notebook shows -----------------------------------------------------------------------------------------------


def show(*langs: str, work: Work | None = None) -> None:
    """Display the link that downloads, and the button that puts back; both languages where none is named."""
    import ipywidgets
    from IPython.display import display

    langs, work = langs or LANGUAGES, work or Work()
    both = lambda key, **facts: " · ".join(say(key, lang, **facts) for lang in langs)  # noqa: E731
    display({"text/html": html(work, *langs), "text/plain": both("title")}, raw=True)
    button = ipywidgets.FileUpload(accept=".zip,.jsonl", multiple=False, description=both("back"), tooltip=both("how"), layout={"width": "auto"})
    button.add_class("hp-put")
    told = ipywidgets.HTML()
    told.add_class("hp-told")

    def put(change: dict) -> None:
        for file in change["new"]:
            told.value = report(work, bytes(file["content"]), *langs)

    button.observe(put, names="value")
    box = ipywidgets.VBox([ipywidgets.HTML(escape(both("how"))), button, told])
    view = dict(box._repr_mimebundle_())
    view["text/plain"], view["text/html"] = both("back"), f"<p>▶ <i>{escape(both('back'))}</i></p>"
    display(view, raw=True)


def html(work: Work, *langs: str) -> str:
    """The download link with everything in it, and what it holds."""
    answers, exercises = work.answers(), work.exercises()
    paragraphs = []
    for lang in langs:
        words = []
        if answers or exercises:
            what = ", ".join(say(key, lang, n=n) for key, n in (("answers", answers), ("exercises", len(exercises))) if n)
            link = "data:application/zip;base64," + base64.b64encode(work.zip()).decode()
            name = f"hauphuong-{datetime.now():%Y-%m-%d}.zip"
            words.append(f'<a download="{name}" href="{link}"><b>⬇ {escape(say("take", lang, what=what))}</b></a>')
            words += [say("fresh", lang)]
        else:
            words.append(say("none", lang))
        if work.root is None:
            words.append(say("apart", lang))
        paragraphs.append(f'<p lang="{lang}">{" ".join(words)}</p>')
    return f'<div class="hp-work">{"".join(paragraphs)}</div>'


def report(work: Work, content: bytes, *langs: str) -> str:
    """Put a file back and say what was done, as HTML with a live region."""
    try:
        done = work.put_back(content)
        lines = {lang: [say(key, lang, **facts) for key, facts in done] for lang in langs}
    except CourseError as why:
        lines = {lang: [getattr(why, lang)] for lang in langs}
    except OSError as why:
        lines = {lang: [{"vi": "Không ghi được: ", "en": "Could not write: "}[lang] + (why.strerror or str(why))] for lang in langs}
    return '<div role="status">' + "".join(f'<p lang="{lang}">{escape(" ".join(said))}</p>' for lang, said in lines.items()) + "</div>"

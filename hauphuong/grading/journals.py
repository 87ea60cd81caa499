"""Merge the journals of a class into one table: every line of every journal, and where a chain is broken.

Learners hand their journal in as a file, a folder (`my-work/`) or a zip, alone or in the zip of Moodle or Canvas. A line that
cannot be read, a piece that was set aside, a file that is a link or no zip: each has its row and its reason; nothing is
left out in silence. Only a line that a learner handed in twice, in an older and a newer copy, stands there once, and is counted.

The chain shows an edit, not who made it, and no cut at the end: it is a reason to ask, never a proof.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from ..journal import lines
from ..text import LANGUAGES, CourseError, nfc
from . import words
from .export import harmless, save, save_text
from .intake import MOODLE, Submission, clean, files, in_zip

COLUMNS = {
    "student": {"vi": "Sinh viên", "en": "Student"},
    "who": {"vi": "Tên tự ghi", "en": "Name given"},
    "time": {"vi": "Lúc", "en": "Time"},
    "lesson": {"vi": "Bài", "en": "Lesson"},
    "question": {"vi": "Câu hỏi", "en": "Question"},
    "attempt": {"vi": "Lần", "en": "Attempt"},
    "answer": {"vi": "Trả lời", "en": "Answer"},
    "state": {"vi": "Tình trạng", "en": "State"},
    "points": {"vi": "Điểm", "en": "Points"},
    "max": {"vi": "Trên", "en": "Out of"},
    "chain": {"vi": "Chuỗi", "en": "Chain"},
    "where": {"vi": "Ở đâu, vì sao", "en": "Where and why"},
    "file": {"vi": "Tệp", "en": "File"},
    "line": {"vi": "Dòng", "en": "Line"},
    "raw": {"vi": "Dòng nguyên văn (khi không đọc được)", "en": "The line as it stands (where it cannot be read)"},
}
CHAIN = {"ok": {"vi": "nguyên", "en": "ok"}, "broken": {"vi": "đứt", "en": "broken"}, "unread": {"vi": "không đọc được", "en": "unreadable"}}
_SAYS = {
    "torn": {"vi": "mảnh của một dòng bị đứt, do khóa học cất riêng khi máy tắt giữa chừng", "en": "a piece of a torn line, which the course set aside after the computer had stopped"},
    "empty": {"vi": "sổ ghi trống", "en": "the journal is empty"},
    "also": {"vi": "dòng này cũng có trong sổ của {other}", "en": "this line stands in the journal of {other} too"},
}
_FAULTS = words.FAULTS | {
    "link": {"vi": "là một liên kết (symlink) trỏ đi nơi khác; không đi theo. Xin người học nộp chính tệp sổ ghi.", "en": "is a link to somewhere else, which is not followed. Ask the learner for the journal itself."},
    "large": {"vi": "quá lớn so với một sổ ghi (hoặc là tệp nén giả); không đọc.", "en": "is far too large for a journal (or a zip bomb); it was not read."},
}
_GENERIC = {"my-work", "my_work", "mywork", "journal", "journals", "hauphuong", "submitted", "..", "."}
_CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<number>\d+)_(?P<submission>\d+)_.+\.(jsonl|zip)", re.I)
_TORN_FILE = re.compile(r"\.torn-\d+$")
_DEEPEST = 2  # zips within zips: a class's, and each learner's own
_LONGEST = 5000  # characters of an answer or a line in the table; a question's answer is far shorter


class JournalsError(CourseError):
    """There is nothing to merge, or the key file cannot be used; nothing was written."""


@dataclass
class Row:
    """One line of a journal, or a file that could not be read. `chain`: a key of `CHAIN`; `where`: why, in both languages."""

    student: str
    file: str
    line: int = 0
    entry: dict = field(default_factory=dict)
    chain: str = "ok"
    where: list[dict[str, str]] = field(default_factory=list)
    raw: str = ""


@dataclass
class Merged:
    """The rows of a class, and how many lines stood there a second time in a copy of the same learner's journal."""

    rows: list[Row]
    repeated: int = 0

    def flagged(self) -> list[Row]:
        return [row for row in self.rows if row.chain != "ok" or row.where]


def merge(where: Path) -> Merged:
    """Read every journal under a folder, or in a zip. Raises `JournalsError` where there is none."""
    found = list(_journals(files(where, (".jsonl", ".zip"), _whose)))
    if not found:
        raise JournalsError(
            vi=f"Không thấy sổ ghi nào (*.jsonl) trong {where}. Mỗi người học nộp my-work/journal.jsonl: tệp <mã>.jsonl, thư mục <mã>/, hay tệp zip.",
            en=f"No journal (*.jsonl) in {where}. Each learner hands in my-work/journal.jsonl: a file <key>.jsonl, a folder <key>/, or a zip.",
        )
    merged = Merged([])
    first: dict[str, str] = {}  # hash of a line -> the first learner who has it
    own: dict[tuple[str, str], str] = {}  # (learner, hash of a line) -> the file that it stands in
    for handed_in in sorted(found, key=lambda s: (s.student, bool(_TORN_FILE.search(PurePosixPath(s.place).stem)), s.place)):
        for row in _rows(handed_in):
            stamp = row.entry.get("hash")
            if row.chain == "ok" and stamp:
                if own.setdefault((row.student, stamp), row.file) != row.file:
                    merged.repeated += 1
                    continue
                if first.setdefault(stamp, row.student) != row.student:
                    row.where.append({**_SAYS["also"], "other": first[stamp]})
            merged.rows.append(row)
    return merged


def _journals(found: list[Submission], depth: int = 1):
    """The journals among the files, those within zips too."""
    for handed_in in found:
        if handed_in.fault or not handed_in.place.lower().endswith(".zip"):
            yield handed_in
        elif depth > _DEEPEST:
            yield replace(handed_in, raw=b"", fault="bad-zip")
        else:
            inner = in_zip(io.BytesIO(handed_in.raw), handed_in.place, (".jsonl", ".zip"), lambda place, name, outer=handed_in.student: (_named(PurePosixPath(name) / place) or outer, ""))
            yield from _journals([replace(i, place=i.place if i.place == handed_in.place else f"{handed_in.place}/{i.place}") for i in inner], depth + 1)


def _whose(place: PurePosixPath, zip_name: str) -> tuple[str, str]:
    """(student, "") as a place says it."""
    return _named(PurePosixPath(zip_name) / place if zip_name else place) or clean(place.stem), ""


def _named(whole: PurePosixPath) -> str:
    """The learner whom a path names: by Moodle's folder, by Canvas's file name, else by its last part that says anything; "" where none does."""
    for part in whole.parts:
        moodle = MOODLE.fullmatch(part)
        if moodle:
            return clean(f"{moodle['student']}_{moodle['number']}")
    for part in reversed(whole.parts):
        canvas = _CANVAS.fullmatch(part)
        if canvas:
            return clean(f"{canvas['student']}_{canvas['number']}")
    for part in reversed(whole.parts):
        name = _TORN_FILE.sub("", re.sub(r"\.(jsonl|zip)$", "", part, flags=re.I))
        name = re.sub(r"^journal(--|[-_ ])|(--|[-_ ])journal$", "", name, flags=re.I)
        if name and name.lower() not in _GENERIC:
            return clean(name)
    return ""


def _rows(handed_in: Submission) -> list[Row]:
    """A journal's lines, or one row that says what is wrong with the file."""
    start = Row(handed_in.student, handed_in.place)
    if handed_in.fault:
        return [replace(start, chain="unread", where=[_FAULTS[handed_in.fault.partition(":")[0]]])]
    torn = bool(_TORN_FILE.search(PurePosixPath(handed_in.place).stem))
    rows = []
    for line in lines(handed_in.raw.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")):
        row = Row(handed_in.student, handed_in.place, line.number)
        if line.entry is None:
            row.raw = line.raw.decode("utf-8", "replace")[:_LONGEST]
        else:
            row.entry = line.entry
        if torn:
            row.where.append(_SAYS["torn"])
        elif line.problem:
            row.where.append({"vi": line.problem.vi, "en": line.problem.en})
        row.chain = "unread" if line.entry is None else "broken" if line.problem or torn else "ok"
        rows.append(row)
    return rows or [replace(start, where=[_SAYS["empty"]])]


# -- the table ---------------------------------------------------------------------------------------------------------------


def table(merged: Merged, lang: str, codes: dict[str, str] | None = None) -> str:
    """The table as CSV. `codes`: pseudonyms by student; then whatever names a learner outside of the answers is left out too."""
    left_out = ("who", "file", "raw") if codes is not None else ()
    names = [name for name in COLUMNS if name not in left_out]
    out = io.StringIO(newline="")
    csv.writer(out).writerow([COLUMNS[name][lang] for name in names])
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    for row in merged.rows:
        cells = _cells(row, lang, codes)
        write.writerow([cells[name] for name in names])
    return out.getvalue()


def _cells(row: Row, lang: str, codes: dict[str, str] | None) -> dict[str, str]:
    known = (lambda student: codes[student]) if codes is not None else (lambda student: student)
    entry = row.entry
    points, most = (_number(entry.get(k)) for k in ("points", "max"))
    state = "" if points is None or most is None or not entry else words.TASK["right" if points >= most else "partly" if points > 0 else "wrong"][lang]
    said = "; ".join(w[lang].replace("{other}", known(w["other"])) if "other" in w else w[lang] for w in row.where)
    return {
        "student": harmless(known(row.student)),
        **{name: harmless(_text(entry.get(name))) for name in ("who", "time", "lesson", "question", "answer")},
        "attempt": _text(entry.get("attempt")),
        "state": state,
        "points": "" if points is None else f"{points:.10g}",
        "max": "" if most is None else f"{most:.10g}",
        "chain": CHAIN[row.chain][lang],
        "where": said,
        "file": harmless(row.file),
        "line": str(row.line) if row.line else "",
        "raw": harmless(row.raw),
    }


def _number(value: object) -> float | None:
    fine = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15 and math.isfinite(value)
    return value if fine else None


def _text(value: object) -> str:
    """An answer as text: as it was typed, or as JSON where it is more than a text."""
    if value is None:
        return ""
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return written if len(written) <= _LONGEST else written[:_LONGEST] + "…"


def summary(merged: Merged) -> list[tuple[str, int, int, int]]:
    """(student, lines, of them broken, of them unreadable), in order of student."""
    count = Counter((row.student, row.chain) for row in merged.rows if row.line or row.chain != "ok")
    return [(s, sum(count[s, chain] for chain in CHAIN), count[s, "broken"], count[s, "unread"]) for s in sorted({row.student for row in merged.rows})]


# -- pseudonyms ----------------------------------------------------------------------------------------------------------------


def pseudonyms(merged: Merged, key_file: Path) -> dict[str, str]:
    """A code for each student, by chance and not computed from the name, kept in `key_file` (code, student), which only the owner may read.

    Whoever has a code there keeps it. Raises `JournalsError` where the file is something else.
    """
    known: dict[str, str] = {}  # by the name as it stands in the file, where a spreadsheet cannot run it
    if key_file.exists():
        try:
            told = list(csv.reader(io.StringIO(key_file.read_text(encoding="utf-8-sig"), newline="")))
        except (OSError, ValueError, csv.Error):
            told = []
        if not told or told[0] != ["code", "student"] or any(len(row) != 2 for row in told):
            raise JournalsError(vi=f"{key_file} không phải tệp khóa của khóa học này; chưa ghi gì. Hãy chọn tệp khác với --key.", en=f"{key_file} is no key file of this course; nothing was written. Choose another with --key.")
        known = {student: code for code, student in told[1:]}
    students = {row.student for row in merged.rows}
    for student in sorted({harmless(s) for s in students} - known.keys()):
        code = f"HV-{secrets.token_hex(3)}"
        while code in known.values():
            code = f"HV-{secrets.token_hex(3)}"
        known[student] = code
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("code", "student"), *sorted((code, student) for student, code in known.items())])
    save(key_file, lambda draft: draft.write_text(out.getvalue(), encoding="utf-8-sig", newline=""), mode=0o600)
    return {student: known[harmless(student)] for student in students}


def write(merged: Merged, path: Path, lang: str, codes: dict[str, str] | None = None) -> None:
    """Write the table whole, as UTF-8 that Excel knows."""
    save_text(path, nfc(table(merged, lang, codes)))

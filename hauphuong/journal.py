"""The learner's own record of answers: one JSON line each, only ever added to, chained so that a later change shows.

The file belongs to the learner, who may read, move, copy or delete it. Each line carries the SHA-256 of itself and of
the line before it: that proves nothing about who wrote it, but an edit in the middle cannot pass unseen. Whatever has
happened to the file, answers can still be added, nothing is deleted, and `verify()` says what is wrong.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from .text import CourseError, nfc, reader_language

try:
    import fcntl

    fcntl.flock  # Python in the browser has the module without its locks
except (ImportError, AttributeError):  # Windows has no such module
    fcntl = None
try:
    import msvcrt
except ImportError:
    msvcrt = None

try:  # the browser edition, where a file lives only as long as its page: start.js keeps each line in the browser's store
    from hauphuong_browser import keep as _keep_outside
except ImportError:
    _keep_outside = None

FILE = "journal.jsonl"
START = "0" * 64  # what the first line follows on
PATIENCE = 10  # seconds to wait for another kernel that is writing
_NEEDED = {"time", "lesson", "question", "answer", "points", "max", "attempt"}


class JournalError(CourseError):
    """An answer could not be kept; the sentence says why and that the learner may go on."""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it was written: the line's number (from 1), and what, in both languages.

    `unreadable`: the answer of that line is lost to the reader, though not deleted.
    """

    line: int
    vi: str
    en: str
    unreadable: bool = False

    def __str__(self) -> str:
        lang = reader_language()
        return f"{'dòng' if lang == 'vi' else 'line'} {self.line}: {getattr(self, lang)}"


@dataclass(frozen=True)
class Line:
    """One line of a journal: its number, its bytes, its entry (None where it cannot be read) and what is wrong with it, if anything."""

    number: int
    raw: bytes
    entry: dict | None
    problem: Problem | None


def lines(raw: bytes) -> Iterator[Line]:
    """Every line of a journal's bytes that is not empty, held against the one before it. Nothing is left out."""
    before, split = START, raw.split(b"\n")
    for number, line in enumerate(split, 1):
        if not line:
            continue
        entry, problem = _open(line, before)
        if entry is None and number == len(split):  # no line end after it
            problem = _TORN
        yield Line(number, line, entry, Problem(number, *problem, unreadable=entry is None) if problem else None)
        before = _hash_of(line)


def default_path() -> Path:
    """`$HAUPHUONG_JOURNAL/journal.jsonl`, else `my-work/journal.jsonl` in the checkout, else in the course's folder.

    Where the course is installed apart from its lessons, as on Binder, its folder is the nearest one above the current one
    that has them: lessons, exercises and the landing page lie in folders of their own and must share one journal.
    """
    named = os.environ.get("HAUPHUONG_JOURNAL")
    if named:
        return Path(named) / FILE
    root = Path(__file__).resolve().parent.parent
    if (root / "pyproject.toml").is_file():
        return root / "my-work" / FILE
    here = Path.cwd()
    home = next((folder for folder in (here, *here.parents) if (folder / "lessons" / "index.ipynb").is_file()), here)
    return home / "my-work" / FILE


class Journal:
    """The journal at `path`. `who`: a name or number, only where the learner gives one."""

    def __init__(self, path: Path | None = None, who: str = ""):
        self.path = Path(path) if path else default_path()
        self.who = who

    def append(self, lesson: str, question: str, answer: Any, points: float, max: float, attempt: int) -> dict:
        """Add one answer and return its entry; when this returns, the line is on the disk.

        Raises `JournalError` where it cannot be kept: a read-only folder, a full disk, a file in the folder's place.
        """
        entry = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            **{"lesson": lesson, "question": question, "answer": answer},
            **{"points": points, "max": max, "attempt": attempt},
            **({"who": self.who} if self.who else {}),
        }
        return json.loads(self.add(lambda prev: _seal(entry, prev)[0]))

    def add(self, make: Callable[[str], bytes]) -> bytes:
        """Add the line that `make` gives for the hash of the last one, and return it. Raises `JournalError`."""
        try:
            new = not self.path.exists()
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _alone(self.path.with_suffix(".lock")), open(self.path, "a+b", buffering=0) as file:
                whole = _mend_tail(file, self.path)
                line = make(_last_hash(file))
                _write(file, b"" if whole else b"\n", line, b"\n")
            if new:
                _sync_folder(self.path.parent)
        except OSError as why:
            reason = why.strerror or str(why)
            raise JournalError(
                vi=f"Không ghi được câu trả lời vào {self.path} ({reason}). Bạn vẫn học tiếp được; muốn giữ lại, hãy kiểm tra quyền ghi và chỗ trống của ổ đĩa.",
                en=f"The answer could not be written to {self.path} ({reason}). You can go on; to keep your answers, see whether the folder may be written to and the disk has room.",
            ) from None
        if _keep_outside and self.path == default_path() and not _keep_outside(line.decode("utf-8")):
            raise JournalError(
                vi="Trình duyệt này không chịu giữ câu trả lời (có lẽ đang ở chế độ ẩn danh hoặc hết chỗ): đóng trang là mất. Hãy chạy hp.my_work() và tải việc học của bạn về.",
                en="This browser will not keep answers (a private window, perhaps, or no room): they go when the page is closed. Run hp.my_work() and download your work.",
            )
        return line

    def read(self) -> tuple[list[dict], list[Problem]]:
        """Every entry that can be read, in order, and everything that is wrong with the file."""
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return [], []
        except OSError as why:
            reason = why.strerror or str(why)
            raise JournalError(
                vi=f"Không đọc được {self.path} ({reason}). Câu trả lời cũ vẫn còn nguyên trong tệp ấy.",
                en=f"{self.path} cannot be read ({reason}). Your earlier answers are still in it.",
            ) from None
        read = list(lines(raw))
        return [line.entry for line in read if line.entry is not None], [line.problem for line in read if line.problem]

    def answers(self, lesson: str) -> dict[str, dict]:
        """The last entry of each question of a lesson, by question id."""
        return {e["question"]: e for e in self.read()[0] if e["lesson"] == lesson}

    def verify(self) -> list[Problem]:
        """What is wrong with the file, line by line; an empty list if every line stands as it was written.

        Lines cut off at the end, and a file written anew from the first line, leave no trace.
        """
        return self.read()[1]


_TORN = (
    "bị đứt giữa chừng (máy tắt khi đang ghi); lần ghi sau sẽ cất nó sang tệp riêng.",
    "breaks off (the computer stopped while writing it); the next answer will set it aside in a file of its own.",
)
_UNREADABLE = ("không đọc được; tệp đã bị sửa hoặc hỏng.", "cannot be read; the file was edited or damaged.")
_CHANGED = ("đã bị sửa sau khi ghi.", "was changed after it was written.")
_UNCHAINED = (
    "không nối tiếp dòng trước: có dòng bị sửa, bị xóa hoặc bị chèn ở đây.",
    "does not follow on the line before it: a line was changed, removed or put in here.",
)


def _canonical(entry: dict) -> bytes:
    # an unpaired surrogate, which a browser can send, has no UTF-8 form: it becomes a question mark
    written = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return nfc(written.encode("utf-8", "replace").decode("utf-8")).encode("utf-8")


def _seal(entry: dict, prev: str) -> tuple[bytes, dict]:
    """The line to write, without its end, and the entry with `prev` and `hash`."""
    body = _canonical({**entry, "prev": prev})
    stamp = hashlib.sha256(body).hexdigest()
    line = body[:-1] + f',"hash":"{stamp}"}}'.encode()
    return line, json.loads(line)


def _open(line: bytes, before: str) -> tuple[dict | None, tuple[str, str] | None]:
    """The entry of a line, if it can be read, and what is wrong with it, if anything."""
    try:
        entry = json.loads(line)
        stamp = entry.pop("hash")
        sound = _NEEDED <= entry.keys() and all(isinstance(entry[k], str) for k in ("lesson", "question"))
        if not sound or not isinstance(entry["attempt"], int):
            return None, _UNREADABLE
        kept = {**entry, "hash": stamp}
        if hashlib.sha256(_canonical(entry)).hexdigest() != stamp:
            return kept, _CHANGED
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, _UNREADABLE
    return kept, None if entry.get("prev") == before else _UNCHAINED


def _hash_of(line: bytes) -> str:
    """What the next line must name as `prev`. A line that cannot be read is hashed as it stands: the chain goes on."""
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
        stamp = json.loads(line)["hash"]
        if isinstance(stamp, str):
            return stamp
    return hashlib.sha256(line).hexdigest()


def _last_line(file) -> tuple[int, bytes]:
    """Where the last line begins and what it is, an end included; read from the back, since a journal grows."""
    end = file.seek(0, os.SEEK_END)
    size = 4096
    while True:
        start = max(0, end - size)
        file.seek(start)
        block = file.read(end - start)
        cut = block.rstrip(b"\n").rfind(b"\n")
        if cut >= 0 or start == 0:
            return start + cut + 1, block[cut + 1 :]
        size *= 4


def _last_hash(file) -> str:
    line = _last_line(file)[1].rstrip(b"\n")
    return _hash_of(line) if line else START


def _mend_tail(file, path: Path) -> bool:
    """Set a torn last line aside. Returns whether the file now ends with a line end (or is empty)."""
    begin, tail = _last_line(file)
    if not tail or tail.endswith(b"\n"):
        return True
    if _open(tail, "")[0] is not None:
        return False  # whole, only its end is missing
    number = 1
    while True:
        try:
            with open(path.with_name(f"{path.stem}.torn-{number}.jsonl"), "xb") as aside:
                aside.write(tail)
                aside.flush()
                os.fsync(aside.fileno())
            break
        except FileExistsError:
            number += 1
    file.truncate(begin)  # only now: a crash in between leaves the piece twice, never not at all
    os.fsync(file.fileno())
    return True


def _write(file, *parts: bytes) -> None:
    """Write to the end and wait for the disk; a write that fails leaves the file as it was."""
    size = file.seek(0, os.SEEK_END)
    rest = b"".join(parts)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            file.truncate(size)
        raise


def _sync_folder(folder: Path) -> None:
    """Make a new file's name as lasting as its content, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes out while the body runs. A system without locks has no other process either."""
    with open(path, "ab") as handle:
        deadline = time.monotonic() + PATIENCE
        while not _lock(handle):
            if time.monotonic() > deadline:
                raise JournalError(
                    vi="Một chương trình khác đang giữ sổ ghi câu trả lời. Bạn vẫn học tiếp được; lát nữa hãy trả lời lại.",
                    en="Another program is holding the journal. You can go on; answer again in a moment.",
                )
            time.sleep(0.005)
        try:
            yield
        finally:
            _unlock(handle)


def _lock(handle) -> bool:
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        elif msvcrt:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a network folder that knows no locks: better to write than to refuse
        return True
    return True


def _unlock(handle) -> None:
    with contextlib.suppress(OSError):
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_UN)
        elif msvcrt:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)


# -- a journal brought from elsewhere ------------------------------------------------------------------------------------


def adopt(journal: Journal, content: bytes) -> tuple[int | None, int]:
    """Add to `journal` the entries of another one that it lacks; returns how many, and how many lines cannot be read.

    Where the other goes on from this one (or this one is empty) its lines are taken as they stand, chain and all. Otherwise
    each entry is sealed anew after the last line here, and `carried` names the hash that it had: a line is told apart by
    that hash, so that bringing the same file twice adds nothing. None: the content is no journal.
    """
    lines = [line for line in content.split(b"\n") if line.strip()]
    theirs = [(line, entry) for line in lines if (entry := _open(line, "")[0]) is not None]
    if not theirs:
        return None, len(lines)
    ours, _ = journal.read()
    known = {name for entry in ours for name in (entry["hash"], entry.get("carried"))}
    last, added = ours[-1]["hash"] if ours else START, 0
    for line, entry in theirs:
        origin = entry.get("carried", entry["hash"])
        if origin in known or entry["hash"] in known:
            continue
        sound = _open(line, entry.get("prev"))[1] is None  # an edit must go on showing: it is never sealed anew
        if entry.get("prev") == last or not sound:
            made = journal.add(lambda _, line=line: line)
        else:
            kept = {key: value for key, value in entry.items() if key not in ("prev", "hash")} | {"carried": origin}
            made = journal.add(lambda prev, kept=kept: _seal(kept, prev)[0])
        last, added = json.loads(made)["hash"], added + 1
        known |= {last, origin}
    return added, len(lines) - len(theirs)

"""Find the submissions in whatever a teacher has: nbgrader's folders, a flat folder, the zip files of Moodle and Canvas.

A submission is bytes and a name. Nothing is unpacked onto the disk, no link is followed, and what is too large to be a
notebook is not read: each such file becomes a submission that says so, since a student is behind it.
"""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..text import CourseError, nfc

LARGEST = 30_000_000  # bytes of one notebook: a clean one has about a hundred thousand
_MOST = 20_000  # entries of a zip
_RATIO = 200  # a notebook never shrinks so far
Whose = Callable[[PurePosixPath, str], tuple[str, str]]  # (place, place of the zip that it stands in) -> (student, exercise)
_FLAT = re.compile(r"(?P<exercise>[a-z0-9-]+?)--(?P<student>.+)\.ipynb", re.I)
MOODLE = re.compile(r"(?P<student>.+)_(?P<number>\d+)_assignsubmission_file_?")
_CANVAS = re.compile(r"(?P<student>[^_]+)_(?:LATE_)?(?P<number>\d+)_(?P<submission>\d+)_(?P<file>.+)\.ipynb", re.I)


class IntakeError(CourseError):
    """There is nothing to grade where the teacher pointed."""


@dataclass(frozen=True)
class Submission:
    """One file of one student. `exercise`: as the place says it, "" where it does not. `fault`: why there are no bytes, by a key of `words.FAULTS`."""

    student: str
    exercise: str
    place: str
    raw: bytes = b""
    when: str = ""  # ISO 8601, UTC: when it was handed in, as far as is known
    fault: str = ""

    @property
    def digest(self) -> str:
        """What tells one attempt from another."""
        return hashlib.sha256(self.raw or f"{self.fault}:{self.place}".encode()).hexdigest()


def find(where: Path) -> list[Submission]:
    """Every submission under a folder, or in a zip file, in order of student and place. Raises `IntakeError` where there is none."""
    found = files(Path(where), (".ipynb",), _whose)
    if not found:
        raise IntakeError(
            vi=f"Không thấy bài nộp nào trong {where}. Máy chấm đọc thư mục của nbgrader, tệp <bài>--<sinh viên>.ipynb, và tệp zip của Moodle, Canvas.",
            en=f"No submissions in {where}. The grader reads nbgrader's folders, files named <exercise>--<student>.ipynb, and the zip files of Moodle and Canvas.",
        )
    return found


def files(where: Path, suffixes: tuple[str, ...], whose: Whose) -> list[Submission]:
    """Every file with one of the suffixes, read with the same care, in order of student and place; `whose` says whose it is."""
    if not where.exists():
        raise IntakeError(vi=f"Không có {where}.", en=f"There is no {where}.")
    if where.is_dir():
        found = _in_folder(where, suffixes, whose)
    elif zipfile.is_zipfile(where):
        found = in_zip(where, where.name, suffixes, whose)
    else:
        raise IntakeError(vi=f"{where} không phải thư mục hay tệp zip.", en=f"{where} is neither a folder nor a zip file.")
    return sorted(found, key=lambda s: (s.student, s.place))


def _in_folder(root: Path, suffixes: tuple[str, ...], whose: Whose) -> Iterator[Submission]:
    for path in sorted(root.rglob("*")):
        place = PurePosixPath(path.relative_to(root).as_posix())
        if ".ipynb_checkpoints" in place.parts or "__MACOSX" in place.parts:
            continue
        if path.is_symlink():
            if path.suffix.lower() in suffixes or path.is_dir():
                yield Submission(*whose(place, ""), str(place), fault="link")
        elif path.is_file() and path.suffix.lower() == ".zip":
            yield from in_zip(path, str(place), suffixes, whose)
        elif path.is_file() and path.suffix.lower() in suffixes:
            yield _from_file(path, place, whose(place, ""))


def _from_file(path: Path, place: PurePosixPath, whose: tuple[str, str]) -> Submission:
    when = datetime.fromtimestamp(path.stat().st_mtime, timezone.utc)
    stamp = path.with_name("timestamp.txt")  # nbgrader's own
    if stamp.is_file() and not stamp.is_symlink():
        try:
            when = datetime.fromisoformat(re.sub(r" (UTC|GMT)$", "+00:00", stamp.read_text(encoding="utf-8")[:40].strip()))
            when = when if when.tzinfo else when.replace(tzinfo=timezone.utc)
        except ValueError:
            pass
    said = when.astimezone(timezone.utc).isoformat(timespec="seconds")
    try:
        if path.stat().st_size > LARGEST:
            return Submission(*whose, str(place), when=said, fault="large")
        return Submission(*whose, str(place), path.read_bytes(), said)
    except OSError:
        return Submission(*whose, str(place), when=said, fault="unreadable-file")


def in_zip(file: Path | BinaryIO, name: str, suffixes: tuple[str, ...], whose: Whose) -> Iterator[Submission]:
    """The files of the zip at the place `name`; a zip that cannot be opened is a submission that says so."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST:
                raise IntakeError(vi=f"{name} chứa {len(entries)} tệp, quá nhiều cho một lớp.", en=f"{name} holds {len(entries)} files, too many for a class.")
            for entry in entries:
                yield from _entry(archive, entry, name, suffixes, whose)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as why:
        yield Submission(*whose(PurePosixPath(name), ""), name, fault=f"bad-zip:{str(why)[:80]}")


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, zip_name: str, suffixes: tuple[str, ...], tell_whose: Whose) -> Iterator[Submission]:
    name = nfc(entry.filename.replace("\\", "/"))
    place = PurePosixPath(name)
    if entry.is_dir() or "__MACOSX" in place.parts or ".ipynb_checkpoints" in place.parts or place.suffix.lower() not in suffixes:
        return
    whose = tell_whose(place, zip_name)
    when = _zip_time(entry)
    if ".." in place.parts or place.is_absolute() or ":" in place.parts[0]:
        yield Submission(*whose, name, when=when, fault="outside")
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield Submission(*whose, name, when=when, fault="link")
    elif entry.file_size > LARGEST or entry.file_size > 1_000_000 and entry.file_size > _RATIO * max(entry.compress_size, 1):
        yield Submission(*whose, name, when=when, fault="large")
    elif entry.flag_bits & 1:
        yield Submission(*whose, name, when=when, fault="password")
    else:
        try:
            with archive.open(entry) as file:
                raw = file.read(LARGEST + 1)  # what an entry says of its size may be a lie
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            yield Submission(*whose, name, when=when, fault="unreadable-file")
            return
        yield Submission(*whose, name, raw, when) if len(raw) <= LARGEST else Submission(*whose, name, when=when, fault="large")


def _zip_time(entry: zipfile.ZipInfo) -> str:
    try:
        return datetime(*entry.date_time, tzinfo=timezone.utc).isoformat(timespec="seconds")
    except ValueError:
        return ""


def _whose(place: PurePosixPath, zip_name: str = "") -> tuple[str, str]:
    """(student, exercise) as a place says them."""
    canvas = _CANVAS.fullmatch(place.name)
    if canvas:
        return clean(f"{canvas['student']}_{canvas['number']}"), _exercise(re.sub(r"-\d+$", "", canvas["file"]))
    flat = _FLAT.fullmatch(place.name)
    if flat:
        return clean(flat["student"]), _exercise(flat["exercise"])
    for part in place.parts[:-1]:
        moodle = MOODLE.fullmatch(part)
        if moodle:
            return clean(f"{moodle['student']}_{moodle['number']}"), _exercise(place.stem)
    folders = [p for p in place.parts[:-1] if p not in ("submitted", "autograded", "..", "/")]
    if len(folders) >= 2:
        return clean(folders[-2]), _exercise(folders[-1])
    if folders:
        return clean(folders[-1]), _exercise(place.stem)
    return clean(place.stem or zip_name), ""


def clean(name: str) -> str:
    """A name as it is to be kept: composed, one line, not endless. What is dangerous in it is made harmless where it is shown."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", nfc(name)).strip()[:200] or "?"


def _exercise(name: str) -> str:
    return name.lower() if re.fullmatch(r"[a-z0-9-]{1,60}", name.lower()) else ""

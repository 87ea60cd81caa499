"""Read a class from the table that a teacher has: a CSV or XLSX of their own, or the gradebook that Canvas hands out.

Besides a key and a name it carries what a hand-over needs, where the table has it: email, the login, and the numbers by
which Moodle and Canvas know a student. They are kept as they stand, zeros in front included.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from ..text import nfc
from .gradebook import GradebookError

_KNOWN = {
    "key": ("student", "key", "id", "mã", "mã sinh viên", "mã số sinh viên", "mssv"),
    "name": ("name", "tên", "họ tên", "họ và tên", "full name", "fullname"),
    "grp": ("group", "lớp", "nhóm", "section"),
    "email": ("email", "e-mail", "email address", "thư điện tử", "địa chỉ thư điện tử"),
    "login": ("login", "username", "sis login id", "tên đăng nhập"),
    "moodle_id": ("moodle id", "moodle_id", "id number", "idnumber"),
    "canvas_id": ("canvas id", "canvas_id"),
    "sis_id": ("sis id", "sis_id", "sis user id"),
}
# a gradebook exported from Canvas: there “Student” is the name and “ID” Canvas's own number
_CANVAS = {"key": ("sis user id", "sis login id", "id"), "name": ("student",), "grp": ("section",), "email": (), "login": ("sis login id",), "moodle_id": (), "canvas_id": ("id",), "sis_id": ("sis user id",)}


@dataclass(frozen=True)
class Person:
    """One student. `key`: the name by which their submissions go; `login`: Moodle's username, Canvas's SIS Login ID; what is not known is ""."""

    key: str
    name: str
    grp: str = ""
    email: str = ""
    login: str = ""
    moodle_id: str = ""
    canvas_id: str = ""
    sis_id: str = ""


COLUMNS = tuple(f.name for f in fields(Person))
# what students that a gradebook already knows do not lose when a later table leaves it out
UPSERT = (
    f"insert into students ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))}) on conflict(key) do update set name=case excluded.name when key then name else excluded.name end, "
    + ", ".join(f"{c}=coalesce(nullif(excluded.{c}, ''), {c})" for c in COLUMNS[2:])
)


def people(path: Path) -> list[tuple[str, ...]]:
    """Everyone in the table, each as the values of `COLUMNS`. Raises `GradebookError` where there is no key column, or a key stands there twice."""
    rows = [[nfc(str(cell)).strip() if cell is not None else "" for cell in row] for row in _table_of(path)]
    heads = {head.lower(): n for n, head in reversed(list(enumerate(rows[0])))} if rows else {}
    from_canvas = {"student", "id", "section"} <= heads.keys() and bool({"sis login id", "sis user id"} & heads.keys())
    known = _CANVAS if from_canvas else _KNOWN
    found = {field: [heads[n] for n in names if n in heads] for field, names in known.items()}
    if not found["key"]:
        raise GradebookError(
            vi=f"{path}: dòng đầu cần một cột tên student (hoặc mã, mssv). Các cột hiện có: {', '.join(heads) or '–'}.",
            en=f"{path}: its first row needs a column student (or id). Its columns: {', '.join(heads) or '–'}.",
        )
    if not from_canvas:
        found["key"] = found["key"][:1]
    told = []
    for row in rows[1:]:
        has = {field: next((row[n] for n in columns if n < len(row) and row[n]), "") for field, columns in found.items()}
        if has["key"] and not (from_canvas and "Points Possible" in has["name"]):
            told.append(Person(**{**has, "name": has["name"] or has["key"]}))
    keys = [p.key for p in told]
    twice = next((k for k in keys if keys.count(k) > 1), None)
    if twice:
        raise GradebookError(vi=f"{path}: mã “{twice}” có hai lần. Chưa ghi gì vào sổ điểm.", en=f"{path}: “{twice}” stands there twice. Nothing was written.")
    return [astuple(p) for p in told]


def _table_of(path: Path) -> list[list]:
    try:
        if path.suffix.lower() == ".xlsx":
            from openpyxl import load_workbook

            return [list(row) for row in load_workbook(path, read_only=True, data_only=True).active.iter_rows(values_only=True)]
        with path.open(encoding="utf-8-sig", newline="") as file:
            start = file.read(2000)
            file.seek(0)
            return list(csv.reader(file, delimiter=";" if start.count(";") > start.count(",") else ","))
    except (OSError, UnicodeDecodeError, csv.Error, KeyError, ValueError) as why:
        raise GradebookError(vi=f"Không đọc được danh sách lớp {path} ({why}).", en=f"The roster {path} cannot be read ({why}).") from None

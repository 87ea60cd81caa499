"""Read a Frictionless data package into typed tables, and say exactly what is wrong where it is not sound.

The rules stand in `datapackage.json` (Table Schema), not here. pandas alone could read the files, but it fills
short rows, guesses types and never says which row broke a rule: a teacher who mends a CSV in a spreadsheet needs
the file, the row and the column.
"""

from __future__ import annotations

import csv
import json
import re
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..text import CourseError, nfc

DESCRIPTOR = "datapackage.json"


class DataError(CourseError):
    """Something in the data package is missing or breaks its schema."""


class Package:
    """A folder with `datapackage.json` and its CSV files.

    `root`: that folder. Raises `DataError`, naming file, row and column, when a table is first read.
    """

    def __init__(self, root: Path):
        self.root = Path(root)
        self._tables: dict[str, pd.DataFrame] = {}
        self._indexes: dict[str, dict[str, dict]] = {}

    @cached_property
    def resources(self) -> dict[str, dict]:
        """Resource descriptors by name."""
        path = self.root / DESCRIPTOR
        try:
            return {r["name"]: r for r in json.loads(path.read_text(encoding="utf-8"))["resources"]}
        except FileNotFoundError:
            raise DataError(
                vi=f"Không thấy {path}. Hãy lấy lại thư mục data của khóa học.",
                en=f"{path} is missing. Restore the course's data folder.",
            ) from None
        except (ValueError, KeyError, TypeError) as why:
            raise DataError(
                vi=f"{path} không phải JSON hợp lệ ({why}). Hãy lấy lại bản gốc.",
                en=f"{path} is not valid JSON ({why}). Restore the original.",
            ) from None

    def table(self, name: str) -> pd.DataFrame:
        """A typed copy of one table: text as str ("" where empty), integers as Int64, numbers as float64, booleans as bool.

        It is a copy, so that whatever a student does to it, the next chart draws the true data.
        """
        if name not in self.resources:
            known = ", ".join(self.resources)
            raise DataError(
                vi=f"Không có bảng “{name}”. Các bảng hiện có: {known}.",
                en=f"There is no table “{name}”. The tables are: {known}.",
            )
        if name not in self._tables:
            self._tables[name] = self._read(self.resources[name])
        return self._tables[name].copy()

    def check(self) -> None:
        """Read every table and check what binds them: foreign keys, and ids that are unique in the whole package."""
        seen: dict[str, str] = {}
        for name, resource in self.resources.items():
            for place in self.table(name).get("id", []):
                if place in seen:
                    raise DataError(
                        vi=f"Mã “{place}” có cả trong bảng {seen[place]} lẫn bảng {name}; mỗi mã chỉ được dùng một lần.",
                        en=f"The id “{place}” stands in both {seen[place]} and {name}; an id may be used only once.",
                    )
                seen[place] = name
            self._check_references(name, resource)

    def find(self, row_id: str) -> tuple[str, dict]:
        """The table name and the row, as a dict, that has this id."""
        name = self._home(row_id)
        if name:
            return name, self.index(name)[row_id]
        raise DataError(
            vi=f"Không có dòng dữ liệu nào mang mã “{row_id}”.",
            en=f"No row of data has the id “{row_id}”.",
        )

    def __contains__(self, row_id: str) -> bool:
        return self._home(row_id) is not None

    def _home(self, row_id: str) -> str | None:
        """The table that has this id. Its prefix tells where to look first: the first chart then waits for its own tables alone."""
        prefix = row_id.partition("-")[0]
        likely = sorted(self.resources, key=lambda name: self.resources[name].get("prefix") != prefix)
        return next((name for name in likely if row_id in self.index(name)), None)

    def rows(self, ids: list[str]) -> pd.DataFrame:
        """The rows of one table that have these ids, in that order; ids that the source does not print are passed over."""
        name = next(filter(None, map(self._home, ids)), None) or self.find(ids[0])[0]
        place = {row_id: n for n, row_id in enumerate(self.index(name))}
        return self.table(name).iloc[[place[i] for i in ids if i in place]].reset_index(drop=True)

    def index(self, name: str) -> dict[str, dict]:
        """The rows of one table by id; none where the table has no ids."""
        if name not in self._indexes:
            named = any(f["name"] == "id" for f in self.resources[name]["schema"]["fields"])
            self._indexes[name] = {row["id"]: row for row in self.table(name).to_dict("records")} if named else {}
        return self._indexes[name]

    # -- reading ---------------------------------------------------------------------------------------------------

    def _read(self, resource: dict) -> pd.DataFrame:
        path = self.root / resource["path"]
        fields = resource["schema"]["fields"]
        names = [f["name"] for f in fields]
        lines, records = [], []
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                header = next(reader, [])
                if header != names:
                    raise self._wrong_header(path.name, header, names)
                for cells in reader:
                    if len(cells) != len(names):
                        raise DataError(
                            vi=f"{path.name}, dòng {reader.line_num}: có {len(cells)} ô, lẽ ra {len(names)}. Kiểm tra dấu phẩy và dấu ngoặc kép.",
                            en=f"{path.name}, row {reader.line_num}: {len(cells)} cells where {len(names)} belong. Look at its commas and quotation marks.",
                        )
                    lines.append(reader.line_num)
                    records.append([nfc(c.strip()) for c in cells])
        except FileNotFoundError:
            raise DataError(
                vi=f"Thiếu tệp {path.name} trong thư mục {self.root}. Hãy lấy lại tệp ấy.",
                en=f"The file {path.name} is missing from {self.root}. Restore it.",
            ) from None
        except UnicodeDecodeError:
            raise DataError(
                vi=f"{path.name} không ghi bằng mã UTF-8. Khi lưu từ Excel, chọn “CSV UTF-8”.",
                en=f"{path.name} is not UTF-8. When saving from Excel, choose “CSV UTF-8”.",
            ) from None
        except csv.Error as why:
            raise DataError(
                vi=f"{path.name}, dòng {reader.line_num}: không đọc được ({why}). Kiểm tra dấu ngoặc kép.",
                en=f"{path.name}, row {reader.line_num}: cannot be read ({why}). Look at its quotation marks.",
            ) from None
        columns = {
            field["name"]: _column(path.name, field, lines, [r[i] for r in records]) for i, field in enumerate(fields)
        }
        frame = pd.DataFrame(columns)
        if resource.get("figures"):
            _check_figures(path.name, frame, lines)
        _check_key(path.name, resource["schema"].get("primaryKey"), frame, lines)
        return frame

    def _wrong_header(self, file: str, header: list[str], names: list[str]) -> DataError:
        missing = ", ".join(n for n in names if n not in header) or "–"
        extra = ", ".join(n for n in header if n not in names) or "–"
        return DataError(
            vi=f"{file}, dòng 1: tên cột không đúng (thiếu: {missing}; thừa: {extra}). Thứ tự đúng: {', '.join(names)}.",
            en=f"{file}, row 1: the column names are wrong (missing: {missing}; unknown: {extra}). The right order: {', '.join(names)}.",
        )

    def _check_references(self, name: str, resource: dict) -> None:
        file = Path(resource["path"]).name
        table = self.table(name)
        for key in resource["schema"].get("foreignKeys", []):
            column = _one(key["fields"])
            target = key["reference"].get("resource") or name
            known = set(self.table(target)[_one(key["reference"]["fields"])])
            for place, value in table[column].items():
                if value and value not in known:
                    raise DataError(
                        vi=f"{file}, dòng {place + 2}, cột {column}: “{value}” không có trong bảng {target}. Sửa khóa, hoặc thêm dòng ấy vào {target}.csv.",
                        en=f"{file}, row {place + 2}, column {column}: “{value}” is not in the table {target}. Mend the key, or add the row to {target}.csv.",
                    )


def _one(fields: str | list[str]) -> str:
    return fields if isinstance(fields, str) else fields[0]


def _column(file: str, field: dict, lines: list[int], cells: list[str]) -> pd.Series:
    """Turn one column of text into its type; raise `DataError` at the first cell that breaks a rule."""
    name, kind, rules = field["name"], field["type"], field.get("constraints", {})
    read = _READERS[kind]
    values: list[Any] = []

    def wrong(vi: str, en: str) -> DataError:
        return DataError(vi=f"{file}, dòng {line}, cột {name}: {vi}", en=f"{file}, row {line}, column {name}: {en}")

    for line, cell in zip(lines, cells):
        if cell == "":
            if rules.get("required"):
                raise wrong("đang để trống, mà ô này bắt buộc phải có.", "is empty, and this cell must be filled.")
            values.append(_EMPTY[kind])
            continue
        try:
            value = read(cell)
        except (ValueError, KeyError):
            vi, en = _KIND_NAMES[kind]
            raise wrong(f"“{cell}” không phải {vi}.", f"“{cell}” is not {en}.") from None
        if "enum" in rules and cell not in rules["enum"]:
            known = ", ".join(rules["enum"])
            raise wrong(f"“{cell}” không nằm trong các mã: {known}.", f"“{cell}” is not one of: {known}.")
        if "pattern" in rules and not re.fullmatch(rules["pattern"], cell):
            raise wrong(
                f"“{cell}” không đúng mẫu {rules['pattern']}.", f"“{cell}” does not fit the pattern {rules['pattern']}."
            )
        if "minimum" in rules and value < float(rules["minimum"]):
            raise wrong(f"{cell} nhỏ hơn {rules['minimum']}.", f"{cell} is less than {rules['minimum']}.")
        if "maximum" in rules and value > float(rules["maximum"]):
            raise wrong(f"{cell} lớn hơn {rules['maximum']}.", f"{cell} is more than {rules['maximum']}.")
        values.append(value)
    return pd.Series(values, dtype=_DTYPES[kind])


def _check_figures(file: str, frame: pd.DataFrame, lines: list[int]) -> None:
    empty = frame[frame["value"].isna() & frame["low"].isna() & frame["high"].isna()]
    if file == "offers.csv":  # an offer may be a place or a phrase: “Route 9”, “in the shortest possible time”
        empty = empty[empty["original"] == ""]
    backward = frame[(frame["low"] > frame["high"]).fillna(False)]
    if len(empty):
        raise DataError(
            vi=f"{file}, dòng {lines[empty.index[0]]}: cột value, low và high đều trống; một dòng số liệu phải có ít nhất một số.",
            en=f"{file}, row {lines[empty.index[0]]}: value, low and high are all empty; a row of figures needs at least one.",
        )
    if len(backward):
        raise DataError(
            vi=f"{file}, dòng {lines[backward.index[0]]}: low lớn hơn high.",
            en=f"{file}, row {lines[backward.index[0]]}: low is greater than high.",
        )


def _check_key(file: str, key: str | list[str] | None, frame: pd.DataFrame, lines: list[int]) -> None:
    if not key:
        return
    columns = [key] if isinstance(key, str) else key
    twice = frame[frame.duplicated(columns)]
    if len(twice):
        value = " / ".join(str(twice.iloc[0][c]) for c in columns)
        raise DataError(
            vi=f"{file}, dòng {lines[twice.index[0]]}: “{value}” đã có ở một dòng trên; mã không được trùng.",
            en=f"{file}, row {lines[twice.index[0]]}: “{value}” stands in an earlier row too; ids must differ.",
        )


def _read_number(cell: str) -> float:
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):  # float() would also take "nan", "1e9" and "1_000"
        raise ValueError
    return float(cell)


def _read_integer(cell: str) -> int:
    if not re.fullmatch(r"-?\d+", cell):
        raise ValueError
    return int(cell)


_READERS = {
    "string": str,
    "integer": _read_integer,
    "number": _read_number,
    "boolean": {"true": True, "false": False}.__getitem__,
}
_EMPTY = {"string": "", "integer": pd.NA, "number": float("nan"), "boolean": False}
_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "bool"}
_KIND_NAMES = {
    "string": ("chữ", "a text"),
    "integer": ("số nguyên (viết liền, không dấu chấm, không dấu phẩy)", "a whole number (written without separators)"),
    "number": ("số (dùng dấu chấm thập phân, không ngăn hàng nghìn)", "a number (decimal point, no thousands separators)"),
    "boolean": ("true hoặc false", "true or false"),
}

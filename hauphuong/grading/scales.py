"""Turn points into a mark: out of 10, in per cent, or a letter. Decimal numbers all the way: 8.45 is 8.5, never 8.4 because a binary float lies below it.

Rounding is half up, to 0.1 unless the teacher says otherwise (`step`). The letters are those of the Ministry's regulation on
training by credits (Quy chế ban hành kèm theo Quyết định số 43/2007/QĐ-BGDĐT, Điều 22): the mark out of 10 is rounded to one
decimal first, and then A from 8.5, B from 7.0, C from 5.5, D from 4.0, F below. Universities' own regulations made under the
later Thông tư 08/2021/TT-BGDĐT keep these five bounds; many part them further (B+, C+ …), for which a teacher gives a table.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from ..text import CourseError, nfc

NAMES = ("10", "percent", "letter")
_HIGHEST = {"10": Decimal(10), "percent": Decimal(100), "letter": Decimal(10)}
_HEADINGS = ("letter", "grade", "chữ", "điểm chữ")
LETTERS = ((Decimal("8.5"), "A"), (Decimal("7"), "B"), (Decimal("5.5"), "C"), (Decimal("4"), "D"), (Decimal(0), "F"))


class ScaleError(CourseError):
    """The scale that was asked for makes no sense."""


@dataclass(frozen=True)
class Scale:
    """`name`: one of `NAMES`; `step`: what marks are rounded to; `letters`: (from so many out of 10, letter), the highest first."""

    name: str = "10"
    step: Decimal = Decimal("0.1")
    letters: tuple[tuple[Decimal, str], ...] = field(default=LETTERS)

    @property
    def highest(self) -> Decimal:
        """The mark for all points; that of letters is out of 10."""
        return _HIGHEST[self.name]

    def number(self, points: Decimal, of: Decimal) -> Decimal:
        """The rounded mark of `points` out of `of` (more than 0)."""
        exact = max(Decimal(0), points) * self.highest / of
        return (exact / self.step).quantize(Decimal(1), ROUND_HALF_UP) * self.step

    def mark(self, points: Decimal, of: Decimal) -> str:
        """As it is written in a file: “7.5” with a point, which Moodle and Canvas read in every language, or a letter."""
        number = self.number(points, of)
        if self.name == "letter":
            return next(letter for least, letter in self.letters if number >= least)
        return plain(number)


def plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing: 7.50 -> “7.5”, 1E+1 -> “10”."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def scale(name: str = "10", step: str = "0.1", letters: Path | None = None) -> Scale:
    """A scale by its name. `letters`: a teacher's own table. Raises `ScaleError` where one of them cannot be."""
    if name not in NAMES:
        raise ScaleError(vi=f"Không có thang điểm “{name}”. Có: {', '.join(NAMES)}.", en=f"There is no scale “{name}”. There are: {', '.join(NAMES)}.")
    if letters and name != "letter":
        raise ScaleError(vi="Bảng điểm chữ chỉ dùng với --scale letter.", en="A table of letters goes with --scale letter only.")
    width = _decimal(step)
    if width is None or not 0 < width <= 10:
        raise ScaleError(vi=f"Không làm tròn đến “{step}” được. Hãy viết như 0.1, 0.25 hay 0.5.", en=f"Marks cannot be rounded to “{step}”. Write it like 0.1, 0.25 or 0.5.")
    return Scale(name, width, table(letters) if letters else LETTERS)


def table(path: Path) -> tuple[tuple[Decimal, str], ...]:
    """A teacher's own letters: lines `A+,9.0` in a CSV, or `A+: 9.0` in YAML; each with the least mark out of 10 that earns it. The lowest must start at 0."""
    try:
        if Path(path).suffix.lower() in (".yaml", ".yml"):
            import yaml

            told = yaml.load(Path(path).read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)  # all text: nothing of “8.5”, “No” is guessed at
            rows = list(told.items()) if isinstance(told, dict) else []
        else:
            text = Path(path).read_text(encoding="utf-8-sig")
            rows = list(csv.reader(text.splitlines(), delimiter=";" if text.count(";") > text.count(",") else ","))
    except (OSError, ValueError, csv.Error) as why:
        raise ScaleError(vi=f"Không đọc được bảng điểm chữ {path} ({why}).", en=f"The table of letters {path} cannot be read ({why}).") from None
    except Exception as why:  # what YAML raises is no ValueError
        raise ScaleError(vi=f"{path} không phải YAML ({why}).", en=f"{path} is no YAML ({why}).") from None
    found = []
    for number, row in enumerate([r for r in rows if r], 1):
        least = _decimal(str(row[1])) if len(row) > 1 else None
        letter = nfc(str(row[0])).strip()
        if number == 1 and letter.casefold() in _HEADINGS:
            continue
        if least is None or not 0 <= least <= 10 or not letter or letter[0] in "=@\t\r" or len(letter) > 10:
            raise ScaleError(vi=f"{path}, dòng {number}: cần một chữ và điểm thấp nhất của nó (0 đến 10), như A+,9.0.", en=f"{path}, row {number}: a letter and its least mark (0 to 10) are needed, like A+,9.0.")
        found.append((least, letter))
    found.sort(reverse=True)
    if not found or found[-1][0] != 0 or len({least for least, _ in found}) < len(found) or len({letter for _, letter in found}) < len(found):
        raise ScaleError(
            vi=f"{path}: chữ thấp nhất phải bắt đầu từ 0, và mỗi chữ, mỗi điểm chỉ có một lần.",
            en=f"{path}: the lowest letter must start at 0, and each letter and each mark stand there once.",
        )
    return tuple(found)


def _decimal(written: str) -> Decimal | None:
    try:
        number = Decimal(written.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None

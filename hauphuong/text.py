"""Languages, numbers, dates and Unicode: the ground floor that every other room stands on.

Nothing here knows about history, pandas or notebooks.
"""

from __future__ import annotations

import calendar
import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import date as Day

LANGUAGES = ("vi", "en")

_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}  # thousands, decimals
_MONTHS_EN = (
    "January February March April May June July August September October November December"
).split()

_chosen: str | None = None


def choose_language(lang: str) -> None:
    """Make `lang` the language of every message from now on (a notebook's import line does this)."""
    global _chosen
    _chosen = check_language(lang)


def reader_language() -> str:
    """The language to speak: the one chosen, else HAUPHUONG_LANG, else the system's if it is English, else Vietnamese."""
    if _chosen:
        return _chosen
    for name in ("HAUPHUONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2].lower()
        if code in LANGUAGES:
            return code
    return "vi"


def check_language(lang: str) -> str:
    """Return `lang`, or raise `CourseError` where the course does not speak it."""
    if lang not in LANGUAGES:
        raise CourseError(
            vi=f"Khóa học chỉ có hai ngôn ngữ là “vi” và “en”, không có “{lang}”.",
            en=f"The course speaks two languages, “vi” and “en”, not “{lang}”.",
        )
    return lang


@dataclass
class CourseError(Exception):
    """A mistake that a reader can mend, told in the reader's language.

    A notebook shows the sentence alone: a page of traceback frightens those who have never programmed.
    """

    vi: str
    en: str

    def __str__(self) -> str:
        return getattr(self, reader_language())

    def _render_traceback_(self) -> list[str]:  # IPython's hook
        return [f"⚠ {self}"]


def nfc(text: str) -> str:
    """Composed Unicode (NFC). Keyboards and PDFs also give the decomposed form, which looks the same and compares unequal."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` without case, diacritics or doubled spaces: “Điện  Biên Phủ” and “dien bien phu” become one."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(bare.replace("đ", "d").replace("Đ", "D").casefold().split())


def number(value: float, lang: str, decimals: int | None = None, sign: bool = False) -> str:
    """Write a number as the language writes it: 2.362.581 in Vietnamese, 2,362,581 in English.

    `decimals`: how many to show; None shows those that the number has, two at most.
    `sign`: also write the plus of a positive number; a minus is always the typographic “−”.
    """
    thousands, point = _SEPARATORS[lang]
    if decimals is None:
        digits = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    else:
        digits = f"{abs(value):,.{decimals}f}"
    whole, _, fraction = digits.partition(".")
    written = whole.replace(",", thousands) + (point + fraction if fraction else "")
    mark = "−" if value < 0 else "+" if sign and value > 0 else ""
    return mark + written


def percent(value: float, lang: str, decimals: int = 1) -> str:
    """21.7 -> “21,7%” or “21.7%”."""
    return number(value, lang, decimals) + "%"


def date(iso: str, lang: str) -> str:
    """An ISO date of any length (year, month or day) as the language writes it: “30-1-1950”, “30 January 1950”."""
    parts = [int(p) for p in iso.split("-")]
    if lang == "vi":
        return "-".join(str(p) for p in reversed(parts))
    if len(parts) > 1:
        parts[1] = _MONTHS_EN[parts[1] - 1]
    return " ".join(str(p) for p in reversed(parts))


def period(start: str, end: str, lang: str) -> str:
    """“1965–1968”, or a single date where start and end are the same."""
    first, last = date(start, lang), date(end, lang)
    if first == last:
        return first
    return f"{first}–{last}" if len(start) == len(end) == 4 else f"{first} – {last}"


def first_day(iso: str) -> Day:
    """The earliest day that an ISO date of any length can mean."""
    parts = [int(p) for p in iso.split("-")]
    return Day(*(parts + [1, 1])[:3])


def last_day(iso: str) -> Day:
    """The latest day that an ISO date of any length can mean."""
    parts = [int(p) for p in iso.split("-")]
    if len(parts) == 1:
        return Day(parts[0], 12, 31)
    if len(parts) == 2:
        return Day(*parts, calendar.monthrange(*parts)[1])
    return Day(*parts)


def readings(text: str) -> list[float]:
    """The numbers that a written number can mean: “2.362.581”, “2,362,581 tấn”, “67,5%”.

    "1.000" is a thousand to a Vietnamese reader and one to an English one.
    """
    found = re.fullmatch(r"\D*?([+\-−–]?\d[\d.,' \u00a0\u202f_]*)(\D*)", text.strip()[:60])
    if not found:
        return []
    digits = re.sub(r"[' \u00a0\u202f_]", "", found[1]).rstrip(".,").replace("−", "-").replace("–", "-")
    marks = set(re.findall(r"[.,]", digits))
    if not marks:
        return [float(digits)]
    if len(marks) == 2:
        point = max(marks, key=digits.rfind)  # the last one parts the decimals
        whole, _, decimals = digits.rpartition(point)
        return [float(re.sub(r"[.,]", "", whole) + "." + decimals)] if re.fullmatch(r"\d+", decimals) else []
    parts = re.split(r"[.,]", digits)
    meant = []
    if all(len(p) == 3 for p in parts[1:]):
        meant.append(float("".join(parts)))
    if len(parts) == 2:
        meant.append(float(".".join(parts)))
    return meant


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` characters, between words and never inside a number or a name held by U+00A0."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= width or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines

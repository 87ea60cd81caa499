"""Understand what a learner typed: numbers in any country's writing, words in any Unicode form.

People write a thousand as 1 000, 1.000, 1,000 or 1000, and paste any kind of space. Where a writing has two readings
("1.000" is a thousand in Hà Nội and one in London) both are given, and the marking takes the kinder one.
"""

from __future__ import annotations

import re
import unicodedata

from ..text import fold, nfc

LONGEST = 300  # characters; no answer here needs more

ENDS = " .,;:!?\"'“”‘’«»()[]…"  # what may stand at the ends of an answer and means nothing
ALIKE = str.maketrans({**{0xFF10 + d: str(d) for d in range(10)}, **dict(zip("，．－＋％−–‒", ",.-+%---")), "’": "'"})
_TIMES = {
    1e2: ("trăm", "hundred"),
    1e3: ("nghìn", "ngàn", "thousand", "k"),
    1e6: ("triệu", "tr", "million", "millions", "mn"),
    1e9: ("tỉ", "tỷ", "billion", "billions", "bn"),
}
MULTIPLIER = {word: times for times, words in _TIMES.items() for word in words}
_NUMBER = re.compile(r"^(?P<before>[^\d+.,-]*?)(?P<sign>[+-]?) ?(?P<digits>\d[\d.,' ]*)(?P<after>\D*)$")


def numbers(answer: object) -> list[float]:
    """The readings of a typed number, the likeliest first; an empty list where it is not one number."""
    if isinstance(answer, bool) or not isinstance(answer, (int, float, str)):
        return []
    if not isinstance(answer, str):
        return [float(answer)] if abs(answer) < 1e15 else []  # no NaN, no infinity
    found = _NUMBER.match(clean(answer).casefold()) if len(answer) <= LONGEST else None
    if not found:
        return []
    digits = found["digits"].rstrip(" .,'")
    sign = -1 if found["sign"] == "-" else 1
    words = found["after"].replace("%", " ").split()
    if "rưỡi" in words:  # “2 triệu rưỡi”: half of what, only a person knows
        return []
    times = MULTIPLIER.get(words[0], 1.0) if words else 1.0
    return [sign * times * value for value in _readings(digits) if value < 1e15]


def _readings(digits: str) -> list[float]:
    digits = digits.replace("'", " ")
    if " " in digits:  # spaces only part thousands: “1 000,5”
        spaced = re.fullmatch(r"(\d{1,3}(?: \d{3})+)(?:[.,](\d+))?", digits)
        return [float(spaced[1].replace(" ", "") + "." + (spaced[2] or "0"))] if spaced else []
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return [float(digits)]
    point = marks[-1]
    other = "," if point == "." else "."
    whole, _, rest = digits.rpartition(point)
    found = []
    if _grouped(digits, point) and other not in digits:
        found.append(float(digits.replace(point, "")))  # every mark parts thousands
    if marks.count(point) == 1 and (whole.isdecimal() or _grouped(whole, other)) and rest.isdecimal():
        found.append(float(whole.replace(other, "") + "." + rest))  # the last mark is the decimal point
    return found


def _grouped(digits: str, mark: str) -> bool:
    return bool(re.fullmatch(rf"[1-9]\d{{0,2}}(\{mark}\d{{3}})+", digits))


def clean(answer: str) -> str:
    """Composed Unicode, plain digits and signs, single spaces of one kind, nothing invisible."""
    seen = "".join(c for c in answer.translate(ALIKE) if unicodedata.category(c) not in ("Cf", "Cs"))
    return " ".join(nfc(seen).split())


def same(answer: str, accepted: str, diacritics: bool) -> bool:
    """Whether two short texts are one, whatever their Unicode form, case, spaces and punctuation at the ends."""
    if diacritics:
        return spelling(answer) == spelling(accepted)
    return fold(bare(answer)) == fold(bare(accepted))


def bare(answer: str) -> str:
    return clean(answer).strip(ENDS)


TONES = "\u0300\u0301\u0303\u0309\u0323"


def spelling(answer: str) -> str:
    """A text with each word's tone mark at its end: “hòa” and “hoà” are two customs of one spelling."""
    words = []
    for word in unicodedata.normalize("NFD", bare(answer).casefold()).split():
        tones = "".join(c for c in word if c in TONES)
        words.append(nfc("".join(c for c in word if c not in TONES)) + tones)
    return " ".join(words)

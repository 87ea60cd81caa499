"""Personal variants: neighbours solve the same problem on different rows, and the key follows (`variants:` of a check).

A check's first variant is the task as it stands, the one that everybody has unless a teacher turns variants on. Each
other one says anew what is asked of whom: which rows are right, which slips are likely, and the sentences about both.
Which is whose follows from a student's number alone, the same on every machine and in every year.
"""

from __future__ import annotations

import hashlib
import re

from ..text import nfc
from .answers import Plain, name_of, plain
from .kinds import Verdict, judge
from .words import WORDS

NUMBER = "my_number"  # where a student writes it, in the copies that have variants; plain `number` may well be a variable of their own
SHOWN = "number-yours"  # the first cell in which it is known
_ANEW = ("expect", "rows", "options", "accept", "traps", "asks", "right", "wrong")  # what a variant may say anew; nothing of it is inherited but `asks`


def codes(spec: dict) -> list[str]:
    """The names of a check's variants, the task as it stands first; none where everybody has the same."""
    return list(spec.get("variants", ()))


def of(spec: dict, code: str) -> dict:
    """The check, or its hidden part, as it is for one variant. What `variants` does not name is the task as it stands."""
    base = {k: v for k, v in spec.items() if k != "variants"}
    anew = {k: v for k, v in spec.get("variants", {}).get(code, {}).items() if k in _ANEW}
    if not anew:
        return base
    return {k: v for k, v in base.items() if k not in _ANEW or k == "asks"} | anew


def seed(number) -> int | None:
    """A student's number as a whole number: “S007”, "007" and 7 are one. None for what is no number of anybody's.

    Students who sit side by side mostly have numbers that follow each other, so the digits at the end are taken as
    they are; only a name without them is hashed (not by `hash`, which differs from one start of Python to the next).
    """
    if type(number) is int:
        return abs(number)
    seen = plain(number)
    if seen["kind"] not in ("number", "text"):
        return None
    name = nfc(name_of(seen)).casefold()
    digits = re.search(r"[0-9]{1,18}$", name)
    if digits:
        return int(digits[0])
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") if name else None


def own(spec: dict, number) -> str:
    """Which variant is this student's: the first where there is no number, "" where there are no variants."""
    known = codes(spec)
    if not known:
        return ""
    return known[(seed(number) or 0) % len(known)]


def judge_own(spec: dict, code: str, answer: Plain) -> Verdict:
    """Judge an answer by one variant. What is right for another one earns nothing here, and that is what the student hears.

    It may have been copied, and it may be a slip of the eye by one line: nobody can tell, so nobody is accused.
    """
    verdict = judge(of(spec, code), answer)
    if verdict.share == 1 or verdict.open:
        return verdict
    for other in codes(spec):
        if other != code and judge(of(spec, other), answer).share == 1:
            mine, theirs = spec["variants"][code], spec["variants"][other]
            said = {lang: words.format(theirs=theirs["of"][lang], yours=mine["of"][lang], rows=mine["at"][lang]) for lang, words in WORDS["other-variant"].items()}
            return Verdict(0, ((said, {}),))
    return verdict

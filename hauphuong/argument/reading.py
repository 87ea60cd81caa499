"""What stands in a written argument: its sentences, and in each its citations, dates, numbers and quoted words.

Vietnamese and English are read alike: a student may well quote the one in the other. Nothing is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import timedelta

from .. import text as words

AGAINST, FOR = "against", "for"
_FIRST, _LAST = Day(1, 1, 1), Day(9999, 12, 31)

# headings that open the part which speaks against the claim, and those that close it again; without case and diacritics
_OPENS = ("phan bien", "phan chung", "chong lai", "bang chung chong lai", "nguoc lai", "phia ben kia", "against", "against my claim", "counter-evidence", "counterevidence", "evidence against", "objection", "objections", "on the other side", "the other side")
_CLOSES = ("luan diem", "bang chung", "ung ho", "tra loi", "dap lai", "ket luan", "toi cho rang", "claim", "evidence", "evidence for", "for", "answer", "reply", "conclusion")
_LABEL = re.compile(r"^\s*(#{1,6}\s+)?(?:\*\*|__|\*)?([^\n:.!?\[\]*_]{2,40})(?:\*\*|__|\*)?\s*(:)?(?:\*\*|__|\*)?")

_DASH = "‐‑‒–—−"
_BRACKET = re.compile(r"\[([^\[\]\n]{1,300})\](?!\()")
_ID = re.compile(r"\w{2,}(?:-\w+)+")
_QUOTE = re.compile(r"“([^”\n]{1,1500})”|\"([^\"\n]{1,1500})\"|«([^»\n]{1,1500})»|„([^“”\n]{1,1500})[“”]")
_SHORT = {"c", "ca", "st", "no", "vol", "p", "pp", "gen", "col", "dr", "mr", "mrs", "ms", "tp", "gs", "ts", "pgs", "nxb", "tr", "kh", "cf", "ch", "jr", "vs", "art", "ed", "eds"}

_MONTHS = {name.casefold(): n for n, name in enumerate(words._MONTHS_EN, 1)}
_MONTHS |= {name[:3]: n for name, n in list(_MONTHS.items())} | {"sept": 9}
_VI_MONTHS = {"giêng": "1", "hai": "2", "ba": "3", "tư": "4", "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9", "mười một": "11", "mười hai": "12", "mười": "10", "chạp": "12"}
_NAMED_MONTH = re.compile(r"(\btháng\s+)(" + "|".join(sorted(_VI_MONTHS, key=len, reverse=True)) + r")\b", re.I)
_MON = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:1[6-9]\d\d|20\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_NTH = r"(?:st|nd|rd|th)?"
_TO = rf"\s*(?:[-{_DASH}]|đến|tới|to|until|and|và)\s*"
_COUNTED = r"tấn|tonnes?|tons?|người|people|men|troops|soldiers|quân|lính|km|khẩu|chiếc|rifles|guns|aircraft|máy|chuyên|specialists|advisers|cố vấn|sinh viên|students|%|phần trăm|per cent|percent|nghìn|ngàn|triệu|tỷ|tỉ|million|thousand|billion|đô|dollars|roubles|rúp"


@dataclass(frozen=True)
class When:
    """A date in a sentence: from one day to another, as it was written. `sharp`: a single day.

    `month` (and perhaps `day`) alone where the sentence gives no year: it then fits any year.
    """

    written: str
    first: Day = _FIRST
    last: Day = _LAST
    sharp: bool = False
    month: int = 0
    day: int = 0

    def meets(self, first: Day, last: Day) -> bool:
        if not self.month:
            return self.first <= last and first <= self.last
        for year in range(first.year, min(last.year, first.year + 30) + 1):
            try:
                low = Day(year, self.month, self.day or 1)
            except ValueError:
                continue
            if low <= last and first <= (low if self.day else words.last_day(f"{year}-{self.month:02d}")):
                return True
        return False


@dataclass(frozen=True)
class Figure:
    """A number in a sentence. `values`: what it can mean; `slack`: how far off it may be, for it was rounded; `percent`: of something else."""

    written: str
    values: tuple[float, ...]
    slack: float = 0.0
    percent: bool = False


@dataclass
class Sentence:
    """One sentence: its words, the ids that it cites, and what it says that can be checked. `side`: "for" or "against"."""

    text: str
    number: int
    side: str = FOR
    cites: list[str] = field(default_factory=list)
    dates: list[When] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)


@dataclass
class Block:
    """A paragraph or a heading, in the order in which they stand."""

    text: str
    heading: bool
    side: str
    sentences: list[Sentence] = field(default_factory=list)


def blocks(written: str) -> list[Block]:
    """The text in its paragraphs, each with its sentences. A heading such as “Phản biện” or “Against” marks what follows it."""
    found: list[Block] = []
    side, number = FOR, 0
    for line in _paragraphs(written):
        heading, side = _section(line, side)
        block = Block(line, heading, side)
        if not heading:
            for said in _sentences(line):
                number += 1
                block.sentences.append(read(said, number, side))
        found.append(block)
    return found


def _paragraphs(written: str) -> Iterator[str]:
    kept: list[str] = []
    for line in [*written.splitlines(), ""]:
        bare = line.strip()
        alone = bool(re.match(r"#{1,6}\s", bare)) or (len(bare) <= 40 and _label(bare) and bare == bare.rstrip("."))
        if not bare or alone or re.match(r"[-*•]\s", bare) or _label(bare):
            if kept:
                yield " ".join(kept)
            kept = []
        if alone:
            yield bare
        elif bare:
            kept.append(bare)


def _label(line: str) -> str:
    """The section that a line opens, "" if none: “## Phản biện”, “**Against**”, “Phản biện: …”."""
    match = _LABEL.match(line)
    if not match:
        return ""
    rest = line[match.end() :].strip()
    if rest and not match[3]:  # words go on without a colon: no label
        return ""
    name = words.fold(match[2]).strip(" *_-")
    return AGAINST if name in _OPENS else FOR if name in _CLOSES else ""


def _section(line: str, side: str) -> tuple[bool, str]:
    label = _label(line)
    match = _LABEL.match(line)
    whole = bool(re.match(r"#{1,6}\s", line)) or bool(label and match and not line[match.end() :].strip())
    if whole and not label:  # a heading of the student's own ends what was against
        label = FOR
    return whole, label or side


def _sentences(line: str) -> Iterator[str]:
    # what stands in quotation marks or brackets ends no sentence
    masked = _QUOTE.sub(lambda m: re.sub(r"[.!?…]", "_", m[0][:-1]) + m[0][-1], line)
    masked = _BRACKET.sub(lambda m: re.sub(r"[.!?…]", "_", m[0]), masked)
    start = 0
    for match in re.finditer(r"[.!?…]+[\"”’»)*]*(?:\s*\[[^\[\]]{1,300}\])*(?=\s|$)", masked):
        before = masked[start : match.start()]
        last = re.split(r"[\s(]", before)[-1].casefold().strip("(“\"")
        short = masked[match.start()] == "." and (last in _SHORT or re.fullmatch(r"\w|(?:\w\.)+\w", last) or re.fullmatch(r"\s*\d{1,2}", before))
        if short and match.end() < len(masked.rstrip()):
            continue
        if line[start : match.end()].strip():
            yield line[start : match.end()].strip()
        start = match.end()
    if line[start:].strip():
        yield line[start:].strip()


# -- one sentence ----------------------------------------------------------------------------------------------------------


def read(said: str, number: int = 1, side: str = FOR) -> Sentence:
    """Take one sentence apart."""
    cites = list(dict.fromkeys(i for m in _BRACKET.finditer(said) for i in ids(m[1])))
    bare = _BRACKET.sub(lambda m: " " * len(m[0]) if ids(m[1]) else m[0], said)
    bare = re.sub(r"`[^`\n]*`", lambda m: " " * len(m[0]), bare)
    dates, left = _dates(bare)
    quotes = [next(filter(None, m.groups())).strip() for m in _QUOTE.finditer(bare)]
    return Sentence(said, number, side, cites, dates, _figures(left), [q for q in quotes if q])


def ids(bracket: str) -> list[str]:
    """The ids inside a pair of brackets, several parted by commas or semicolons; none where the brackets hold something else."""
    parts = [re.sub(f"[{_DASH}]", "-", p.strip(" `'\"")).casefold() for p in re.split(r"[;,]", bracket)]
    return parts if all(_ID.fullmatch(p) for p in parts) else []


def cited_at(said: str) -> Iterator[tuple[int, int, list[str]]]:
    """Where citations stand in a text: from, to, ids."""
    for match in _BRACKET.finditer(said):
        if ids(match[1]):
            yield match.start(), match.end(), ids(match[1])


def _dates(said: str) -> tuple[list[When], str]:
    """The dates of a sentence in their order, and the sentence with blanks in their place."""
    found: list[tuple[int, int, When]] = []
    left = said.casefold() if len(said.casefold()) == len(said) else said.lower()
    if len(left) != len(said):
        left = said
    left = _NAMED_MONTH.sub(lambda m: m[1] + _VI_MONTHS[m[2].lower()].ljust(len(m[2])) if _meant(said, m) else m[0], left)

    def year(written: str, like: str = "") -> int:
        return int(like[:2] + written) if len(written) == 2 and like else int(written)

    def whole(y: int, m: int = 0, d: int = 0) -> tuple[Day, Day]:
        iso = f"{y:04d}" + (f"-{m:02d}" if m else "") + (f"-{d:02d}" if d else "")
        return words.first_day(iso), words.last_day(iso)

    def take(pattern: str, make) -> None:
        nonlocal left
        for match in list(re.finditer(pattern, left)):
            try:
                when = make(match)
            except ValueError:  # 31 February
                continue
            if when is None:
                continue
            found.append((match.start(), match.end(), when))
            left = left[: match.start()] + " " * (match.end() - match.start()) + left[match.end() :]

    def day(m: re.Match, y: int, month: int, d: int) -> When:
        first, last = whole(y, month, d)
        return When(said[m.start() : m.end()].strip(), first, last, sharp=True)

    def span(m: re.Match, first: Day, last: Day) -> When | None:
        return When(said[m.start() : m.end()].strip(), first, last) if first <= last else None

    def numeric(m: re.Match) -> When:
        d, month = int(m[1]), int(m[2])
        return day(m, int(m[3]), *((d, month) if month > 12 >= d else (month, d)))

    def quarter(m: re.Match) -> When | None:
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(m[1]) or int(m[1])
        return span(m, whole(int(m[2]), 3 * number - 2)[0], whole(int(m[2]), 3 * number)[1])

    def lone(m: re.Match) -> When | None:
        after = left[m.end() : m.end() + 14]
        named = re.search(r"(?:năm|in|since|by|until|of|từ|đến|trước|sau|before|after)\s*$", left[: m.start()][-12:])
        if not named and re.match(rf"\s*(?:{_COUNTED})\b", after):
            return None
        return span(m, *whole(int(m[1])))

    take(rf"(?<![\w-])({_YEAR})-(\d\d)-(\d\d)(?![\w-])", lambda m: day(m, int(m[1]), int(m[2]), int(m[3])))
    take(rf"(?:ngày|mùng|mồng)?\s*\b({_DAY}){_TO}({_DAY})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*({_YEAR})\b", lambda m: span(m, whole(int(m[4]), int(m[3]), int(m[1]))[0], whole(int(m[4]), int(m[3]), int(m[2]))[1]))
    take(rf"\b({_DAY})[-/.{_DASH}](\d{{1,2}})[-/.{_DASH}]({_YEAR})\b", numeric)
    take(rf"\b({_DAY})\s*tháng\s*(\d{{1,2}})\s*(?:,?\s*năm\s*|[-/]\s*)({_YEAR})\b", lambda m: day(m, int(m[3]), int(m[2]), int(m[1])))
    take(rf"\b({_DAY}){_NTH}{_TO}({_DAY}){_NTH}\s+({_MON}),?\s*({_YEAR})\b", lambda m: span(m, whole(int(m[4]), _month(m[3]), int(m[1]))[0], whole(int(m[4]), _month(m[3]), int(m[2]))[1]))
    take(rf"\b({_DAY}){_NTH}(?:\s+of)?\s+({_MON}),?\s*({_YEAR})\b", lambda m: day(m, int(m[3]), _month(m[2]), int(m[1])))
    take(rf"\b({_MON})\s+({_DAY}){_NTH},?\s+({_YEAR})\b", lambda m: day(m, int(m[3]), _month(m[1]), int(m[2])))
    take(rf"\bquý\s*([1-4]|i{{1,3}}|iv)\s*(?:,?\s*năm\s*|[-/]\s*)({_YEAR})\b", quarter)
    take(rf"\btháng\s*(\d{{1,2}})\s*(?:,?\s*năm\s*|[-/]\s*)({_YEAR})\b", lambda m: span(m, *whole(int(m[2]), int(m[1]))))
    take(rf"(?<![\d.,/-])(0?[1-9]|1[0-2])\s*[-/]\s*({_YEAR})\b", lambda m: span(m, *whole(int(m[2]), int(m[1]))))
    take(rf"\b({_MON}),?\s+(?:of\s+)?({_YEAR})\b", lambda m: span(m, *whole(int(m[2]), _month(m[1]))))
    take(rf"\b({_YEAR})s\b", lambda m: span(m, whole(int(m[1]))[0], whole(int(m[1]) // 10 * 10 + 9)[1]))
    take(rf"\b(?:thập niên|thập kỷ|những năm)\s*({_YEAR}|\d0)(?![\d{_DASH}-])", lambda m: span(m, whole(year(m[1], "19"))[0], whole(year(m[1], "19") // 10 * 10 + 9)[1]))
    take(rf"(?<![\d.,-])({_YEAR}){_TO}(?:năm\s*)?({_YEAR}|\d\d)(?![\d.,]*\d|\s*(?:{_COUNTED}))", lambda m: span(m, whole(int(m[1]))[0], whole(year(m[2], m[1]))[1]))
    take(rf"\b(?:ngày|mùng|mồng)\s*({_DAY})\s*(?:[-/]|\s+tháng\s+)\s*(0?[1-9]|1[0-2])(?![\d-])", lambda m: When(m[0], month=int(m[2]), day=int(m[1]), sharp=True))
    take(rf"\b({_DAY}){_NTH}(?:\s+of)?\s+({_MON})(?!\w)", lambda m: When(m[0], month=_month(m[2]), day=int(m[1]), sharp=True))
    take(rf"\b({_MON})\s+({_DAY}){_NTH}(?![\w.,]*\d)", lambda m: When(m[0], month=_month(m[1]), day=int(m[2]), sharp=True))
    take(r"\btháng\s*(0?[1-9]|1[0-2])(?![\d-])", lambda m: When(m[0], month=int(m[1])))
    take(rf"\bin\s+({_MON})(?!\w)", lambda m: When(m[0], month=_month(m[1])))
    take(rf"(?<![\w.,-])({_YEAR})(?![\w%]|[.,]\d|-\w)", lone)
    take(rf"\bngày\s+{_DAY}(?![\d-])", lambda m: When(m[0]))  # a day without a month: nothing to compare, and no number either
    found.sort(key=lambda f: f[0])
    return _related(said, found), left


def _meant(said: str, m: re.Match) -> bool:
    """“tháng Hai”, “tháng hai năm 1950”, and not “một tháng hai lần”."""
    return m[2] in ("giêng", "chạp") or said[m.start(2)].isupper() or bool(re.match(r"\s*(?:,?\s*năm\s+\d|[-/]\s*\d)", said[m.end() :]))


def _month(name: str) -> int:
    return _MONTHS[name.strip(".")]


def _related(said: str, found: list[tuple[int, int, When]]) -> list[When]:
    """Dates with the small words before them: “since”, “until”, “about”. From one to the other is one span."""
    dates: list[When] = []
    low = said.lower()
    opened = None
    for start, _, when in found:
        if when.month or when.first == _FIRST:
            if when.month:
                dates.append(when)
            continue
        before = "" if len(re.findall(_YEAR, when.written)) > 1 else low[max(0, start - 22) : start]
        first, last = when.first, when.last
        if re.search(r"(?:khoảng|chừng|about|around|circa|\bc\.)\s*(?:năm|tháng)?\s*$", before):
            first, last = first - timedelta(days=366), last + timedelta(days=366)
        if re.search(r"(?:\btrước|before)\s*(?:năm|tháng|ngày)?\s*$", before):
            first, last = _FIRST, max(_FIRST, first - timedelta(days=1))
        elif re.search(r"(?:\bđến|\btới|until|till|\bby|\bto)\s*(?:hết|cuối|đầu|the end of|late|early)?\s*(?:năm|tháng|ngày)?\s*$", before):
            if opened is not None and dates and dates[-1] is opened:
                dates[-1] = When(f"{opened.written} – {when.written}", opened.first, last)
                opened = None
                continue
            first = _FIRST
        opened = None
        if re.search(r"(?:\bsau|after)\s*(?:khi|năm|tháng|ngày)?\s*$", before):
            first, last = min(_LAST, last + timedelta(days=1)), _LAST
        elif re.search(r"(?:\btừ|\bkể từ|since|\bfrom)\s*(?:khi|đầu|cuối|giữa|early|late|mid-?)?\s*(?:năm|tháng|ngày)?\s*$", before):
            opened = When(when.written, first, _LAST)
            dates.append(opened)
            continue
        dates.append(When(when.written, first, last, when.sharp and first == when.first and last == when.last))
    return dates


# numbers that name and do not count
_NAMES = re.compile(
    r"\b(?:trung đoàn|tiểu đoàn|sư đoàn|đoàn|nhóm|điều|bài|chương|trang|số hiệu|vĩ tuyến|đường số|quốc lộ|nghị quyết|lệnh|câu|"
    r"regiment|battalion|division|group|article|lesson|chapter|page|pp?\.|no\.|parallel|route|highway|resolution|order|task|part)\s*(?:số\s*)?\d[\w./-]*"
    rf"|\b[A-Za-zĐđ]+[-{_DASH}]\d+\w*|\bthứ\s+\d+|\b\d+(?:st|nd|rd|th)\b|\b\d+(?:[.,]\d+)?\s*-?\s*mm\b|\b\d{{1,2}}:\d\d\b|\b\d{{1,2}}\s*giờ\b|\b\d{{1,2}}\s*(?:am|pm)\b|^\s*\d{{1,2}}[.)]\s",
    re.I,
)
_FIGURE = re.compile(
    r"(?<![\w.,])(\d[\d.,'\u00a0\u202f]*\d|\d)((?:[ ]\d{3})*)(?![\w])\s*-?\s*(nghìn|ngàn|vạn|triệu|tỷ|tỉ|thousand|million|billion)?\b\s*(%|phần trăm|per ?cent)?", re.I
)
_TIMES = {"nghìn": 1e3, "ngàn": 1e3, "thousand": 1e3, "vạn": 1e4, "triệu": 1e6, "million": 1e6, "tỷ": 1e9, "tỉ": 1e9, "billion": 1e9}
_ABOUT = re.compile(r"(?:khoảng|chừng|xấp xỉ|about|around|some|roughly|approximately|close to)\s*$", re.I)
_NEARLY = re.compile(r"(?:gần|hơn|trên|dưới|ngót|nearly|almost|over|under|more than|less than)\s*$", re.I)


def _figures(said: str) -> list[Figure]:
    left = _NAMES.sub(lambda m: " " * len(m[0]), said)
    found = []
    for match in _FIGURE.finditer(left):
        digits = match[1] + match[2]
        meant = words.readings(digits)
        if not meant:
            continue
        factor = _TIMES.get((match[3] or "").lower(), 1.0)
        before = left[: match.start()][-20:]
        side, rounded = bool(_NEARLY.search(before)), bool(_ABOUT.search(before))
        slack = 0.0
        if factor > 1 or side or rounded:
            decimals = re.search(r"[.,](\d{1,2})$", digits)
            plain = re.sub(r"\D", "", digits)
            step = 10.0 ** -len(decimals[1]) if decimals else 10.0 ** (len(plain) - len(plain.rstrip("0"))) if factor == 1 else 1.0
            slack = step * factor * (1.0 if side else 0.5)
        found.append(Figure(match[0].strip(), tuple(v * factor for v in meant), slack, bool(match[4])))
    return found

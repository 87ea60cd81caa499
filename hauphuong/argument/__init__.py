"""A written argument held against its evidence: `hp.argue("…")`.

Its citations, ids of rows in square brackets, become numbered notes that name author, title, place and voice; and what
does not fit its row gets a remark: an id that is none, a date or number that the row does not have, words without a source,
one side alone. A remark is a question to the writer. Whether the argument is good is for people to say.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html import escape

from .. import data, text
from . import reading
from .reading import AGAINST, Block, Figure, Sentence, When
from .samples import SAMPLES
from .words import DIFFER, HEADS, REMARKS, WEAK

__all__ = ["Argument", "Remark", "Review", "borrowed", "ids", "languages_of", "near", "review", "roots_of", "title_of"]

LONGEST = 20_000  # characters that are read
EXAMPLE = "at-1965-1968-all"
_WIDE_QUOTE = 8  # words of others that may stand in quotation marks


@dataclass(frozen=True)
class Remark:
    """One thing to look at, in both languages. `must`: an argument is not ready before it is mended; else it is advice."""

    kind: str
    vi: str
    en: str
    sentence: int = 0
    must: bool = True


@dataclass
class Review:
    """An argument taken apart and held against the data.

    blocks   paragraphs and headings with their sentences
    cited    ids of rows in the order in which they are first cited; only ids that exist
    against  those that the writer sets against the claim
    remarks  what there is to say
    """

    blocks: list[Block] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def sentences(self) -> list[Sentence]:
        return [s for block in self.blocks for s in block.sentences]

    @property
    def supporting(self) -> list[str]:
        """The rows that are cited for the claim."""
        return [row for row in self.cited if row not in self.against]

    @property
    def open(self) -> list[Remark]:
        """The remarks that have to be mended."""
        return [r for r in self.remarks if r.must]


def review(written, against=()) -> Review:
    """Hold an argument against the data. Never raises, whatever it is given.

    `written`: the text, with citations such as `[at-1965-1968-ussr]`, several in one pair of brackets parted by commas.
    `against`: ids of rows that speak against the claim. A heading or paragraph that begins with “Phản biện:” or
    “Against:” marks those cited under it as well.
    """
    found = Review()
    if not isinstance(written, str):
        found.remarks.append(_remark("not-text"))
        return found
    found.blocks = reading.blocks(text.nfc(_clean(str.__str__(written)[:LONGEST])))
    listed = _listed(against)
    for sentence in found.sentences:
        known = [i for i in sentence.cites if _find(i)]
        found.cited += [i for i in known if i not in found.cited]
        if sentence.side == AGAINST:
            found.against += [i for i in known if i not in found.against]
    found.against += [i for i in listed if i in found.cited and i not in found.against]
    _look(found, listed)
    return found


def borrowed(found: Review) -> float:
    """How much of an argument, from 0 to 1, is sentences of the lesson's samples."""
    known = {text.fold(s.text) for both in SAMPLES.values() for written in both.values() for block in reading.blocks(written) for s in block.sentences}
    return sum(text.fold(s.text) in known for s in found.sentences) / max(1, len(found.sentences))


def _clean(written: str) -> str:
    """Without what cannot be shown: control characters and halves of surrogate pairs."""
    whole = written.encode("utf-8", "replace").decode()
    return "".join(c if c == "\n" or c.isprintable() else " " for c in whole.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\u00a0", " "))


def _listed(against) -> list[str]:
    given = [against] if isinstance(against, str) else list(against)[:200] if isinstance(against, (list, tuple, set, frozenset)) else []
    return list(dict.fromkeys(str.__str__(i).strip().casefold() for i in given if isinstance(i, str)))


# -- rows ------------------------------------------------------------------------------------------------------------------


@cache
def ids() -> dict[str, str]:
    """Every id in the package with its table."""
    package = data.default()
    return {row: name for name in package.resources for row in package.index(name)}


def _find(row_id: str) -> dict | None:
    """The row of an id with all its sources, None where there is none."""
    return data.row(row_id) | {"table": ids()[row_id]} if row_id in ids() else None


def near(row_id: str, count: int = 3) -> list[str]:
    """The ids that look most like this one: the same letters, or the same parts in another order."""
    close = difflib.get_close_matches(row_id, ids(), count, 0.7)
    if len(close) < count:
        parts = {p for p in row_id.split("-") if len(p) > 2}
        shared = sorted((i for i in ids() if i not in close and len(parts & set(i.split("-"))) > 1), key=lambda i: (-len(parts & set(i.split("-"))), len(i)))
        close += shared[: count - len(close)]
    return close


def roots_of(rows: list[str]) -> list[str]:
    """The independent sources behind some rows: a copy counts as the source that it was copied from."""
    return list(dict.fromkeys(_root(key) for row in rows for key in (_find(row) or {}).get("source", "").split()))


def _root(key: str) -> str:
    seen = {key}
    while (above := data.source(key)["derived_from"]) and above not in seen:
        seen.add(key := above)
    return key


def languages_of(rows: list[str]) -> list[str]:
    """The languages in which the sources behind some rows are written, as codes."""
    return list(dict.fromkeys(data.source(key)["language"] for key in roots_of(rows)))


def _name(row: dict, lang: str) -> str:
    """What a row is about, in a few words."""
    for column in ("title", "question", "counted", "subject", "item", "goods", "name"):
        if row.get(f"{column}_{lang}"):
            what = row[f"{column}_{lang}"]
            break
    else:
        codes = [(row.get("donor"), "donor"), (row.get("country"), "country"), (row.get("state"), "state"), (row.get("party"), "party"), (row.get("category"), "category"), (row.get("counted"), "counted")]
        what = ", ".join(_label(kind, code, lang) for code, kind in codes if code)
    if "value" in row:
        unit = _label("unit", row["unit"], lang) if row.get("unit") else ""
        what = f"{what}: {data.value(row['id'], lang)} {unit}".strip(" :")
    return what


def title_of(row_id: str, lang: str) -> str:
    """What a row says, in a few words: its title, or who and what with the figure. Raises `DataError` for an unknown id."""
    data.default().find(row_id)
    return _name(_find(row_id), lang)


def _label(kind: str, code: str, lang: str) -> str:
    try:
        return data.label(kind, code, lang)
    except text.CourseError:
        return code


def _period(row: dict, lang: str) -> str:
    if not row.get("start"):
        return HEADS["undated"][lang]
    about = {"vi": "khoảng ", "en": "about "}[lang] if row.get("precision") == "about" else ""
    return about + text.period(row["start"], row.get("end") or row["start"], lang)


# -- remarks ---------------------------------------------------------------------------------------------------------------


def _remark(kind: str, sentence: int = 0, must: bool = True, **fills) -> Remark:
    """`fills`: a text for both languages, or a dict of one for each."""

    def say(lang: str) -> str:
        return REMARKS[kind][lang].format(n=sentence, **{k: v[lang] if isinstance(v, dict) else v for k, v in fills.items()})

    return Remark(kind, say("vi"), say("en"), sentence, must)


def _code(rows: list[str]) -> str:
    return ", ".join(f"`{i}`" for i in rows)


def _cut(words: str, most: int = 60) -> str:
    words = words.replace("`", "ʼ")
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _look(found: Review, listed: list[str]) -> None:
    sentences = found.sentences
    if not sentences:
        found.remarks.append(_remark("empty", example=EXAMPLE))
        return
    told: set[tuple[float, ...]] = set()  # numbers that an earlier sentence gave with its source
    quoted: set[str] = set()
    for sentence in sentences:
        rows = {i: row for i in sentence.cites if (row := _find(i))}
        found.remarks += _ids_of(sentence)
        found.remarks += _dates_of(sentence, rows)
        found.remarks += _figures_of(sentence, rows, told)
        found.remarks += _quotes_of(sentence, quoted)
        found.remarks += _disputes_of(sentence, rows, found.cited)
        if sentence.cites:
            told |= {f.values for f in sentence.figures}
            quoted |= {text.fold(q) for q in sentence.quotes}
    for row_id in [i for i in listed if not _find(i)]:
        found.remarks.append(_unknown(row_id, 0))
    found.remarks += _whole(found, listed)


def _ids_of(sentence: Sentence) -> list[Remark]:
    said = []
    owned = any(w in text.fold(sentence.text) for w in WEAK)
    for row_id in sentence.cites:
        row = _find(row_id)
        if row is None:
            said.append(_unknown(row_id, sentence.number))
        elif not owned and row.get("source") and all(data.weak_alone(k) for k in row["source"].split()):
            said.append(_remark("weak", sentence.number, id=row_id, who={lang: _who(row["source"].split()[:2], lang) for lang in text.LANGUAGES}))
    return said


def _unknown(row_id: str, number: int) -> Remark:
    shown = _cut(row_id)
    if row_id in data._sources():
        rows = [i for i in data.rests_on(row_id, "vi")["id"].head(3) if i]
        if rows:
            return _remark("source", number, id=shown, ids=_code(rows))
    close = near(row_id[:100])
    hint = {lang: REMARKS["near"][lang].format(ids=_code(close)) if close else REMARKS["nothing-near"][lang] for lang in text.LANGUAGES}
    return _remark("unknown", number, id=shown, near=hint)


def _who(keys: list[str], lang: str) -> str:
    return "; ".join(data.short_name(k, lang) for k in keys)


def _dates_of(sentence: Sentence, rows: dict[str, dict]) -> list[Remark]:
    said = []
    for row_id, row in rows.items():
        if not sentence.dates or not row.get("start"):
            continue
        first, last = text.first_day(row["start"]), text.last_day(row.get("end") or row["start"])
        if row.get("precision") == "about":
            first, last = first - timedelta(days=366), last + timedelta(days=366)
        fitting = [d for d in sentence.dates if d.meets(first, last)]
        period = {lang: _period(row, lang) for lang in text.LANGUAGES}
        if not fitting:
            odd = _nearest(sentence.dates, first)
            said.append(_remark("date", sentence.number, said=_cut(odd.written), id=row_id, period=period))
        elif row["table"] == "events" and row["precision"] in ("month", "season", "year", "about") and not row["start"][8:] and all(d.sharp for d in fitting):
            said.append(_remark("sharp", sentence.number, False, said=_cut(fitting[0].written), id=row_id, period=period))
    return said


def _nearest(dates: list[When], day) -> When:
    """The date that was most likely meant."""
    return min(dates, key=lambda d: 0 if d.month else min(abs((d.first - day).days), abs((d.last - day).days)))


def _figures_of(sentence: Sentence, rows: dict[str, dict], told: set) -> list[Remark]:
    figures = [f for f in sentence.figures if not f.percent]
    if not sentence.figures:
        return []
    if not sentence.cites:
        alone = [f for f in sentence.figures if f.values not in told and max(f.values) > 1]
        return [_remark("number-alone", sentence.number, said=_cut(_written(alone)), example=EXAMPLE)] if alone else []
    counted = {i: _amounts(row) for i, row in rows.items() if "value" in row}
    said = []
    for row_id, amounts in counted.items():
        if not figures or any(_matches(f, amounts) for f in figures) or any(_matches(f, _reckoned(counted)) for f in figures):
            continue
        row = rows[row_id]
        unit = {lang: _label("unit", row["unit"], lang) if row.get("unit") else "" for lang in text.LANGUAGES}
        value = {lang: f"{data.value(row_id, lang)} {unit[lang]}".strip() for lang in text.LANGUAGES}
        said.append(_remark("number", sentence.number, said=_cut(_written(figures)), id=row_id, value=value))
    known = [a for amounts in counted.values() for a in amounts] + _reckoned(counted)
    printed = {v for row in rows.values() for f in _printed(row) for v in f.values}
    strange = [f for f in figures if not _matches(f, known) and not printed & set(f.values) and f.values not in told and max(f.values) > 3]
    if strange and not said and len(rows) == len(sentence.cites):  # a wrong id comes first
        said.append(_remark("number-absent", sentence.number, said=_cut(_written(strange)), ids=_code(list(rows))))
    return said


def _written(figures: list[Figure]) -> str:
    return ", ".join(f.written for f in figures)


def _amounts(row: dict) -> list[float]:
    return [float(row[c]) for c in ("value", "low", "high", "corrected") if c in row and row[c] == row[c] and row[c] is not None]


def _reckoned(counted: dict[str, list[float]]) -> list[float]:
    """What can be reckoned from several rows: their sum, and the difference of two."""
    values = [amounts[0] for amounts in counted.values() if amounts]
    return [sum(values), *(abs(a - b) for a in values for b in values if a != b)] if len(values) > 1 else []


def _matches(figure: Figure, amounts: list[float]) -> bool:
    low, high = (min(amounts), max(amounts)) if amounts else (1, 0)
    # “750 million dollars” of a row that counts in millions
    return any(
        any(abs(v / k - a) <= figure.slack / k + 1e-9 * max(1.0, abs(a)) for a in amounts) or (len(amounts) > 1 and low <= v / k <= high)
        for v in figure.values
        for k in (1.0, 1e3, 1e6, 1e9)
    )


def _printed(row: dict) -> list[Figure]:
    """The numbers in what a row itself tells."""
    told = [row.get(f"{c}_{lang}", "") for c in ("title", "text", "a", "b", "weigh", "note", "question") for lang in text.LANGUAGES] + [row.get("original", "")]
    told += [link[f"says_{lang}"] for link in data.links(row["id"]) for lang in text.LANGUAGES]
    return [f for words in told if words for f in reading.read(words).figures]


def _quotes_of(sentence: Sentence, quoted: set[str]) -> list[Remark]:
    said = []
    for words in sentence.quotes:
        count = len(words.split())
        if count > _WIDE_QUOTE:
            said.append(_remark("quote-long", sentence.number, said=_cut(words), count=str(count)))
        if count > 1 and not sentence.cites and text.fold(words) not in quoted:
            said.append(_remark("quote-alone", sentence.number, said=_cut(words)))
    return said


def _disputes_of(sentence: Sentence, rows: dict[str, dict], cited: list[str]) -> list[Remark]:
    """A contested event told as if all agreed; a thesis with nobody from its other side."""
    if any(w in text.fold(sentence.text) for w in DIFFER):
        return []
    said = []
    for row_id, row in rows.items():
        claim = row.get("claim", "")
        if claim and claim not in cited:
            sides = {side: {link["source"] for link in data.links(claim) if link["side"] == side} for side in "ab"}
            own = [side for side in "ab" if set(row["source"].split()) & sides[side]]
            heard = {key for other in cited for key in (_find(other) or {}).get("source", "").split()}
            if len(own) == 1 and not heard & (sides["b" if own == ["a"] else "a"] - sides[own[0]]):
                what = {lang: data.default().find(claim)[1][f"question_{lang}"] for lang in text.LANGUAGES}
                said.append(_remark("one-sided", sentence.number, what=what, ids=_code([claim])))
        elif row["table"] == "events" and row["status"] == "contested":
            who = {lang: _who(row["source"].split()[:3], lang) for lang in text.LANGUAGES}
            said.append(_remark("contested", sentence.number, id=row_id, who=who))
    return said


def _whole(found: Review, listed: list[str]) -> list[Remark]:
    if not any(s.cites for s in found.sentences):
        return [_remark("no-cites", example=EXAMPLE)]
    said = []
    roots = roots_of(found.cited)
    if len(found.cited) == 1:
        said.append(_remark("one-row", id=found.cited[0]))
    elif len(roots) == 1:
        said.append(_remark("one-source", who={lang: _who(roots, lang) for lang in text.LANGUAGES}))
    elif found.cited and len(languages_of(found.cited)) == 1:
        (code,) = languages_of(found.cited)
        said.append(_remark("one-voice", who={lang: _label("language", code, lang) for lang in text.LANGUAGES}))
    if not found.against:
        said.append(_remark("no-against"))
    unused = [i for i in listed if _find(i) and i not in found.cited]
    if unused:
        said.append(_remark("unused", ids=_code(unused)))
    return said


# -- what is shown -----------------------------------------------------------------------------------------------------------


class Argument:
    """An argument with its notes and the remarks on it, in one language."""

    def __init__(self, written, lang: str, against=()):
        self.lang, self.review = text.check_language(lang), review(written, against)
        self._numbers: dict[str, int] = {}
        for sentence in self.review.sentences:
            for row_id in sentence.cites:
                self._numbers.setdefault(row_id, len(self._numbers) + 1)

    @property
    def remarks(self) -> list[str]:
        """What is left to mend, a sentence each."""
        return [getattr(r, self.lang) for r in self.review.open]

    @property
    def advice(self) -> list[str]:
        """What is worth a thought."""
        return [getattr(r, self.lang) for r in self.review.remarks if not r.must]

    @property
    def notes(self) -> list[str]:
        """The notes in their order: what the row is, who says it and where, and whose voice that is."""
        return [self._note(row_id) for row_id in self._numbers]

    def _note(self, row_id: str) -> str:
        row = _find(row_id)
        if row is None:
            return f"{row_id}: {HEADS['unknown'][self.lang]}."
        behind = [self._source(link["source"], link["locator"]) for link in data.links(row_id)] or [self._source(k, row.get("locator", "")) for k in row.get("source", "").split()]
        behind = list(dict.fromkeys(behind))
        more = [HEADS["more"][self.lang].format(count=len(behind) - 3)] if len(behind) > 3 else []
        period = f" ({_period(row, self.lang)})" if row.get("start") else ""
        name = _name(row, self.lang)
        return f"{name[:1].upper()}{name[1:]}{period}. " + "; ".join(behind[:3] + more) + "."

    def _source(self, key: str, locator: str) -> str:
        told = data.source(key)
        weak = f" ○ {HEADS['weak'][self.lang]}" if told["weak"] else ""
        where = f", {data.place(locator, self.lang)}" if locator else ""
        title = "“" + told["title"].removeprefix("[").removesuffix("]") + "”"
        meaning = told[f"title_{self.lang}"]
        if meaning and meaning != told["title"]:
            title += f" ({meaning})"
        return f"{told['authors']}, {title}{where} [{told[f'voice_{self.lang}'].rstrip('.')}]{weak}"

    @property
    def head(self) -> str:
        count = len(self.review.open)
        return HEADS["open" if count else "none"][self.lang].format(count=count)

    @property
    def sum(self) -> str:
        cited = self.review.cited
        fills = {"rows": len(cited), "against": len(self.review.against), "sources": len(roots_of(cited)), "languages": len(languages_of(cited))}
        return HEADS["sum"][self.lang].format(**fills)

    def _paragraph(self, block: Block, note) -> list[tuple[str, bool]]:
        """The text of a paragraph in pieces: words, and in the place of citations what `note` makes of them."""
        pieces, end = [], 0
        for start, stop, cites in reading.cited_at(block.text):
            pieces += [(block.text[end:start].rstrip(" "), False), (note([self._numbers[i] for i in cites if i in self._numbers]), True)]
            end = stop
        return [*pieces, (block.text[end:], False)]

    def __repr__(self) -> str:
        lines = []
        for block in self.review.blocks:
            lines += ["".join(words for words, _ in self._paragraph(block, lambda ns: "".join(f"[{n}]" for n in ns))), ""]
        if self._numbers:
            lines += [HEADS["notes"][self.lang], *(f"{n}. {note}" for n, note in enumerate(self.notes, 1)), ""]
        lines += [self.head, *(f"✗ {r}" for r in self.remarks), *(f"○ {r}" for r in self.advice), self.sum]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        body = ""
        for block in self.review.blocks:
            pieces = self._paragraph(block, lambda ns: "".join(f"<sup>{n}</sup>" for n in ns))
            inside = "".join(words if made else escape(words, quote=False) for words, made in pieces)
            inside = re.sub(r"^\s*#{1,6}\s+", "", inside)
            body += f"<p><b>{inside.strip('*_ ')}</b></p>" if block.heading else f"<p>{inside}</p>"
        notes = "".join(f"<li>{escape(note, quote=False)}</li>" for note in self.notes)
        notes = f'<p><b>{HEADS["notes"][self.lang]}</b></p><ol>{notes}</ol>' if notes else ""
        said = "".join(f"<li>{_marked(r)}</li>" for r in self.remarks)
        advice = "".join(f"<li>{_marked(r)}</li>" for r in self.advice)
        advice = f'<p>{HEADS["advice"][self.lang]}:</p><ul>{advice}</ul>' if advice else ""
        colour = "#D55E00" if said else "#009E73"
        return (
            f'<div class="hp-argument" lang="{self.lang}" style="max-width:60em">{body}{notes}'
            f'<div role="status" style="border-left:.35em solid {colour};padding:.3em .9em"><b>{self.head}</b>'
            f"{'<ul>' + said + '</ul>' if said else ''}{advice}<p>{self.sum}</p></div></div>"
        )


def _marked(remark: str) -> str:
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(remark, quote=False))

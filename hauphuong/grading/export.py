"""Hand the marks over: a workbook for the registrar, the CSV that Moodle imports, the CSV that Canvas imports.

A mark that is not there is never a zero: who waits for a marker, met a fault of the machine or handed in nothing has an
empty cell, and is named with the reason. The layouts are those that the two systems' own importers read (Moodle:
grade/import/csv; Canvas: lib/gradebook_importer.rb), each with its trap:

- Moodle takes an empty cell for 0 where the column becomes a new grade item, and “-” for no grade everywhere. A row without
  an identifier it gives to the student of the row before: so no such row is written, and a column of identifiers only where
  all have one.
- Canvas stumbles over a quoted first cell after the byte-order mark, so the header is not quoted. It reads the column ID as
  a number, so nothing but Canvas's own number stands there.

Names and comments come from strangers. In a CSV, one that a spreadsheet would run as a formula gets an apostrophe in front;
identifiers are never touched, since the systems match on them: a row whose identifier looks like a formula is left out, and
said to be. In the workbook every text is typed as text.
"""

from __future__ import annotations

import csv
import html
import io
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from ..text import LANGUAGES, CourseError, nfc
from . import words
from .export_words import HEADS, NOTES, SHEETS, WHY, YES_NO
from .gradebook import Gradebook, Result
from .roster import Person
from .scales import Scale, plain

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")  # the wide forms too: some spreadsheets take them for the narrow ones
_NUMBER = re.compile(r"[+-]?\d+")
_LONGEST_CELL = 32_000  # characters: Excel takes 32,767


class ExportError(CourseError):
    """Nothing was written."""


@dataclass(frozen=True)
class Line:
    """One student and one exercise. `mark`: on the scale, None where there is none; `why`: then the reason, in both languages."""

    person: Person
    exercise: str
    result: Result | None
    mark: str | None
    why: dict[str, str]
    handed_in_nothing: bool = False
    comments: tuple[str, ...] = ()

    @property
    def final(self) -> Decimal | None:
        """Points after what lateness takes off, exactly."""
        return None if self.mark is None else _final(self.result)


@dataclass(frozen=True)
class Handover:
    """All that is to be handed over: `lines` by exercise, students in the same order in each; `notes`: what the teacher must know, in both languages."""

    scale: Scale
    lines: dict[str, list[Line]]
    notes: list[dict[str, str]]

    @property
    def without(self) -> list[Line]:
        """Those who have no mark."""
        return [line for lines in self.lines.values() for line in lines if line.mark is None]


def gather(book: Gradebook, scale: Scale, exercise: str = "", known: list[str] | None = None) -> Handover:
    """What the gradebook holds, on the scale. `known`: the exercises that there are. Raises `ExportError` where nothing is graded."""
    people = book.people()
    latest = {(a["exercise"], a["student"]): a for a in book.attempts(exercise)}
    results = {(r.exercise, r.student): r for r in book.results(exercise)}
    graded = {name for name, _ in latest}
    columns = [name for name in (known if known is not None else sorted(graded)) if name in graded]
    if not columns:
        about = {lang: {"vi": f" của bài “{exercise}”", "en": f" of “{exercise}”"}[lang] if exercise else "" for lang in LANGUAGES}
        raise ExportError(vi=f"Sổ điểm {book.path} chưa có bài chấm nào{about['vi']}. Hãy chấm bài trước: hauphuong grade.", en=f"The gradebook {book.path} has nothing graded{about['en']}. Grade first: hauphuong grade.")
    lines = {name: [_line(person, name, results.get((name, person.key)), latest.get((name, person.key)), book, scale) for person in people] for name in columns}
    notes = [_note("no-exercise", who=_who(p)) for p in people for name in sorted(graded - set(columns)) if not exercise and (name, p.key) in latest]
    return Handover(scale, lines, notes)


def _line(person: Person, exercise: str, result: Result | None, attempt: dict | None, book: Gradebook, scale: Scale) -> Line:
    if result is None or attempt is None:
        return Line(person, exercise, None, None, WHY["nothing"], True)
    comments = tuple(row["comment"].strip() for row in book.manual(person.key, exercise).values() if row["comment"].strip())
    if not result.waiting and result.of > 0:  # every task has its points, from the machine or a person
        return Line(person, exercise, result, scale.mark(_final(result), _decimal(result.of)), {lang: "" for lang in LANGUAGES}, comments=comments)
    lost = {m["task"] for m in book.marks(attempt["id"]) if m["state"] == "lost"}
    tasks = {"lost": [t for t in result.waiting if t in lost], "waiting": [t for t in result.waiting if t not in lost]}
    why = {}
    for lang in LANGUAGES:
        parts = [WHY[kind][lang].format(tasks=", ".join(names)) for kind, names in tasks.items() if names]
        parts = parts or [WHY.get(result.outcome, WHY["person"])[lang]]
        why[lang] = "; ".join(filter(None, [attempt["reason"].get(lang, ""), *parts]))
    return Line(person, exercise, result, None, why, comments=comments)


def _final(result: Result) -> Decimal:
    return max(Decimal(0), _decimal(result.points) - _decimal(result.taken_off))


def _decimal(points: float) -> Decimal:
    """The decimal that a float was meant to be."""
    return Decimal(repr(round(points, 9)))


def _note(key: str, **fills: str) -> dict[str, str]:
    return {lang: NOTES[key][lang].format(**fills) for lang in LANGUAGES}


def _who(person: Person) -> str:
    return person.key if person.name == person.key else f"{person.key} ({person.name})"


# -- CSV: what Moodle and Canvas import --------------------------------------------------------------------------------------


def shown(text: str) -> str:
    """A name or comment for a CSV cell: one line, and an apostrophe in front of what a spreadsheet would run."""
    line = re.sub(r"\s+", " ", re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", nfc(text))).strip()
    return harmless(re.sub(r'\\(?="|$)', "\\\\ ", line))  # PHP takes \" for a quotation mark that does not end the cell


def harmless(text: str) -> str:
    """Free text for a CSV cell, its line ends kept: without other control characters, and with an apostrophe in front of what a spreadsheet would run."""
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "'" + kept if _FORMULA.match(kept) else kept


def runs(identifier: str) -> bool:
    """Whether a spreadsheet would run an identifier as a formula. It cannot be changed, since it is what the systems match on."""
    return bool(_FORMULA.match(identifier)) and not _NUMBER.fullmatch(identifier)


def moodle(over: Handover, headers: dict[str, str]) -> tuple[str, list[dict[str, str]]]:
    """(CSV text, notes). `headers`: how an exercise's column is to be called, where not by its own name.

    Columns: Full name, ID number, Username and Email address (each where every student has one), then each exercise's grade and,
    where there are comments, its feedback. Moodle is told in its import form which column names the student.
    """
    notes, rows = [], []
    for person in _people(over):
        told = {"ID number": person.moodle_id or person.key, "Username": person.login, "Email address": person.email}
        bad = next((value for value in told.values() if runs(value)), None)
        if bad is None:
            rows.append((person, told))
        else:
            notes.append(_note("formula-id", who=_who(person), value=bad))
    numbers = [told["ID number"] for _, told in rows]
    twice = next((n for n in numbers if numbers.count(n) > 1), None)
    if twice:
        raise ExportError(vi=f"Hai sinh viên có cùng mã Moodle “{twice}”: điểm của một người sẽ đè lên người kia. Hãy sửa danh sách lớp.", en=f"Two students have the Moodle id “{twice}”: the marks of one would overwrite the other's. Mend the roster.")
    columns = ["ID number", *(c for c in ("Username", "Email address") if rows and all(told[c] for _, told in rows))]
    by_key = {name: {line.person.key: line for line in lines} for name, lines in over.lines.items()}
    commented = [name for name, lines in over.lines.items() if any(line.comments for line in lines)]
    head = ["Full name", *columns]
    for name in over.lines:
        head += [headers.get(name, name), *([f"{headers.get(name, name)} (Feedback)"] if name in commented else [])]
    table = [head]
    for person, told in rows:
        row = [shown(person.name), *(told[c] for c in columns)]
        for name in over.lines:
            line = by_key[name][person.key]
            row.append("-" if line.mark is None else line.mark)
            if name in commented:
                row.append(shown(html.escape(" · ".join(line.comments), quote=False)))  # Moodle shows feedback as HTML
        table.append(row)
    notes.append(_note("moodle", column="ID number", field="useridnumber", highest=plain(over.scale.highest)))
    notes += [_note("moodle-feedback")] * bool(commented) + [_note("letters")] * (over.scale.name == "letter") + [_note("as-it-is")]
    return _csv(table), notes


def canvas(over: Handover, headers: dict[str, str]) -> tuple[str, list[dict[str, str]]]:
    """(CSV text, notes). `headers`: how an exercise's column is to be called: “Name (number)” for an assignment that exists.

    Columns: Student, ID, SIS User ID, SIS Login ID, Section, then the exercises; the second row is Points Possible.
    """
    notes, rows = [], []
    by_key = {name: {line.person.key: line for line in lines} for name, lines in over.lines.items()}
    for person in _people(over):
        number, sis, login = person.canvas_id, person.sis_id, person.login
        if number and not (number.isascii() and number.isdigit()):
            notes.append(_note("canvas-number", who=_who(person), value=number))
            number = ""
        if not (number or sis or login):
            sis = person.key
        bad = next((value for value in (sis, login) if runs(value)), None)
        if bad is not None:
            notes.append(_note("formula-id", who=_who(person), value=bad))
            continue
        matched = next((value for value in (number, sis, login) if value), "")
        if re.fullmatch(r"-?[\d.,]*[.,][\d.,]*%?", matched, re.ASCII):
            notes.append(_note("canvas-comma", who=_who(person), value=matched))
        name = shown(person.name).replace("Points Possible", "Points\u00a0Possible")  # the words by which Canvas knows its second row
        marks = [by_key[exercise][person.key].mark or "" for exercise in over.lines]
        rows.append([name, number, sis, login, shown(person.grp), *marks])
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(headers.get(name, name) for name in over.lines)]
    possible = ["    Points Possible", "", "", "", "", *[plain(over.scale.highest)] * len(over.lines)]
    notes.append(_note("canvas", highest=plain(over.scale.highest)))
    notes += [_note("letters")] * (over.scale.name == "letter") + [_note("as-it-is")]
    return _csv([head, possible, *rows]), notes


def _people(over: Handover) -> list[Person]:
    return [line.person for line in next(iter(over.lines.values()))]


def _csv(table: list[list[str]]) -> str:
    """RFC 4180 lines; the header is quoted only where it must be, all else always."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow(table[0])
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table[1:])
    return out.getvalue()


# -- XLSX: for people ----------------------------------------------------------------------------------------------------------


def workbook(over: Handover, book: Gradebook, lang: str, save_to: Path) -> None:
    """Write the workbook: results, all marks, every attempt. Numbers are numbers; all else is text and stays text."""
    from openpyxl import Workbook

    made = Workbook()
    made.remove(made.active)
    _results(made, over, lang)
    _marks(made, over, book, lang)
    made.save(save_to)


def _results(made, over: Handover, lang: str) -> None:
    heads = ("key", "name", "grp", "exercise", "points", "of", "late", "off", "final", over.scale.name, "outcome", "why")
    rows = []
    for lines in over.lines.values():
        for line in lines:
            person, result = line.person, line.result
            numbers: list = [None] * 5
            if result is not None:
                there = line.mark is not None
                numbers = [_decimal(result.points) if there else None, _decimal(result.of) or None, result.late_days, _decimal(result.taken_off) if there else None, line.final]
            mark = line.mark if line.mark is None or over.scale.name == "letter" else Decimal(line.mark)
            outcome = words.OUTCOMES[result.outcome][lang] if result else ""
            rows.append([person.key, person.name, person.grp, line.exercise, *numbers, mark, outcome, line.why[lang]])
    _sheet(made, "results", heads, rows, lang)


def _marks(made, over: Handover, book: Gradebook, lang: str) -> None:
    """Two sheets: the marks of every attempt, and the attempts themselves."""
    names = {p.key: p.name for p in _people(over)}
    attempts = [a for a in book.attempts() if a["exercise"] in over.lines]
    counting = {(a["exercise"], a["student"]): a["id"] for a in attempts}
    marks, told = [], []
    for a in attempts:
        counts = counting[a["exercise"], a["student"]] == a["id"]
        manual = book.manual(a["student"], a["exercise"])
        start = [a["student"], names[a["student"]], a["exercise"], a["id"]]
        for m in book.marks(a["id"]):
            by_hand = manual.get(m["task"], {})
            state = words.TASK.get(m["state"], {}).get(lang, m["state"])
            points = [None if p is None else _decimal(p) for p in (m["points"], by_hand.get("points"))]
            counted = points[1] if points[1] is not None else points[0]
            marks.append([*start, m["task"], *points, counted, _decimal(m["of"]), state, by_hand.get("marker", ""), by_hand.get("comment", ""), YES_NO[counts][lang]])
        said = "; ".join(n.get(lang, "") for n in a["notes"])
        told.append([*start, a["handed_in"], a["graded_at"], words.OUTCOMES[a["outcome"]][lang], a["reason"].get(lang, ""), said, a["place"], YES_NO[counts][lang]])
    _sheet(made, "marks", ("key", "name", "exercise", "attempt", "task", "machine", "manual", "counted", "of", "state", "marker", "comment", "counts"), marks, lang)
    _sheet(made, "attempts", ("key", "name", "exercise", "attempt", "handed_in", "graded_at", "outcome", "why", "notes", "place", "counts"), told, lang)


def _sheet(made, key: str, heads: tuple[str, ...], rows: list[list], lang: str) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = made.create_sheet(SHEETS[key][lang])
    widths = [0] * len(heads)
    styles = {  # made once: openpyxl looks a style up anew each time that one is given to a cell
        "head": _style(sheet, Font(name="Calibri", size=11, bold=True), Alignment(vertical="top"), "@"),
        "text": _style(sheet, Font(name="Calibri", size=11), Alignment(vertical="top"), "@"),
        "long": _style(sheet, Font(name="Calibri", size=11), Alignment(vertical="top", wrap_text=True), "@"),
        "number": _style(sheet, Font(name="Calibri", size=11), Alignment(horizontal="right", vertical="top", indent=1), "General"),
    }
    for number, row in enumerate([[HEADS[h][lang] for h in heads], *rows], 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                cell.value = _printable(value)
                cell.data_type = "s"  # “=1+1” is a text, and “00123” no number
                cell._style = styles["head" if number == 1 else "long" if len(value) > 40 or "\n" in value else "text"]
            else:
                cell.value = value
                cell._style = styles["number"]
            widths[column - 1] = max(widths[column - 1], *(len(part) for part in str(value).split("\n")))
        tallest = max(sum(1 + len(part) // 58 for part in str(value).split("\n")) for value in row)
        if tallest > 1:
            sheet.row_dimensions[number].height = min(400, 15 * tallest)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = min(60, max(8, width + 2))
    sheet.freeze_panes = "C2"  # the header, and who it is about
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 1, 0, True


def _style(sheet, font, alignment, number_format: str):
    """A style as cells hold it."""
    from openpyxl.cell import Cell

    cell = Cell(sheet, row=1, column=1)
    cell.font, cell.alignment, cell.number_format = font, alignment, number_format
    return cell._style


def _printable(text: str) -> str:
    """Without what XML cannot hold: control characters and lone surrogates; cut where Excel would refuse the file."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    whole = ILLEGAL_CHARACTERS_RE.sub(" ", nfc(text)).encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= _LONGEST_CELL else whole[:_LONGEST_CELL] + "…"


# -- onto the disk ---------------------------------------------------------------------------------------------------------------


def save(path: Path, write: Callable[[Path], object], mode: int = 0o644) -> None:
    """Let `write` make the file beside its place and move it there whole, or leave what was there. Raises `ExportError`."""
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
        os.close(handle)
        draft = Path(name)
        write(draft)
        draft.chmod(mode)
        os.replace(draft, path)
    except OSError as why:
        raise ExportError(
            vi=f"Không ghi được {path} ({why.strerror or why}). Nếu tệp đang mở trong Excel, hãy đóng lại; hoặc chọn tệp khác với --out.",
            en=f"{path} could not be written ({why.strerror or why}). Where it is open in Excel, close it; or choose another with --out.",
        ) from None
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


def save_text(path: Path, text: str) -> None:
    """A CSV as UTF-8 with a byte-order mark, by which Excel knows Vietnamese."""
    save(path, lambda draft: draft.write_bytes(text.encode("utf-8-sig", "replace")))

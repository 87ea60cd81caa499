"""What lies on the desk: the texts of a class, without names, in an order that tells nothing, and safe to show."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .. import checks
from ..text import LANGUAGES, CourseError, nfc
from .desk_words import word
from .gradebook import Gradebook
from .ratings import ESSAY, Scale

LONGEST = 20_000  # characters shown of one text; two hundred words have about a thousand
MASK = "▒▒▒"


@dataclass(frozen=True)
class Level:
    points: float
    says: dict[str, str]


@dataclass(frozen=True)
class Criterion:
    id: str
    name: dict[str, str]
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Rubric:
    """Criteria × levels, what the task is worth, and between how many words a text should be (None where that is not asked)."""

    exercise: str
    task: str
    criteria: tuple[Criterion, ...]
    points: float
    words: tuple[int, int] | None = None

    @cached_property
    def scale(self) -> Scale:
        """Levels may add up to something else than the task's points."""
        return Scale(tuple(c.id for c in self.criteria), sum(max(level.points for level in c.levels) for c in self.criteria), self.points)

    def criterion(self, name: str) -> Criterion:
        return next(c for c in self.criteria if c.id == name)


def rubric(exercise: str, task: str = ESSAY) -> Rubric:
    """The rubric of an essay, or that of a task which a machine could not mark: none, half or all of its points. Raises `CourseError`."""
    from ..data import banks
    from ..editions.exercises import keys

    if exercise not in banks.names("checks"):
        known = ", ".join(banks.names("checks"))
        raise CourseError(vi=f"Không có bài tập “{exercise}”. Các bài tập: {known}.", en=f"There is no exercise “{exercise}”. There are: {known}.")
    secret = keys(exercise)
    if task == ESSAY:
        told = secret["essay"]
        criteria = tuple(Criterion(c["id"], c["name"], tuple(Level(float(v["points"]), {lang: v[lang] for lang in LANGUAGES}) for v in c["levels"])) for c in told["criteria"])
        return _sound(Rubric(exercise, task, criteria, float(told["points"]), tuple(told["words"])))
    if task not in secret["points"]:
        known = ", ".join([ESSAY, *secret["points"]])
        raise CourseError(vi=f"Bài “{exercise}” không có câu “{task}”. Các câu: {known}.", en=f"“{exercise}” has no task “{task}”. Its tasks: {known}.")
    worth = float(secret["points"][task])
    levels = tuple(Level(worth * share, {lang: word(key, lang) for lang in LANGUAGES}) for share, key in ((0, "level-none"), (0.5, "level-half"), (1, "level-full")))
    return Rubric(exercise, task, (Criterion("points", {lang: word("points-for", lang) for lang in LANGUAGES}, levels),), worth)


def _sound(found: Rubric) -> Rubric:
    if not found.scale.most:
        raise CourseError(
            vi=f"solutions/keys/{found.exercise}.yaml, essay.criteria: không mức nào có điểm.", en=f"solutions/keys/{found.exercise}.yaml, essay.criteria: no level has any points."
        )
    return found


@dataclass(frozen=True)
class Paper:
    """One student's text. `student` and `digest` stay in the kernel; the rest may be shown. `notes`: keys of the desk's words."""

    number: int
    student: str
    lang: str
    text: str
    digest: str
    words: int
    notes: tuple[str, ...] = ()


def papers(book: Gradebook, rubric: Rubric, submissions: Path | None = None) -> list[Paper]:
    """Everything that waits for a person, by pseudonym: each student's attempt that counts. `submissions`: where the notebooks are, to show the
    code of a task that could not be marked. Raises `CourseError` where there is nothing to mark, with what to do."""
    names = book.students()
    found = []
    for attempt in book.latest(rubric.exercise):
        mark = next((m for m in book.marks(attempt["id"]) if m["task"] == rubric.task), None)
        if mark is not None and mark["points"] is None and (attempt["essay"] if rubric.task == ESSAY else True):
            found.append(attempt)
    if not found:
        raise CourseError(
            vi=f"Sổ điểm {book.path} chưa có bài nào của “{rubric.exercise}” chờ người chấm ({rubric.task}). Hãy chấm máy trước: hauphuong grade THƯ-MỤC.",
            en=f"The gradebook {book.path} has nothing of “{rubric.exercise}” that waits for a marker ({rubric.task}). Grade first: hauphuong grade FOLDER.",
        )
    numbers = book.pseudonyms(rubric.exercise, [a["student"] for a in found])
    codes = _codes(submissions, rubric) if submissions and rubric.task != ESSAY else {}
    made = [_paper(a, numbers[a["student"]], names.get(a["student"], ""), rubric, codes) for a in found]
    return sorted(made, key=lambda p: p.number)


def _paper(attempt: dict, number: int, name: str, rubric: Rubric, codes: dict[str, str]) -> Paper:
    lang = attempt["lang"] if attempt["lang"] in LANGUAGES else "vi"
    raw = attempt["essay"] if rubric.task == ESSAY else _what_ran(attempt, rubric, codes, lang)
    notes = []
    text = masked(clean(raw), [attempt["student"], name])
    if text.count(MASK) > raw.count(MASK):
        notes.append("masked")
    if len(text) > LONGEST:
        text = text[:LONGEST].rstrip() + "…"
        notes.append("cut")
    return Paper(number, attempt["student"], lang, text, hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:16], count_words(raw), tuple(notes))


def clean(text: str) -> str:
    """A stranger's text without what a screen would obey: control characters, and those that turn the direction of writing around."""
    kept = nfc(text.encode("utf-8", "replace").decode()).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    kept = "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") and c not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff")
    return re.sub(r"\n{4,}", "\n\n\n", kept).strip()


def masked(text: str, names: list[str]) -> str:
    """`text` with the writer's key and full name covered. A name of one short word stays: as a word it would be everywhere."""
    for name in sorted({nfc(n).strip() for n in names}, key=len, reverse=True):
        if len(name) >= 6 or len(name) >= 3 and (any(c.isdigit() for c in name) or " " in name):
            parts = r"\s+".join(map(re.escape, name.split()))
            text = re.sub(rf"(?<!\w){parts}(?!\w)", MASK, text, flags=re.I)
    return text


def count_words(text: str) -> int:
    """Words as a word processor counts them: whatever stands between spaces and has a letter or a digit. In Vietnamese these are syllables."""
    return sum(any(c.isalnum() for c in part) for part in text.split())


# -- a task that a machine could not mark ---------------------------------------------------------------------------------------


def _codes(where: Path, rubric: Rubric) -> dict[str, str]:
    """The student's own code around the task, by the digest of the submission."""
    from . import intake, run
    from .repair import Unreadable

    check = next(cell for cell, task, _ in run.exercise(rubric.exercise).checks if task == rubric.task)
    found = {}
    for submission in intake.find(where):
        try:
            mended = run.read(submission)
        except Unreadable:
            continue
        if mended.exercise != rubric.exercise:
            continue
        sources: list[str] = []
        for cell in mended.cells:
            if cell.id == check:
                found[submission.digest] = "\n\n".join(sources)
                break
            sources = [] if cell.role == "check" else [*sources, *([cell.source] if cell.role in ("own", "solution") else [])]
    return found


def _what_ran(attempt: dict, rubric: Rubric, codes: dict[str, str], lang: str) -> str:
    """What a marker can go by: what was asked, why the machine gave up, the student's code, and what the last cells showed."""
    asks = checks.load(f"{rubric.exercise}/{rubric.task}").get("asks", {}).get(lang, "")
    parts = [asks, word("why-person", lang, why=attempt["reason"].get(lang) or "–")]
    if code := codes.get(attempt["digest"]):
        parts += [word("code", lang), code]
    seen = []
    for cell, told in list(attempt["shown"].items())[-4:]:
        if not isinstance(told, dict):
            continue
        bundles = [b.get("text/plain") for b in told.get("shown") or [] if isinstance(b, dict)] if isinstance(told.get("shown"), list) else []
        said = [s if isinstance(s, str) else str(s) for s in (told.get("printed"), *bundles, told.get("error")) if s]
        if said:
            seen.append(word("what-cell", lang, cell=cell) + "\n" + "\n".join(said)[:2000])
    return "\n\n".join(filter(None, parts + (seen or ([] if code else [word("saw-nothing", lang)]))))

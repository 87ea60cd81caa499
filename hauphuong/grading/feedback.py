"""What a student is told of one exercise, gathered from the gradebook: nothing here writes a page, and nothing changes a mark.

Whatever a person gave stands above the machine's mark. What could not be graded is named as a fault and never as a zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .. import text
from ..checks.feedback import Feedback
from ..checks.kinds import Verdict
from ..checks.words import WORDS
from ..text import CourseError
from . import places, words
from .feedback_words import PAGE
from .gradebook import Gradebook, Result
from .pictures import Picture, picture
from .run import ESSAY, exercise, names

MOST_CHARTS = 20  # on a page: a loop can draw thousands


@dataclass(frozen=True)
class Task:
    """One task. `state`: right, partly, wrong, open or lost; `says`: lines, code between backticks; `see`: (lesson, section) or None.

    points   what counts, None where nothing does yet
    by_hand  whether a person gave them; then `comment` and `marker` are theirs, and `says` is what the machine had said
    """

    name: str
    title: str
    state: str
    head: str
    points: float | None
    of: float
    says: tuple[str, ...]
    see: tuple[str, str] | None
    by_hand: bool = False
    comment: str = ""
    marker: str = ""


@dataclass(frozen=True)
class Criterion:
    """A line of the rubric: its levels as (points, words), and which was chosen (None: not marked yet)."""

    name: str
    levels: tuple[tuple[float, str], ...]
    chosen: int | None
    points: float | None
    comment: str
    marker: str

    @property
    def of(self) -> float:
        return max(points for points, _ in self.levels)


@dataclass(frozen=True)
class Essay:
    """The piece of writing. `state`: none, waiting, part or marked; `points` is None until it has a mark."""

    title: str
    state: str
    text: str
    criteria: tuple[Criterion, ...]
    points: float | None
    of: float
    comment: str
    marker: str


@dataclass(frozen=True)
class Sheet:
    """All that one page says."""

    student: str
    name: str
    exercise: str
    title: str
    lang: str
    outcome: str
    reason: str
    handed_in: str
    result: Result
    tasks: tuple[Task, ...]
    essay: Essay | None
    charts: tuple[Picture, ...]
    charts_left: int
    mended: tuple[str, ...]

    @property
    def marked(self) -> bool:
        """Whether anything has points yet: a submission that nobody could grade has none, which is not nought."""
        return any(t.points is not None for t in self.tasks) or bool(self.essay) and self.essay.state != "none" and self.essay.points is not None

    @property
    def again(self) -> tuple[Task, ...]:
        """The tasks that are worth another look."""
        return tuple(t for t in self.tasks if t.state in ("partly", "wrong", "open"))


def sheet(book: Gradebook, result: Result, lang: str = "") -> Sheet:
    """What there is to say to one student about one exercise."""
    attempt = book.attempts(result.exercise, result.student)[-1]
    lang = lang or (attempt["lang"] if attempt["lang"] in text.LANGUAGES else "vi")
    known = result.exercise in names()
    marks = {m["task"]: m for m in book.marks(attempt["id"])}
    by_hand = book.manual(result.student, result.exercise)
    titles = places.tasks(result.exercise, lang) if known else {}
    tasks = tuple(_task(m, by_hand.get(name), titles.get(name, name), result.exercise, lang) for name, m in marks.items() if name != ESSAY)
    charts, left = _charts(attempt["shown"], lang)
    return Sheet(
        student=result.student,
        name=result.name,
        exercise=result.exercise,
        title=places.title(result.exercise, lang) if known else result.exercise,
        lang=lang,
        outcome=attempt["outcome"],
        reason=attempt["reason"].get(lang, ""),
        handed_in=attempt["handed_in"],
        result=result,
        tasks=tasks,
        essay=_essay(book, attempt, marks[ESSAY], by_hand.get(ESSAY), titles.get(ESSAY, ""), lang) if ESSAY in marks and known else None,
        charts=charts,
        charts_left=left,
        mended=tuple(note[lang] for note in attempt["notes"]),
    )


# -- a task --------------------------------------------------------------------------------------------------------------


def _task(mark: dict, given: dict | None, title: str, name: str, lang: str) -> Task:
    told = Task(
        name=mark["task"],
        title=title,
        state=mark["state"],
        head=PAGE["lost-head"][lang] if mark["state"] == "lost" else WORDS["state"].get(mark["state"], WORDS["state"]["mistake"])[lang],
        points=mark["points"],
        of=mark["of"],
        says=(PAGE["lost"][lang],) if mark["state"] == "lost" else _lines(mark["says"], lang),
        see=places.see(name, mark["task"], lang) if mark["state"] in ("partly", "wrong", "open") else None,
    )
    if given is None:
        return told
    state = "right" if given["points"] >= mark["of"] else "partly" if given["points"] > 0 else "wrong"
    return replace(
        told, state=state, head=WORDS["state"][state][lang], points=given["points"], by_hand=True, comment=given["comment"], marker=given["marker"],
        says=() if mark["state"] == "lost" else told.says, see=told.see if state != "right" else None,
    )  # fmt: skip


def _lines(says: list, lang: str) -> tuple[str, ...]:
    """What the check said, in the words that the student's own notebook would show."""
    lines = []
    for said, fills in says:
        if said == words.TASK["hidden"]:
            lines.append(PAGE["hidden"][lang])
            continue
        try:
            lines += Feedback(lang, Verdict(0, ((said, fills),)), 0, 0).lines
        except CourseError:  # a row that the data no longer has: the rest is still worth saying
            continue
    return tuple(lines)


# -- the essay -----------------------------------------------------------------------------------------------------------


def _essay(book: Gradebook, attempt: dict, mark: dict, given: dict | None, title: str, lang: str) -> Essay:
    rubric = book.rubric(attempt["student"], attempt["exercise"]) if hasattr(book, "rubric") else {}
    criteria = tuple(_criterion(c, rubric.get(c["id"]), lang) for c in exercise(attempt["exercise"]).keys["essay"]["criteria"])
    done = sum(c.points is not None for c in criteria)
    state = "marked" if given is not None else "part" if done else "waiting" if attempt["essay"].strip() else "none"
    points = given["points"] if given is not None else mark["points"]  # how criteria make a mark is the gradebook's to say
    comment, marker = (given["comment"], given["marker"]) if given is not None else ("", "")
    return Essay(title, state, attempt["essay"], criteria, points, mark["of"], comment, marker)


def _criterion(told: dict, given: dict | None, lang: str) -> Criterion:
    levels = tuple((float(level["points"]), level[lang]) for level in told["levels"])
    given = given or {}
    points = given.get("points")
    level = given.get("level")
    fits = isinstance(level, int) and not isinstance(level, bool) and 0 <= level < len(levels)
    chosen = level if fits else next((n for n, (worth, _) in enumerate(levels) if worth == points), None)
    return Criterion(told["name"][lang], levels, chosen, points, given.get("comment") or "", given.get("marker") or "")


# -- the charts ----------------------------------------------------------------------------------------------------------


def _charts(shown: object, lang: str) -> tuple[tuple[Picture, ...], int]:
    """(the charts of every cell in order, how many more there are). The same figure shown twice is one chart. `shown` came from the student's process: it may be anything."""
    found, seen = [], set()
    for cell in shown.values() if isinstance(shown, dict) else ():
        items = cell.get("shown") if isinstance(cell, dict) else None
        items = [i for i in items if isinstance(i, dict)] if isinstance(items, list) else []
        for item, after in zip(items, [*items[1:], {}]):
            raw = item.get("plotly")
            if raw is not None and (print_ := repr(raw)) not in seen:
                seen.add(print_)
                found.append((raw, item.get("text"), after.get("text") if "plotly" not in after else ""))
    drawn = [p for p in (picture(*told, lang) for told in found[:MOST_CHARTS]) if p]
    return tuple(drawn), max(0, len(found) - MOST_CHARTS)

"""A gradebook as tables: who handed in what, and what each task earned. Everything in the report is counted from here."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from ...data import banks
from ...text import CourseError, check_language, nfc
from ..gradebook import Gradebook
from .words import WORDS

ESSAY = "essay"
# what became of a task: full points, some, none, not answered, no points yet
STATES = ("full", "some", "none", "open", "unmarked")


@dataclass(frozen=True)
class Classroom:
    """What the report's functions look at.

    exercises   those that someone handed in, in the order of the course
    called      how each student is called here, by key: by name, or by a number that has nothing to do with the name
    real        the same by real name and by key, for finding these in what students wrote
    results     one row a student and exercise: student, exercise, outcome, reason, handed_in, lang, points, of, marked_of,
                taken_off, late_days, on10 (on 10 points, of what has been marked), complete, essay, answers
    marks       one row a student, exercise and task: points (nan where there are none yet), of, state, says, answer
    """

    lang: str
    named: bool
    exercises: tuple[str, ...]
    called: dict[str, str]
    real: dict[str, str]
    results: pd.DataFrame
    marks: pd.DataFrame

    def of(self, exercise: str) -> tuple[pd.DataFrame, pd.DataFrame]:
        """(results, marks) of one exercise. Raises `CourseError` where nobody handed it in."""
        if exercise not in self.exercises:
            _nobody(exercise, self.exercises)
        return self.results[self.results.exercise == exercise], self.marks[self.marks.exercise == exercise]

    @property
    def missing(self) -> dict[str, list[str]]:
        """Who of the class has not handed in an exercise that others have, by exercise."""
        there = self.results.groupby("exercise").student.agg(set)
        return {name: [s for s in self.called if s not in there[name]] for name in self.exercises}


def load(gradebook: str | Path, exercise: str = "", lang: str = "vi", names: bool = True) -> Classroom:
    """Read a gradebook. `exercise`: only this one. Raises `CourseError` where there is no gradebook, or nothing in it."""
    check_language(lang)
    path = Path(gradebook)
    if not path.is_file():  # opening would make one
        raise CourseError(
            vi=f"Không có sổ điểm {path}. Hãy chấm bài trước (hauphuong grade …), hoặc chỉ đúng tệp với --gradebook.",
            en=f"There is no gradebook {path}. Grade first (hauphuong grade …), or name the right file with --gradebook.",
        )
    with Gradebook(path) as book:
        people = book.students()
        results = {(r.student, r.exercise): r for r in book.results(exercise)}
        latest = {(a["student"], a["exercise"]): a for a in book.attempts(exercise)}
        marks = {pair: book.marks(attempt["id"]) for pair, attempt in latest.items()}
        manual = {pair: book.manual(*pair) for pair in latest}
        known = {a["exercise"] for a in latest.values()} if not exercise else {a["exercise"] for a in book.attempts()}
    if not latest:
        if exercise and known:
            _nobody(exercise, in_order(known))
        raise CourseError(
            vi=f"Sổ điểm {path} chưa có bài nộp nào nên chưa có gì để báo cáo. Hãy chấm bài trước: hauphuong grade THƯ-MỤC-BÀI-NỘP.",
            en=f"The gradebook {path} has no submissions yet, so there is nothing to report. Grade first: hauphuong grade FOLDER-OF-SUBMISSIONS.",
        )
    tasks = [
        _mark(pair, m, manual[pair].get(m["task"]))
        for pair in latest
        for m in marks[pair]
    ]
    table = pd.DataFrame(tasks, columns=["student", "exercise", "task", "points", "of", "state", "says", "answer"])
    rows = [_result(results[pair], attempt, table_of_tasks, lang) for (pair, attempt), table_of_tasks in zip(latest.items(), _parts(tasks, latest))]
    called = people if names else _numbered(people, lang)
    called = {key: nfc(called[key]) for key in sorted(people, key=lambda k: _by_name(called[k]))}
    real = {nfc(said): called[key] for key, name in people.items() for said in (key, name)}
    return Classroom(lang, names, tuple(in_order({e for _, e in latest})), called, real, pd.DataFrame(rows), table)


def _nobody(exercise: str, there) -> None:
    raise CourseError(
        vi=f"Sổ điểm chưa có bài nộp nào của “{exercise}”. Đang có: {', '.join(there) or '–'}.",
        en=f"The gradebook has no submission of “{exercise}”. There are: {', '.join(there) or '–'}.",
    )


def _mark(pair: tuple[str, str], mark: dict, manual: dict | None) -> dict:
    """A task's mark, the manual one above the automatic one, with one word for what became of it."""
    points = manual["points"] if manual else mark["points"]
    if points is None:
        state = "unmarked"
    elif points >= mark["of"]:
        state = "full"
    elif points > 0:
        state = "some"
    else:
        state = "open" if mark["state"] in ("open", "none") else "none"
    return {
        "student": pair[0], "exercise": pair[1], "task": mark["task"], "points": float("nan") if points is None else float(points),
        "of": float(mark["of"]), "state": state, "says": mark["says"], "answer": mark["answer"],
    }  # fmt: skip


def _parts(tasks: list[dict], latest: dict) -> list[list[dict]]:
    own: dict[tuple[str, str], list[dict]] = {pair: [] for pair in latest}
    for task in tasks:
        own[task["student"], task["exercise"]].append(task)
    return list(own.values())


def _result(result, attempt: dict, tasks: list[dict], lang: str) -> dict:
    marked = sum(t["of"] for t in tasks if t["state"] != "unmarked")
    return {
        "student": result.student, "exercise": result.exercise, "outcome": result.outcome, "reason": attempt["reason"].get(lang, ""),
        "handed_in": attempt["handed_in"], "lang": attempt["lang"], "points": result.points, "of": result.of, "marked_of": marked,
        "taken_off": result.taken_off, "late_days": result.late_days, "on10": 10 * result.final / marked if marked else float("nan"),
        "complete": bool(tasks) and marked == result.of, "essay": attempt["essay"], "answers": attempt["answers"],
    }  # fmt: skip


def _numbered(people: dict[str, str], lang: str) -> dict[str, str]:
    """Numbers for names, the same in every report on this class. Their order follows neither names nor keys."""
    order = sorted(people, key=lambda key: hashlib.sha256(key.encode("utf-8", "replace")).hexdigest())
    return {key: WORDS["student-number"][lang].format(number=n) for n, key in enumerate(order, 1)}


def _by_name(name: str) -> tuple:
    """A class list's order: in Vietnamese the given name stands last and counts first; numbers by their size."""
    parts = name.casefold().split() or [""]
    return (int(parts[-1]), "") if parts[-1].isdecimal() else (0, parts[-1], name)


# -- what exercises and tasks are called ------------------------------------------------------------------------------------


def in_order(names) -> list[str]:
    """Exercises in the order of their lessons; what is no exercise of this course stands last."""
    known = banks.names("checks")
    return sorted(names, key=lambda n: (banks.load("checks", n)["lesson"] if n in known else "~", n))


@cache
def _headings(exercise: str, lang: str) -> dict[str, str]:
    """The heading over each task in the student's notebook, and the exercise's title under ""."""
    from ...editions.exercises import EXERCISES, path_of

    path = path_of(EXERCISES, exercise, lang)
    if not path.is_file():  # an installed course has no exercises beside it
        return {}
    found, heading = {}, ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        title = re.match(r"(#{1,2}) (.+)", source)
        if cell["cell_type"] == "markdown" and title:
            heading = title[2].strip()
            if title[1] == "#":
                found[""] = heading.partition(" · ")[2] or heading
        task = re.match(r'hp\.check\("[^"/]+/([^"]+)"', source)
        if task:
            found[task[1]] = heading
        elif cell["metadata"].get("nbgrader", {}).get("grade"):
            found[ESSAY] = heading
    return found


def exercise_title(exercise: str, lang: str) -> str:
    return _headings(exercise, lang).get("", exercise)


def task_title(exercise: str, task: str, lang: str) -> str:
    """“3 · Lệch bao nhiêu?”, as over the task in the notebook; the task's own name where there is no notebook."""
    return _headings(exercise, lang).get(task, task)


def task_number(exercise: str, task: str, lang: str) -> str:
    """“3”, where the notebook numbers its tasks; else the whole title."""
    title = task_title(exercise, task, lang)
    return title.partition(" · ")[0]

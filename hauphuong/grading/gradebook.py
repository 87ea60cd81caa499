"""The gradebook: one SQLite file, every attempt kept, nothing overwritten, and a manual mark above every automatic one."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ..text import CourseError
from .ratings import TABLES as _RATINGS
from .ratings import Ratings

if TYPE_CHECKING:
    from .roster import Person

VERSION = 2  # of the tables: 2 brought the rubric desk's and where a manual mark comes from
_TABLES = """
create table if not exists students (key text primary key, name text not null, grp text not null default '', email text not null default '');
create table if not exists exercises (name text primary key, due text not null default '', late_percent real not null default 0, late_days integer not null default 0);
create table if not exists attempts (
  id integer primary key, student text not null references students(key), exercise text not null, place text not null, digest text not null,
  handed_in text not null default '', graded_at text not null, rules text not null, outcome text not null, reason text not null default '{}',
  notes text not null default '[]', lang text not null default 'vi', essay text not null default '', shown text not null default '{}', current integer not null default 1, answers text not null default '{}');
create unique index if not exists one_result on attempts (student, exercise, digest, rules);
create table if not exists marks (attempt integer not null references attempts(id), task text not null, points real, of real not null, state text not null, says text not null default '[]', answer text not null default '{}', primary key (attempt, task));
create table if not exists manual (id integer primary key, student text not null references students(key), exercise text not null, task text not null, points real, marker text not null default '', comment text not null default '', at text not null, via text not null default '');
"""
_TEXT = "text not null default ''"
# columns that tables of version 1 lack
_ADDED = {
    "students": {"login": _TEXT, "moodle_id": _TEXT, "canvas_id": _TEXT, "sis_id": _TEXT},
    "exercises": {"variants": "integer not null default 0"},
    "attempts": {"answers": "text not null default '{}'"},
    "manual": {"via": _TEXT},
}


class GradebookError(CourseError):
    """The gradebook cannot be used as it is; nothing was changed."""


@dataclass(frozen=True)
class Result:
    """What a student has for an exercise: the sum of their latest attempt's marks, manual ones first, and what lateness takes off."""

    student: str
    name: str
    exercise: str
    outcome: str
    points: float
    of: float
    late_days: int
    taken_off: float
    waiting: tuple[str, ...]

    @property
    def final(self) -> float:
        return _hundredths(max(0.0, self.points - self.taken_off))


class Gradebook(Ratings):
    """The file at `path`, made where there is none. Use as a context manager."""

    def __init__(self, path: Path):
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
            self._db.execute("pragma journal_mode=wal")
            self._db.execute("pragma synchronous=full")  # a mark that was announced is on the disk
            self._db.execute("pragma foreign_keys=on")
            self._db.row_factory = sqlite3.Row
            found = self._db.execute("pragma user_version").fetchone()[0]
            if found > VERSION:
                raise GradebookError(
                    vi=f"{self.path} do một bản mới hơn của khóa học ghi. Hãy cập nhật khóa học.",
                    en=f"{self.path} was written by a newer edition of the course. Bring the course up to date.",
                )
            if found < VERSION:
                self._bring_up()
        except (sqlite3.Error, OSError) as why:
            raise GradebookError(
                vi=f"Không mở được sổ điểm {self.path} ({why}). Tệp vẫn còn nguyên; hãy kiểm tra quyền ghi, hoặc chọn tệp khác với --gradebook.",
                en=f"The gradebook {self.path} cannot be opened ({why}). The file is untouched; look at its permissions, or choose another with --gradebook.",
            ) from None

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _bring_up(self) -> None:
        """Make the tables, or add to an older file what it lacks: all in one transaction, and nothing in it is rewritten."""
        with self._whole() as db:
            for statement in filter(str.strip, (_TABLES + _RATINGS).split(";")):
                db.execute(statement)
            for table, columns in _ADDED.items():
                there = {column["name"] for column in db.execute(f"pragma table_info({table})")}
                for name, kind in columns.items():
                    if name not in there:
                        db.execute(f"alter table {table} add column {name} {kind}")
            db.execute(f"pragma user_version={VERSION}")

    @contextlib.contextmanager
    def _whole(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, whatever happens in between."""
        self._db.execute("begin immediate")
        try:
            yield self._db
        except BaseException:
            self._db.execute("rollback")
            raise
        self._db.execute("commit")

    # -- attempts --------------------------------------------------------------------------------------------------------

    def has(self, student: str, exercise: str, digest: str, rules: str) -> bool:
        """Whether the newest grading of these bytes was by these rules: then a second run has nothing to do."""
        row = self._db.execute("select rules, outcome from attempts where student=? and exercise=? and digest=? order by id desc limit 1", (student, exercise, digest)).fetchone()
        return row is not None and row["rules"] == rules and row["outcome"] != "person"

    def keep(self, *, student: str, exercise: str, place: str, digest: str, handed_in: str, rules: str, outcome: str, reason: dict, notes: list, lang: str, essay: str, shown: dict, marks: list, answers: dict[str, str] | None = None) -> int:
        """Keep one attempt with its marks, whole or not at all. `answers`: what the student wrote in each answer cell. Returns its number."""
        with self._whole() as db:
            db.execute("insert or ignore into students (key, name) values (?, ?)", (student, student))
            db.execute("delete from marks where attempt in (select id from attempts where student=? and exercise=? and digest=? and rules=?)", (student, exercise, digest, rules))
            db.execute("delete from attempts where student=? and exercise=? and digest=? and rules=?", (student, exercise, digest, rules))
            number = db.execute(
                "insert into attempts (student, exercise, place, digest, handed_in, graded_at, rules, outcome, reason, notes, lang, essay, shown, answers) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (student, exercise, place, digest, handed_in, _now(), rules, outcome, _json(reason), _json(notes), lang, essay, _json(shown), _json(answers or {})),
            ).lastrowid
            db.executemany(
                "insert into marks (attempt, task, points, of, state, says, answer) values (?,?,?,?,?,?,?)",
                [(number, m.task, m.points, m.of, m.state, _json(m.says), _json(m.answer)) for m in marks],
            )
        return number

    def attempts(self, exercise: str = "", student: str = "") -> list[dict]:
        """Every attempt, the oldest first."""
        rows = self._db.execute(
            "select * from attempts where (?='' or exercise=?) and (?='' or student=?) order by exercise, student, handed_in, id", (exercise, exercise, student, student)
        )
        return [{**dict(r), **{column: json.loads(r[column]) for column in ("reason", "notes", "shown", "answers")}} for r in rows]

    def marks(self, attempt: int) -> list[dict]:
        rows = self._db.execute("select * from marks where attempt=? order by rowid", (attempt,))
        return [{**dict(r), "says": json.loads(r["says"]), "answer": json.loads(r["answer"])} for r in rows]

    # -- people, rules, manual marks ----------------------------------------------------------------------------------------

    def mark(self, student: str, exercise: str, task: str, points: float | None, marker: str = "", comment: str = "") -> None:
        """A manual mark, above any automatic one, now and after every regrade. `None` takes it back. Every one is kept; the last counts."""
        with self._whole() as db:
            db.execute("insert or ignore into students (key, name) values (?, ?)", (student, student))
            self._add_manual(db, student, exercise, task, points, marker, comment, "")

    def manual(self, student: str, exercise: str) -> dict[str, dict]:
        """The mark that counts of each task that has one."""
        rows = self._db.execute("select * from manual where student=? and exercise=? order by id", (student, exercise))
        last = {r["task"]: dict(r) for r in rows}
        return {task: row for task, row in last.items() if row["points"] is not None}

    def rules(self, exercise: str, due: str = "", late_percent: float = 0, late_days: int = 0) -> None:
        """When an exercise is due (ISO 8601), how many per cent of its points each day late costs, and after how many days nothing is given."""
        if due:
            try:
                datetime.fromisoformat(due)
            except ValueError:
                raise GradebookError(vi=f"Hạn nộp “{due}” phải viết như 2026-12-01T23:59+07:00.", en=f"The date “{due}” must be written like 2026-12-01T23:59+07:00.") from None
        with self._whole() as db:
            db.execute(
                "insert into exercises (name, due, late_percent, late_days) values (?,?,?,?) on conflict(name) do update set due=excluded.due, late_percent=excluded.late_percent, late_days=excluded.late_days",
                (exercise, due, late_percent, late_days),
            )

    def set_variants(self, exercise: str, on: bool) -> None:
        """The teacher's word: whether each student's rows of this exercise follow from their number."""
        with self._whole() as db:
            db.execute("insert into exercises (name, variants) values (?,?) on conflict(name) do update set variants=excluded.variants", (exercise, int(on)))

    def variants(self, exercise: str) -> bool:
        row = self._db.execute("select variants from exercises where name=?", (exercise,)).fetchone()
        return row is not None and bool(row["variants"])

    def roster(self, path: Path) -> int:
        """Read the class from a CSV or XLSX file with a column `student` (or `key`, `id`, `mã`), and `name` (or `tên`, `họ tên`), `group`, and what `roster.Person` has where there are. Returns how many."""
        from .roster import UPSERT, people

        told = people(Path(path))
        with self._whole() as db:
            db.executemany(UPSERT, told)
        return len(told)

    def students(self) -> dict[str, str]:
        """Names by key."""
        return {r["key"]: r["name"] for r in self._db.execute("select key, name from students order by key")}

    def people(self) -> list[Person]:
        """Everyone in the class and everyone who handed something in, in order of key, with what exports match them by."""
        from .roster import COLUMNS, Person

        return [Person(*row) for row in self._db.execute(f"select {', '.join(COLUMNS)} from students order by key")]

    # -- what counts ---------------------------------------------------------------------------------------------------------

    def latest(self, exercise: str = "") -> list[dict]:
        """Of each student and exercise the attempt that counts: the last one handed in, the newest grading of it."""
        return list({(a["exercise"], a["student"]): a for a in self.attempts(exercise)}.values())

    def results(self, exercise: str = "") -> list[Result]:
        """What each student has for each exercise, by the attempt that counts."""
        names = self.students()
        return [self._result(attempt, names) for attempt in self.latest(exercise)]

    def _result(self, attempt: dict, names: dict[str, str]) -> Result:
        automatic = {m["task"]: m for m in self.marks(attempt["id"])}
        manual = self.manual(attempt["student"], attempt["exercise"])
        points = {task: manual[task]["points"] if task in manual else m["points"] for task, m in automatic.items()}
        waiting = tuple(task for task, worth in points.items() if worth is None)
        total = round(sum(worth or 0 for worth in points.values()), 2)
        of = round(sum(m["of"] for m in automatic.values()), 2)
        days, off = self._lateness(attempt, total)
        return Result(attempt["student"], names[attempt["student"]], attempt["exercise"], attempt["outcome"], total, of, days, off, waiting)

    def _lateness(self, attempt: dict, total: float) -> tuple[int, float]:
        rule = self._db.execute("select * from exercises where name=?", (attempt["exercise"],)).fetchone()
        if rule is None or not rule["due"] or not attempt["handed_in"]:
            return 0, 0.0
        due, came = (datetime.fromisoformat(t) for t in (rule["due"], attempt["handed_in"]))
        due, came = (t if t.tzinfo else t.replace(tzinfo=timezone.utc) for t in (due, came))
        if came <= due:
            return 0, 0.0
        days = -int((due - came).total_seconds() // 86400)  # a day begun is a day late
        if rule["late_days"] and days > rule["late_days"]:
            return days, total
        return days, _hundredths(total * min(100.0, days * rule["late_percent"]) / 100)


def _hundredths(points: float) -> float:
    """Rounded as on paper, half up: binary floats would make 0.725 sometimes 0.72, sometimes 0.73."""
    return float(Decimal(repr(round(points, 9))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _json(what: object) -> str:
    return json.dumps(what, ensure_ascii=False, allow_nan=False)


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")

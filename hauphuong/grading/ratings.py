"""What the rubric desk keeps in the gradebook: ratings by criterion, pseudonyms, half-written comments, a marker's own phrases.

Every rating is a row and no row is ever changed: a marker's last row for a criterion is the one that holds, and taking
something back adds a row too. Where a text has its ratings complete, the manual mark follows in the same transaction.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timezone

ESSAY = "essay"  # the task that a person marks
RUBRIC = "rubric"  # where a manual mark comes from that follows from ratings; "" is one given by hand
TABLES = """
create table if not exists rubric (
  id integer primary key, student text not null references students(key), exercise text not null, task text not null default 'essay', criterion text not null,
  level integer, points real, comment text not null default '', marker text not null, decides integer not null default 0,
  seen text not null default '', act integer, undoes integer, at text not null);
create index if not exists rubric_of on rubric (exercise, task, student);
create table if not exists pseudonyms (exercise text not null, student text not null, number integer not null, primary key (exercise, student), unique (exercise, number));
create table if not exists desk (
  exercise text not null, task text not null, marker text not null, student text not null default '', what text not null, value text not null, at text not null,
  primary key (exercise, task, marker, student, what));
create table if not exists phrases (id integer primary key, criterion text not null, lang text not null, marker text not null, text text not null, at text not null, unique (criterion, lang, marker, text));
"""


@dataclass(frozen=True)
class Scale:
    """How ratings become a mark: the criteria it takes, the most that their points add up to, and the points that the task is worth."""

    criteria: tuple[str, ...]
    most: float
    points: float

    def mark(self, ratings: dict[str, dict]) -> float | None:
        """The mark in the task's points, None while a criterion has no level."""
        given = [ratings.get(c, {}).get("points") for c in self.criteria]
        return None if None in given else round(sum(given) / self.most * self.points, 2)


@dataclass(frozen=True)
class Rating:
    """One row to be written. `level`: place in the rubric's levels, from 0; None with `points` None takes the rating back."""

    student: str
    criterion: str
    level: int | None
    points: float | None
    comment: str = ""


class Sheet:
    """The ratings of one student's text as they stand: `by[marker][criterion]` and `decided[criterion]`, each a row as a dict; whoever began first comes first."""

    def __init__(self) -> None:
        self.by: dict[str, dict[str, dict]] = {}
        self.decided: dict[str, dict] = {}

    def whole(self, scale: Scale) -> list[str]:
        """The markers who have given every criterion a level."""
        return [marker for marker, given in self.by.items() if scale.mark(given) is not None]

    def differ(self, scale: Scale) -> list[str]:
        """The criteria in which those who are through do not agree."""
        through = self.whole(scale)
        return [c for c in scale.criteria if len({self.by[m][c]["level"] for m in through}) > 1]

    def settled(self, criteria: Iterable[str]) -> bool:
        """Whether each of these has a decision."""
        return all(self.decided.get(c, {}).get("level") is not None for c in criteria)

    def counts(self, first: str, scale: Scale | None = None) -> dict[str, dict]:
        """What counts: the ratings of `first`, and above them the decisions, as soon as everything that differs is decided."""
        base = self.by.get(first) or next(iter(self.by.values()), {})
        criteria = scale.criteria if scale else tuple(dict.fromkeys(c for given in self.by.values() for c in given))
        levels = {m: sum(row["level"] is not None for row in given.values()) for m, given in self.by.items()}
        rivals = self.whole(scale) if scale else [m for m, n in levels.items() if n == max(levels.values())]
        differ = [c for c in criteria if len({self.by[m].get(c, {}).get("level") for m in rivals}) > 1]
        above = {c: row for c, row in self.decided.items() if row["level"] is not None} if self.settled(differ) else {}
        return {**base, **above}


class Ratings:
    """The gradebook's part for the desk; `Gradebook` inherits it."""

    _db: sqlite3.Connection

    def _whole(self) -> contextlib.AbstractContextManager[sqlite3.Connection]:
        raise NotImplementedError

    # -- ratings -----------------------------------------------------------------------------------------------------------

    def rate(self, student: str, exercise: str, criterion: str, level: int | None, points: float | None, marker: str, comment: str = "", **more: object) -> None:
        """One marker's level for one criterion. See `rate_all` for what else there is."""
        self.rate_all(exercise, [Rating(student, criterion, level, points, comment)], marker, **more)

    def rate_all(self, exercise: str, ratings: list[Rating], marker: str, *, task: str = ESSAY, decides: bool = False, seen: str = "", scale: Scale | None = None) -> None:
        """Several at once, to be undone at once. `decides`: they settle a difference between markers; `seen`: a digest of the text that was
        read; `scale`: with it the manual mark follows where every criterion is rated."""
        with self._whole() as db:
            self._write(db, exercise, task, marker, decides, seen, [(r, None) for r in ratings])
            for student in {r.student for r in ratings}:
                self._follow(db, student, exercise, task, scale)

    def _write(self, db: sqlite3.Connection, exercise: str, task: str, marker: str, decides: bool, seen: str, rows: list[tuple[Rating, int | None]]) -> None:
        act = None
        for rating, undoes in rows:
            db.execute("insert or ignore into students (key, name) values (?, ?)", (rating.student, rating.student))
            number = db.execute(
                "insert into rubric (student, exercise, task, criterion, level, points, comment, marker, decides, seen, act, undoes, at) values (?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (rating.student, exercise, task, rating.criterion, rating.level, rating.points, rating.comment, marker, int(decides), seen, act, undoes, _now()),
            ).lastrowid
            if act is None:
                act = number
                db.execute("update rubric set act=? where id=?", (act, number))

    def undo(self, exercise: str, marker: str, *, task: str = ESSAY, sealed: Iterable[str] = (), scale: Scale | None = None) -> list[dict] | None:
        """Take back what this marker did last and has not taken back yet; the next call takes back what was before it.

        Returns the rows that were taken back, [] where there are none, None where the student is one of the `sealed`, whose
        ratings (not decisions) stay as they are.
        """
        with self._whole() as db:
            last = db.execute(
                "select act from rubric where exercise=? and task=? and marker=? and undoes is null and id not in (select undoes from rubric where undoes is not null) order by id desc limit 1",
                (exercise, task, marker),
            ).fetchone()
            if last is None:
                return []
            rows = [dict(r) for r in db.execute("select * from rubric where act=? order by id", (last["act"],))]
            if any(not row["decides"] and row["student"] in set(sealed) for row in rows):
                return None
            before = []
            for row in rows:
                was = db.execute(
                    "select * from rubric where student=? and exercise=? and task=? and criterion=? and (decides or marker=?) and decides=? and id<? order by id desc limit 1",
                    (row["student"], exercise, task, row["criterion"], marker, row["decides"], row["act"]),
                ).fetchone()
                state = (was["level"], was["points"], was["comment"]) if was else (None, None, "")
                before.append((Rating(row["student"], row["criterion"], *state), row["id"]))
            self._write(db, exercise, task, marker, bool(rows[0]["decides"]), rows[0]["seen"], before)
            for student in {row["student"] for row in rows}:
                self._follow(db, student, exercise, task, scale)
        return rows

    def sheets(self, exercise: str, task: str = ESSAY, student: str = "") -> dict[str, Sheet]:
        """The ratings of everyone who has any, by student's key."""
        found: dict[str, Sheet] = {}
        decided: dict[tuple[str, str], dict] = {}
        rows = self._db.execute(
            "select r.* from rubric r join (select max(id) last from rubric where exercise=? and task=? and (?='' or student=?)"
            " group by student, criterion, marker, decides) on r.id=last order by (select min(id) from rubric f where f.student=r.student and f.exercise=r.exercise"
            " and f.task=r.task and f.marker=r.marker and f.decides=0), r.id",
            (exercise, task, student, student),
        )
        for row in map(dict, rows):
            sheet = found.setdefault(row["student"], Sheet())
            if not row["decides"]:
                sheet.by.setdefault(row["marker"], {})[row["criterion"]] = row
                continue
            rival = decided.get((row["student"], row["criterion"]))
            if rival is None or rival["id"] < row["id"]:
                decided[row["student"], row["criterion"]] = sheet.decided[row["criterion"]] = row
        for sheet in found.values():
            sheet.by = {m: given for m, given in sheet.by.items() if any(r["level"] is not None or r["comment"] for r in given.values())}
        return found

    def rubric(self, student: str, exercise: str, marker: str = "", task: str = ESSAY) -> dict[str, dict]:
        """Points, level (from 0), comment and marker of each criterion that has a level. Without a marker: what counts, which is the first
        marker's, or what was decided where two differed. A mark given by hand (`mark`) stands above the sum of it all."""
        sheet = self.sheets(exercise, task, student).get(student, Sheet())
        held = self._mark_of(student, exercise, task)
        given = sheet.by.get(marker, {}) if marker else sheet.counts(held["marker"] if held and held["via"] == RUBRIC else "")
        return {c: {k: row[k] for k in ("points", "level", "comment", "marker")} for c, row in given.items() if row["level"] is not None}

    def _mark_of(self, student: str, exercise: str, task: str) -> dict | None:
        row = self._db.execute("select * from manual where student=? and exercise=? and task=? order by id desc limit 1", (student, exercise, task)).fetchone()
        return dict(row) if row else None

    def _follow(self, db: sqlite3.Connection, student: str, exercise: str, task: str, scale: Scale | None) -> None:
        """Bring the manual mark into line with the ratings, unless one was given by hand. Whoever was through first keeps counting."""
        held = self._mark_of(student, exercise, task)
        standing = held is not None and held["points"] is not None
        if scale is None or standing and held["via"] != RUBRIC:
            return
        sheet = self.sheets(exercise, task, student).get(student, Sheet())
        through = sheet.whole(scale)
        first = held["marker"] if standing and held["marker"] in through else next(iter(through), "")
        points = scale.mark(sheet.counts(first, scale)) if first else None
        if (points, first) != ((held["points"], held["marker"]) if standing else (None, "")):
            self._add_manual(db, student, exercise, task, points, first if points is not None else held["marker"], "", RUBRIC)

    def lift(self, student: str, exercise: str, task: str, scale: Scale, marker: str = "") -> None:
        """Take back a mark given by hand, so that the ratings count again."""
        with self._whole() as db:
            self._add_manual(db, student, exercise, task, None, marker, "", RUBRIC)
            self._follow(db, student, exercise, task, scale)

    def by_hand(self, exercise: str, task: str = ESSAY) -> set[str]:
        """The students whose mark for this task was given by hand and stands above the ratings."""
        rows = self._db.execute("select student, points, via from manual where id in (select max(id) from manual where exercise=? and task=? group by student)", (exercise, task))
        return {r["student"] for r in rows if r["points"] is not None and r["via"] != RUBRIC}

    @staticmethod
    def _add_manual(db: sqlite3.Connection, student: str, exercise: str, task: str, points: float | None, marker: str, comment: str, via: str) -> None:
        db.execute("insert into manual (student, exercise, task, points, marker, comment, via, at) values (?,?,?,?,?,?,?,?)", (student, exercise, task, points, marker, comment, via, _now()))

    # -- what the desk remembers -------------------------------------------------------------------------------------------

    def pseudonyms(self, exercise: str, students: Iterable[str]) -> dict[str, int]:
        """A number for each student, the same for ever: in an order that looks random and comes out again in another gradebook. Latecomers follow."""
        with self._whole() as db:
            known = {r["student"]: r["number"] for r in db.execute("select student, number from pseudonyms where exercise=?", (exercise,))}
            new = sorted(set(students) - set(known), key=lambda s: hashlib.sha256(f"{exercise}\0{s}".encode("utf-8", "surrogatepass")).digest())
            start = max(known.values(), default=0) + 1
            known.update({student: number for number, student in enumerate(new, start)})
            db.executemany("insert into pseudonyms (exercise, student, number) values (?,?,?)", [(exercise, s, known[s]) for s in new])
        return known

    def jot(self, exercise: str, task: str, marker: str, what: str, value: str, student: str = "") -> None:
        """Remember something at once: where a marker is, a half-written comment, that two have compared. "" forgets it."""
        key = (exercise, task, marker, student, what)
        with self._whole() as db:
            if value:
                db.execute("insert or replace into desk (exercise, task, marker, student, what, value, at) values (?,?,?,?,?,?,?)", (*key, value, _now()))
            else:
                db.execute("delete from desk where exercise=? and task=? and marker=? and student=? and what=?", key)

    def jotted(self, exercise: str, task: str, marker: str) -> dict[tuple[str, str], str]:
        """What was remembered, by (student, what)."""
        rows = self._db.execute("select student, what, value from desk where exercise=? and task=? and marker=?", (exercise, task, marker))
        return {(r["student"], r["what"]): r["value"] for r in rows}

    def keep_phrase(self, criterion: str, lang: str, marker: str, text: str) -> None:
        """Put a phrase into a marker's own bank; one that is there already stays one."""
        with self._whole() as db:
            db.execute("insert or ignore into phrases (criterion, lang, marker, text, at) values (?,?,?,?,?)", (criterion, lang, marker, text, _now()))

    def drop_phrase(self, number: int, marker: str) -> None:
        with self._whole() as db:
            db.execute("delete from phrases where id=? and marker=?", (number, marker))

    def phrases(self, marker: str) -> list[dict]:
        """A marker's own phrases, the oldest first."""
        return [dict(r) for r in self._db.execute("select * from phrases where marker=? order by id", (marker,))]


def _now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")

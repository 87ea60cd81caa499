"""The rubric desk: one question across a class, names hidden, every choice in the gradebook before it is confirmed.

No widget here. The page sends what its reader does (`do`), shows what may be seen (`state`), and holds no mark of its own.
Papers are named by their place and their pseudonym; a student's key never leaves this module.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ..text import CourseError, check_language, nfc, number, reader_language
from .desk_words import KEYS, word
from .gradebook import Gradebook
from .papers import LONGEST, MASK, Criterion, Paper, clean, papers, rubric
from .phrases import ready
from .ratings import ESSAY, Rating, Sheet

LONGEST_COMMENT = 4000  # characters
_LONGEST_NAME = 60


class Desk:
    """The desk of one marker for one task of an exercise.

    `gradebook`: a file that `hauphuong grade` has made; `submissions`: where the notebooks are, to see the code of a task that
    could not be marked. Raises `CourseError` where there is no such gradebook, exercise or task, or nothing to mark.
    """

    def __init__(self, exercise: str, gradebook: Path | str, marker: str = "1", lang: str = "", task: str = ESSAY, submissions: Path | str | None = None):
        self.lang = check_language(lang or reader_language())
        self.marker = marker_name(marker)
        self.exercise, self.task = exercise, task
        self.rubric = rubric(exercise, task)
        self.path = Path(gradebook)
        if not self.path.is_file():
            raise CourseError(vi=f"Không có sổ điểm {self.path}. Hãy chấm máy trước: hauphuong grade THƯ-MỤC.", en=f"There is no gradebook {self.path}. Grade first: hauphuong grade FOLDER.")
        with Gradebook(self.path) as book:
            self.papers: list[Paper] = papers(book, self.rubric, Path(submissions) if submissions else None)
            last = book.jotted(exercise, task, self.marker).get(("", "place"), "")
            numbers = [str(p.number) for p in self.papers]
            self.place = numbers.index(last) if last in numbers else self._first_open(book, 0) or 0

    # -- what may be seen ------------------------------------------------------------------------------------------------------

    def state(self) -> dict:
        """The paper that lies open and what this marker has given it, as plain JSON."""
        with Gradebook(self.path) as book:
            sheets = book.sheets(self.exercise, self.task)
            paper = self.papers[self.place]
            sheet = sheets.get(paper.student, Sheet())
            compared = paper.student in self._compared(book)
            jotted, own = book.jotted(self.exercise, self.task, self.marker), book.phrases(self.marker)
            held = book.rubric(paper.student, self.exercise, task=self.task) if compared else {}
            by_hand = paper.student in book.by_hand(self.exercise, self.task)
        mine = sheet.by.get(self.marker, {})
        criteria = [self._criterion_state(c, paper, sheet, compared, jotted.get((paper.student, f"draft:{c.id}")), own) for c in self.rubric.criteria]
        notes = [word(note, self.lang, n=LONGEST, mask=MASK) for note in paper.notes]
        if any(row["seen"] and row["seen"] != paper.digest for row in mine.values()):
            notes.append(word("changed", self.lang))
        if by_hand:
            notes.append(word("by-hand", self.lang))
        marked = sum(self.rubric.scale.mark(sheets[p.student].by.get(self.marker, {})) is not None for p in self.papers if p.student in sheets)
        return {
            "place": self.place,
            "all": len(self.papers),
            "marked": marked,
            "where": word("where", self.lang, place=self.place + 1, all=len(self.papers)),
            "progress": word("progress", self.lang, marked=marked, all=len(self.papers)),
            "essay": {"number": paper.number, "title": word("essay", self.lang, n=paper.number), "lang": paper.lang, "text": paper.text, "length": self._length(paper), "notes": notes},
            "criteria": criteria,
            "sum": self._sum(mine) if not compared else "",
            "compared": compared,
            "by_hand": by_hand,
            **(self._standing(sheet, held) if compared else {"standing": [], "rivals": []}),
        }

    def frame(self) -> dict:
        """What does not change while the desk is open: its title, the marker's name and the keys."""
        most = max(len(c.levels) for c in self.rubric.criteria)
        return {
            "title": word("title", self.lang) if self.task == ESSAY else word("task-title", self.lang, task=self.task),
            "exercise": self.exercise,
            "marker": word("marker", self.lang, who=self.marker),
            "keys": [{"keys": [k.format(levels=most) for k in keys], "says": says[self.lang]} for keys, says in KEYS],
        }

    def _criterion_state(self, criterion: Criterion, paper: Paper, sheet: Sheet, compared: bool, draft: str | None, own: list[dict]) -> dict:
        given = {marker: rows.get(criterion.id, {}) for marker, rows in sheet.by.items()}
        row = given.get(self.marker, {})
        if compared:  # what is shown then is the decision, and where all are of one mind there is none to make
            levels = {given[m].get("level") for m in sheet.whole(self.rubric.scale)}
            row = sheet.decided.get(criterion.id) or {"level": levels.pop() if len(levels) == 1 else None, "comment": ""}
        phrases = [{"id": None, "text": text} for text in ready(criterion.id, paper.lang)]
        phrases += [{"id": p["id"], "text": p["text"]} for p in own if p["criterion"] == criterion.id and p["lang"] == paper.lang]
        return {
            "id": criterion.id,
            "name": criterion.name[self.lang],
            "levels": [
                {
                    "points": word("points", self.lang, n=number(level.points, self.lang)),
                    "says": level.says[self.lang],
                    "by": word("gave", self.lang, who=", ".join(chose)) if (chose := [self._who(m) for m, theirs in given.items() if compared and theirs.get("level") == place]) else "",
                }
                for place, level in enumerate(criterion.levels)
            ],
            "level": row.get("level"),
            "comment": row.get("comment", ""),
            "draft": draft or "",
            "said": [word("said", self.lang, who=self._who(m), text=theirs["comment"]) for m, theirs in given.items() if compared and theirs.get("comment")],
            "decided": compared and criterion.id in sheet.decided and sheet.decided[criterion.id]["level"] is not None,
            "phrases": phrases,
        }

    def _standing(self, sheet: Sheet, held: dict[str, dict]) -> dict:
        """Where two have compared: what they make of it, and whose mark counts."""
        scale = self.rubric.scale
        rivals, differ = sheet.whole(scale), sheet.differ(scale)
        points = scale.mark(held)
        values = {"n": number(points, self.lang) if points is not None else "–", "of": number(scale.points, self.lang)}
        if not differ and not any(row["level"] is not None for row in sheet.decided.values()):
            said = word("agreed", self.lang, **values)
        elif sheet.settled(differ):
            said = word("settled", self.lang, **values)
        else:
            open_ = [self.rubric.criterion(c).name[self.lang] for c in differ if not sheet.settled([c])]
            whose = next(iter(held.values()))["marker"] if held else rivals[0]
            said = word("stands", self.lang, names=", ".join(open_), who=self._who(whose))
        takes = [word("take", self.lang, who=self._who(m), key=key) for m, key in zip(rivals, "KL")]
        return {"standing": [word("sealed", self.lang), said], "rivals": takes}

    def _sum(self, mine: dict[str, dict]) -> str:
        points = self.rubric.scale.mark(mine)
        if points is not None:
            return word("sum", self.lang, n=number(points, self.lang), of=number(self.rubric.points, self.lang))
        return word("open", self.lang, n=sum(mine.get(c.id, {}).get("level") is None for c in self.rubric.criteria))

    def _length(self, paper: Paper) -> str:
        if self.rubric.words is None:
            return ""
        least, most = self.rubric.words
        return word("short" if paper.words < least else "long" if paper.words > most else "within", self.lang, n=paper.words, least=least, most=most)

    def _who(self, marker: str) -> str:
        return word("marker-n", self.lang, n=marker) if marker.isdigit() else marker

    # -- what a marker does ------------------------------------------------------------------------------------------------------

    def do(self, what: dict) -> dict:
        """Carry out one step of the page: {"do": …, "place": where the page is, …}. Returns {"ok", "said"} and for some a "panel".

        Whatever it keeps is on the disk when this returns. It never raises: what could not be kept is said.
        """
        name = what.get("do") if isinstance(what, dict) else None
        steps = {"level": self._level, "comment": self._comment, "phrase": self._phrase, "draft": self._draft, "go": self._go, "undo": self._undo, "keep": self._keep, "drop": self._drop,
                 "agreement": self._agreement, "differences": self._differences, "look": self._look, "take": self._take, "lift": self._lift}  # fmt: skip
        if name not in steps:
            return _no("")
        if name not in ("go", "undo", "agreement", "differences", "look") and what.get("place") != self.place:
            return _no(word("moved", self.lang))
        try:
            with Gradebook(self.path) as book:
                return steps[name](book, what)
        except (CourseError, sqlite3.Error, OSError) as why:
            return _no(word("not-saved", self.lang, why=getattr(why, self.lang, "") or f"{why}."))

    def _criterion(self, what: dict) -> Criterion:
        for criterion in self.rubric.criteria:
            if criterion.id == what.get("criterion"):
                return criterion
        raise CourseError(vi="Không có tiêu chí ấy.", en="There is no such criterion.")

    def _now(self, book: Gradebook, criterion: Criterion) -> tuple[Paper, bool, dict]:
        """The open paper, whether it is compared, and what stands for a criterion: the marker's own row, or the decision."""
        paper = self.papers[self.place]
        compared = paper.student in self._compared(book)
        sheet = book.sheets(self.exercise, self.task, paper.student).get(paper.student, Sheet())
        if not compared:
            return paper, False, sheet.by.get(self.marker, {}).get(criterion.id, {})
        if criterion.id in sheet.decided:
            return paper, True, sheet.decided[criterion.id]
        held = book.rubric(paper.student, self.exercise, task=self.task).get(criterion.id, {})
        return paper, True, {"level": None if criterion.id in sheet.differ(self.rubric.scale) else held.get("level"), "comment": held.get("comment", "")}

    def _level(self, book: Gradebook, what: dict) -> dict:
        criterion, level = self._criterion(what), what.get("level")
        if level is not None and (not isinstance(level, int) or isinstance(level, bool) or not 0 <= level < len(criterion.levels)):
            return _no(word("no-level", self.lang, n=len(criterion.levels)))
        paper, compared, row = self._now(book, criterion)
        comment = row.get("comment", "")
        if compared and not row.get("id"):  # the words of whoever chose that level go with it
            sheet = book.sheets(self.exercise, self.task, paper.student)[paper.student]
            comment = next((given[criterion.id]["comment"] for given in sheet.by.values() if given.get(criterion.id, {}).get("level") == level and given[criterion.id]["comment"]), comment)
        if level != row.get("level") or compared and not row.get("id"):
            self._rate(book, paper, [self._rating(paper, criterion, level, comment)], compared)
        name = criterion.name[self.lang]
        if level is None:
            return _yes(word("cleared", self.lang, name=name))
        mine = book.sheets(self.exercise, self.task, paper.student)[paper.student].by.get(self.marker, {})
        points = self.rubric.scale.mark(mine)
        if points is not None and not compared:
            return _yes(word("whole", self.lang, n=paper.number, points=number(points, self.lang), of=number(self.rubric.points, self.lang)))
        return _yes(word("saved", self.lang, name=name, n=number(criterion.levels[level].points, self.lang)))

    def _rating(self, paper: Paper, criterion: Criterion, level: int | None, comment: str) -> Rating:
        return Rating(paper.student, criterion.id, level, criterion.levels[level].points if level is not None else None, comment)

    def _rate(self, book: Gradebook, paper: Paper, ratings: list[Rating], decides: bool) -> None:
        book.rate_all(self.exercise, ratings, self.marker, task=self.task, decides=decides, seen=paper.digest, scale=self.rubric.scale)

    def _comment(self, book: Gradebook, what: dict) -> dict:
        criterion = self._criterion(what)
        paper, compared, row = self._now(book, criterion)
        text = _written(what)
        if text != row.get("comment", ""):
            self._rate(book, paper, [self._rating(paper, criterion, row.get("level"), text)], compared)
        book.jot(self.exercise, self.task, self.marker, f"draft:{criterion.id}", "", paper.student)
        return _yes(word("commented", self.lang))

    def _phrase(self, book: Gradebook, what: dict) -> dict:
        """Add a phrase to the comment, half-written or not. Done here and not on the page, which may not have heard yet what stands."""
        criterion, added = self._criterion(what), _written(what)
        paper, _, row = self._now(book, criterion)
        before = book.jotted(self.exercise, self.task, self.marker).get((paper.student, f"draft:{criterion.id}")) or row.get("comment", "")
        return self._comment(book, {**what, "text": f"{before.strip()} {added}"})

    def _draft(self, book: Gradebook, what: dict) -> dict:
        text = what.get("text")
        book.jot(self.exercise, self.task, self.marker, f"draft:{self._criterion(what).id}", text[:LONGEST_COMMENT] if isinstance(text, str) else "", self.papers[self.place].student)
        return _yes("")

    def _go(self, book: Gradebook, what: dict) -> dict:
        to, said = what.get("to"), ""
        if to == "unmarked":
            place = self._first_open(book, 0)
            said = word("all-marked", self.lang) if place is None else ""
        elif to in ("next", "previous"):
            place = self.place + (1 if to == "next" else -1)
            if not 0 <= place < len(self.papers):
                said = word("last" if to == "next" else "first", self.lang)
                if self._first_open(book, 0) is None:
                    said += " " + word("all-marked", self.lang)
                place = None
        else:
            place = next((n for n, p in enumerate(self.papers) if p.number == to), None)
        if place is None:
            return {"ok": bool(said), "said": said}
        self._open(book, place)
        return _yes(f"{word('essay', self.lang, n=self.papers[place].number)}. {word('where', self.lang, place=place + 1, all=len(self.papers))}.")

    def _open(self, book: Gradebook, place: int) -> None:
        self.place = place
        book.jot(self.exercise, self.task, self.marker, "place", str(self.papers[place].number))

    def _first_open(self, book: Gradebook, start: int) -> int | None:
        sheets = book.sheets(self.exercise, self.task)
        open_ = (n for n, p in enumerate(self.papers) if self.rubric.scale.mark(sheets.get(p.student, Sheet()).by.get(self.marker, {})) is None)
        return next((n for n in open_ if n >= start), None)

    def _undo(self, book: Gradebook, what: dict) -> dict:
        rows = book.undo(self.exercise, self.marker, task=self.task, sealed=self._compared(book), scale=self.rubric.scale)
        if rows is None:
            return _no(word("sealed-undo", self.lang))
        if not rows:
            return _no(word("nothing-to-undo", self.lang))
        places = [n for n, p in enumerate(self.papers) if p.student == rows[0]["student"]]
        if places and places[0] != self.place:
            self._open(book, places[0])
        known = {c.id: c.name[self.lang] for c in self.rubric.criteria}
        return {**_yes(word("undone", self.lang, n=self.papers[places[0]].number if places else "–", what=", ".join(known.get(r["criterion"], "–") for r in rows))), "criterion": rows[0]["criterion"]}

    def _lift(self, book: Gradebook, what: dict) -> dict:
        student = self.papers[self.place].student
        if student in book.by_hand(self.exercise, self.task):
            book.lift(student, self.exercise, self.task, self.rubric.scale, self.marker)
        return _yes(word("lifted", self.lang))

    # -- the bank of comments ----------------------------------------------------------------------------------------------------

    def _keep(self, book: Gradebook, what: dict) -> dict:
        criterion, text = self._criterion(what), _written(what)
        if not text:
            return _no(word("empty-phrase", self.lang))
        book.keep_phrase(criterion.id, self.papers[self.place].lang, self.marker, text)
        return _yes(word("kept-phrase", self.lang))

    def _drop(self, book: Gradebook, what: dict) -> dict:
        if isinstance(what.get("phrase"), int):
            book.drop_phrase(what["phrase"], self.marker)
        return _yes(word("dropped", self.lang))

    # -- two markers --------------------------------------------------------------------------------------------------------------

    def _compared(self, book: Gradebook) -> set[str]:
        """The students whose essay two markers have laid side by side: from then on each one's own levels stay as they are."""
        return {student for student, what in book.jotted(self.exercise, self.task, "") if what == "compared"}

    def _both(self, book: Gradebook) -> dict[int, Sheet]:
        """The sheets that two or more have finished, by place."""
        sheets = book.sheets(self.exercise, self.task)
        return {n: sheets[p.student] for n, p in enumerate(self.papers) if p.student in sheets and len(sheets[p.student].whole(self.rubric.scale)) > 1}

    def _agreement(self, book: Gradebook, what: dict) -> dict:
        from .agreement import agreement

        both = self._both(book)
        others = sorted({m for sheet in both.values() for m in sheet.whole(self.rubric.scale)} - {self.marker})
        tables = []
        for other in others:
            shared = [s for s in both.values() if {self.marker, other} <= set(s.whole(self.rubric.scale))]
            if not shared:
                continue
            rows = []
            for c in self.rubric.criteria:
                mine, theirs = ([s.by[m][c.id]["level"] for s in shared] for m in (self.marker, other))
                found = agreement(mine, theirs, len(c.levels))
                same = f"{sum(a == b for a, b in zip(mine, theirs))}/{found.texts} ({number(100 * found.same, self.lang, 0)}%)"
                kappa = number(found.kappa, self.lang, 2) if found.kappa is not None else "–"
                rows.append([c.name[self.lang], same, kappa, word(f"kappa-{found.why}", self.lang, n=found.texts)])
            tables.append({"caption": word("with", self.lang, who=self._who(other), n=len(shared)), "rows": rows})
        heads = [word(f"head-{h}", self.lang) for h in ("criterion", "same", "kappa")]
        return {**_yes(""), "panel": {"kind": "agreement", "title": word("agreement", self.lang), "text": "" if tables else word("no-second", self.lang), "heads": heads, "tables": tables}}

    def _differences(self, book: Gradebook, what: dict) -> dict:
        both, compared = self._both(book), self._compared(book)
        fresh = [n for n in both if self.papers[n].student not in compared]
        panel = {"kind": "differences", "title": word("differences", self.lang), "text": "", "look": "", "list": []}
        if not both:
            panel["text"] = word("no-second", self.lang)
        elif fresh:
            panel |= {"text": word("before-opening", self.lang, n=len(both)), "look": word("look", self.lang)}
        else:
            for place, sheet in both.items():
                if differ := sheet.differ(self.rubric.scale):
                    names = ", ".join(self.rubric.criterion(c).name[self.lang] for c in differ)
                    done = word("done-settling" if sheet.settled(differ) else "waiting", self.lang)
                    panel["list"].append({"number": self.papers[place].number, "says": word("to-settle", self.lang, n=self.papers[place].number, names=names) + f" ({done})"})
            if not panel["list"]:
                panel["text"] = word("no-differences", self.lang, n=len(both))
        return {**_yes(""), "panel": panel}

    def _look(self, book: Gradebook, what: dict) -> dict:
        """Lay side by side what two have finished. This is kept, so that both markings stay what they were: independent."""
        for place in self._both(book):
            book.jot(self.exercise, self.task, "", "compared", "1", self.papers[place].student)
        return self._differences(book, what)

    def _take(self, book: Gradebook, what: dict) -> dict:
        paper = self.papers[self.place]
        sheet = book.sheets(self.exercise, self.task, paper.student).get(paper.student, Sheet())
        rivals, whose = sheet.whole(self.rubric.scale), what.get("whose")
        if paper.student not in self._compared(book) or whose not in (0, 1) or whose >= len(rivals):
            return _no("")
        theirs = sheet.by[rivals[whose]]
        self._rate(book, paper, [self._rating(paper, c, theirs[c.id]["level"], theirs[c.id]["comment"]) for c in self.rubric.criteria], True)
        return _yes(word("taken", self.lang, who=self._who(rivals[whose])))


def marker_name(said: str) -> str:
    """A marker's name as it stands in the gradebook. Raises `CourseError` for none at all."""
    name = " ".join(clean(str(said)).split())[:_LONGEST_NAME]
    if not name:
        raise CourseError(vi="Người chấm cần một tên, như --marker 2.", en="A marker needs a name, such as --marker 2.")
    return name


def _written(what: dict) -> str:
    text = what.get("text")
    return nfc(clean(text)).strip()[:LONGEST_COMMENT] if isinstance(text, str) else ""


def _yes(said: str) -> dict:
    return {"ok": True, "said": said}


def _no(said: str) -> dict:
    return {"ok": False, "said": said}

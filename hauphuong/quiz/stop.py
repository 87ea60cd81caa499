"""One stop of a lesson as a learner meets it: asks, marks, keeps each answer in the journal, and remembers.

No widget here: `view` sends what `answer` returns.
"""

from __future__ import annotations

from ..journal import Journal
from ..text import CourseError, number
from .bank import BankError, say, sources_of
from .marking import Mark, mark
from .page import Page
from .words import word

WHY_AFTER = 2  # attempts; before that a wrong answer gets its own feedback and another try


class Stop:
    """A stop of a bank in one language.

    `bank`: the whole bank as a dict; `journal`: another one than the learner's own.
    Raises `BankError` where the bank lacks the stop or a question is broken.
    """

    def __init__(self, bank: dict, stop_id: str, lang: str, journal: Journal | None = None):
        self.id, self.lang = stop_id, lang
        self.journal = journal or Journal()
        try:
            self.lesson: str = bank["lesson"]
            stop = next(s for s in bank["stops"] if s["id"] == stop_id)
            self.questions: dict[str, dict] = {q["id"]: q for q in stop["questions"]}
        except (KeyError, TypeError, StopIteration) as why:
            raise _broken(bank, stop_id, why) from None
        self.pages: dict[str, Page] = {}
        for name, question in self.questions.items():
            try:
                self.pages[name] = Page(question, lang)
            except CourseError as why:
                raise BankError(vi=f"Câu hỏi {name}: {why.vi}", en=f"Question {name}: {why.en}") from None
            except (KeyError, TypeError, AttributeError) as why:
                raise _broken(bank, name, why) from None
        self.notice = ""  # what is wrong with the journal, if anything
        self._attempts: dict[str, int] = {}
        self._last: dict[str, object] = {}  # the last answer of each question, kept or not

    def kept(self) -> dict[str, dict]:
        """A reply for every question answered before: the answer, its points and its feedback."""
        replies = {}
        for name, entry in self._read_journal().items():
            if name not in self.questions:
                continue
            self._attempts[name], self._last[name] = entry["attempt"], entry["answer"]
            try:
                marked = mark(self.questions[name], entry["answer"], self.lang)
                reply = self._reply(name, entry["answer"], marked, word("resumed", self.lang))
            except Exception:  # the question was changed since, and the old answer no longer fits
                continue
            if reply["state"] != "unread":
                replies[name] = reply
        return replies

    def answer(self, name: str, answer: object) -> dict:
        """Mark an answer (in the bank's ids), keep it, and return the reply. Raises only for an unknown question."""
        if name not in self.questions:
            raise BankError(vi=f"Chặng này không có câu hỏi “{name}”.", en=f"This stop has no question “{name}”.")
        question = self.questions[name]
        final = question["kind"] == "estimate"
        try:
            if final and name in self._last:  # the guess comes before the value is seen, so it is made once
                answer = self._last[name]
                return self._reply(name, answer, mark(question, answer, self.lang), word("kept", self.lang))
            marked = mark(question, answer, self.lang)
            if not marked.understood:
                return self._reply(name, answer, marked)
            note = self._keep(name, answer, marked)
            return self._reply(name, answer, marked, note)
        except Exception as why:  # a broken question must not leave a learner waiting
            said = str(why) if isinstance(why, CourseError) else f"{type(why).__name__}: {why}"
            failed = Mark(0, 0, False, [word("failed", self.lang, why=said)], understood=False)
            return {**self._frame(name, failed), "sources": [], "why": ""}

    def answer_from_page(self, name: str, answer: object) -> dict:
        """The same for an answer as the page sends it."""
        page = self.pages.get(name)
        return self.answer(name, page.to_bank(answer) if page else None)

    def _keep(self, name: str, answer: object, marked: Mark) -> str:
        before = self._read_journal().get(name, {}).get("attempt", 0)
        self._attempts[name] = attempt = max(before, self._attempts.get(name, 0)) + 1
        self._last[name] = answer
        try:
            self.journal.append(self.lesson, name, answer, marked.points, marked.max, attempt)
        except CourseError as why:
            return word("not-kept", self.lang, why=getattr(why, self.lang))
        return word("kept", self.lang)

    def _read_journal(self) -> dict[str, dict]:
        try:
            entries, problems = self.journal.read()
        except CourseError as why:
            self.notice = getattr(why, self.lang)
            return {}
        lines = [str(p.line) for p in problems if p.unreadable]
        named = ", ".join(lines[:5]) + ("…" if len(lines) > 5 else "")
        self.notice = word("damaged", self.lang, n=len(lines), lines=named) if lines else ""
        return {e["question"]: e for e in entries if e["lesson"] == self.lesson}

    def _reply(self, name: str, answer: object, marked: Mark, note: str = "") -> dict:
        question = self.questions[name]
        final = question["kind"] == "estimate"
        reply = self._frame(name, marked)
        told = marked.understood and (marked.right or final or self._attempts.get(name, 0) >= WHY_AFTER)
        return {
            **reply,
            "answer": self.pages[name].to_page(answer) if marked.understood else None,
            "why": say(question["why"], self.lang) if told else "",
            "sources": sources_of(question, self.lang) if told else [],
            "note": note,
            "final": final and marked.understood,
        }

    def _frame(self, name: str, marked: Mark) -> dict:
        if not marked.understood:
            state = "unread"
        elif self.questions[name]["kind"] == "estimate":
            state = "seen"
        else:
            state = "right" if marked.right else "partly" if marked.points else "wrong"
        headline = word(state, self.lang)
        attempt = self._attempts.get(name, 0)
        if marked.understood:
            points, full = number(marked.points, self.lang), number(marked.max, self.lang)
            headline += " " + word("score", self.lang, points=points, max=full, attempt=attempt)
        return {
            **{"question": name, "state": state, "headline": headline, "feedback": marked.feedback, "note": ""},
            **{"points": marked.points, "max": marked.max, "attempt": attempt, "final": False, "answer": None},
        }


def _broken(bank: object, name: str, why: Exception) -> BankError:
    lesson = bank.get("lesson", "?") if isinstance(bank, dict) else "?"
    what = f"{type(why).__name__} {why}".strip()
    return BankError(
        vi=f"{lesson}.yaml, “{name}”: thiếu hoặc sai ({what}). Hãy chạy: python -m hauphuong.quiz",
        en=f"{lesson}.yaml, “{name}”: missing or wrong ({what}). Run: python -m hauphuong.quiz",
    )

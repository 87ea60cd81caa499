"""How far a learner has come: each lesson with its question, how many quiz questions are answered, and their points."""

from __future__ import annotations

from html import escape

from .data import banks, label
from .journal import Journal
from .text import LANGUAGES, number

_HEADS = {
    "vi": ("Bài", "Câu hỏi của bài", "Đã trả lời", "Điểm"),
    "en": ("Lesson", "Its question", "Answered", "Points"),
}
_NOTE = {
    "vi": "Đọc từ nhật ký của riêng bạn (my-work/journal.jsonl). Chạy lại ô này để cập nhật.",
    "en": "Read from your own journal (my-work/journal.jsonl). Run this cell again to bring it up to date.",
}
_OF = {"vi": "trên", "en": "of"}


class Progress:
    """The table, in one language or in both side by side. A journal that cannot be read counts as empty and says so."""

    def __init__(self, *langs: str, journal: Journal | None = None):
        self.langs = langs or LANGUAGES
        entries, problems = (journal or Journal()).read()
        self.notice = "; ".join(str(p) for p in problems[:3])
        last = {(e["lesson"], e["question"]): e for e in entries}
        self.rows = []
        for name in banks.names("quizzes"):
            questions = [q for stop in banks.load("quizzes", name)["stops"] for q in stop["questions"]]
            done = [last[name, q["id"]] for q in questions if (name, q["id"]) in last]
            points, most = sum(e["points"] for e in done), sum(float(q.get("points", 1)) for q in questions)
            self.rows.append((name, len(done), len(questions), points, most))

    def _say(self, words: dict[str, str]) -> str:
        return " · ".join(words[lang] for lang in self.langs)

    def __repr__(self) -> str:
        lang = self.langs[0]
        return "\n".join(f"{name[:2]}  {done}/{asked}  {number(points, lang)}/{number(most, lang)}" for name, done, asked, points, most in self.rows)

    def _repr_html_(self) -> str:
        first = self.langs[0]
        heads = "".join(f'<th scope="col" style="text-align:left">{self._say({lang: _HEADS[lang][n] for lang in self.langs})}</th>' for n in range(4))
        body = ""
        for name, done, asked, points, most in self.rows:
            links = "<br>".join(f'<a lang="{lang}" href="{self._path(lang, name)}">{escape(label("lesson", name, lang))}</a>' for lang in self.langs)
            share = f"{done} {self._say(_OF) if len(self.langs) == 1 else '/'} {asked}"
            body += (
                f'<tr><th scope="row">{name[:2]}</th><td style="text-align:left">{links}</td>'
                f'<td style="text-align:left"><progress max="{asked}" value="{done}" aria-label="{share}"></progress> {share}</td>'
                f"<td>{number(points, first)} / {number(most, first)}</td></tr>"
            )
        said = "".join(f'<p lang="{lang}">{_NOTE[lang]}</p>' for lang in self.langs) + (f"<p>{escape(self.notice)}</p>" if self.notice else "")
        return f'<table class="hp-progress"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{said}'

    def _path(self, lang: str, name: str) -> str:
        """From the landing page (both languages) a lesson is a folder away; from another lesson it is a neighbour."""
        return f"{lang}/{name}.ipynb" if len(self.langs) > 1 else f"{name}.ipynb"

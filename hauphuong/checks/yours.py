"""Tell a student which rows are theirs: `hp.variant("exercise/task", number)` under the text of a task."""

from __future__ import annotations

from html import escape

from ..text import CourseError
from . import load, load_all, variants
from .answers import plain, shown
from .feedback import marked

_COLOUR = "#0072b2"
_WORDS = {
    "yours": {"vi": "Đề của bạn", "en": "Yours"},
    "number": {"vi": "Đề của bạn, mã số {number}", "en": "Yours, by the number {number}"},
    "nobody": {"vi": "Chưa có mã số, nên đây là đề chung", "en": "No number yet: these are the common rows"},
    "type": {
        "vi": "Hãy ghi mã số của bạn vào ô `my_number`, chạy ô ấy, rồi chạy lại ô này.",
        "en": "Put your number into the cell `my_number`, run that cell, then run this one again.",
    },
    "alike": {"vi": "Ở đây mọi người làm cùng một đề.", "en": "Here everybody has the same task."},
}


class Yours:
    """What one student is asked in an exercise, or in one task of it: `yours["per-year"]` is the variant's code."""

    def __init__(self, name: str, number, lang: str):
        exercise, _, self._task = name.partition("/")
        self.lang = lang
        specs = {self._task: load(name)} if self._task else load_all(exercise)
        self._own = {t: spec["variants"][variants.own(spec, number)] for t, spec in specs.items() if variants.codes(spec)}
        self.codes = {t: variants.own(specs[t], number) for t in self._own}
        self.known = variants.seed(number) is not None
        self._number = shown(plain(number)) if self.known else ""

    def __getitem__(self, task: str) -> str:
        if task not in self.codes:
            raise CourseError(
                vi=f"Câu “{task}” không có đề riêng. Các câu có đề riêng: {', '.join(self.codes) or '–'}.",
                en=f"The task “{task}” is the same for everybody. Those with variants: {', '.join(self.codes) or '–'}.",
            )
        return self.codes[task]

    @property
    def head(self) -> str:
        if not self._own:
            return _WORDS["alike"][self.lang]
        return _WORDS["nobody" if not self.known else "yours" if self._task else "number"][self.lang].format(number=self._number)

    @property
    def lines(self) -> list[str]:
        """Whose rows and where they are, each once; `code` stands between backticks."""
        told = dict.fromkeys(f"{own['of'][self.lang]} ({own['at'][self.lang]})" for own in self._own.values())
        return [line[0].upper() + line[1:] for line in told] + ([] if self.known or not told else [_WORDS["type"][self.lang]])

    def __repr__(self) -> str:
        return "\n".join([self.head, *self.lines])

    def _repr_html_(self) -> str:
        said = "".join(f'<p style="margin:.3em 0 0">{marked(line)}</p>' for line in self.lines)
        return f'<div class="hp-yours" role="note" lang="{self.lang}" style="border-left:.35em solid {_COLOUR};padding:.3em .9em;max-width:60em"><b>{escape(self.head, quote=False)}</b>{said}</div>'


"""What everybody had before them: the notebook as handed out, the course's own sentences, what its sources are quoted with.

Two students who both use these have not read each other. So it is taken out before anything is compared.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ...data import default
from ...text import LANGUAGES
from .wording import Grams, code_tokens, grams, words

IN_WORDS, IN_CODE = 6, 5  # words, and pieces of code, in a row that are taken for the course's own


def sentences(exercise: str) -> tuple[Grams, Grams]:
    """Runs of words of the course (lessons, tables, quizzes, checks) and of the exercise's notebook, in both languages."""
    return _course(), _notebook(exercise)


@cache
def _course() -> Grams:
    from ...editions.notebooks import LESSONS

    lessons = (said for path in sorted(LESSONS.glob("*/*.ipynb")) for _, said in _cells(path))
    return frozenset(g for said in (*lessons, *_tables(), *_banks()) for g in grams([w for w, *_ in words(said)], IN_WORDS))


@cache
def _notebook(exercise: str) -> Grams:
    from ...editions.exercises import EXERCISES, path_of

    handed_out = (said for lang in LANGUAGES for _, said in _cells(path_of(EXERCISES, exercise, lang)))
    return frozenset(g for said in handed_out for g in grams([w for w, *_ in words(said)], IN_WORDS))


@cache
def code(exercise: str) -> Grams:
    """Runs of code of the notebook as handed out and of the course's own solution: what the tasks themselves ask for."""
    return frozenset(g for source in _sources(exercise) for g in grams([t for t, *_ in code_tokens(source)], IN_CODE))


def _tables() -> Iterator[str]:
    package = default()
    for name in package.resources:
        table = package.table(name)
        for column in table.columns:
            yield from (cell for cell in table[column] if isinstance(cell, str) and " " in cell)


def _banks() -> Iterator[str]:
    """The banks as they are written: their words are wanted, not what they mean, and reading YAML takes seconds."""
    for kind in ("quizzes", "checks"):
        yield from (path.read_text(encoding="utf-8") for path in sorted((default().root / kind).glob("*.*")) if path.suffix in (".yaml", ".json"))


def _sources(exercise: str) -> Iterator[str]:
    from ...editions.exercises import EXERCISES, SOLUTIONS, path_of

    for folder in (EXERCISES, SOLUTIONS):
        for lang in LANGUAGES:
            yield from (said for kind, said in _cells(path_of(folder, exercise, lang)) if kind == "code")


def _cells(path: Path) -> list[tuple[str, str]]:
    """(kind, source) of each cell; none where an installed course has no such file."""
    if not path.is_file():
        return []
    return [(c["cell_type"], "".join(c["source"])) for c in json.loads(path.read_text(encoding="utf-8"))["cells"]]


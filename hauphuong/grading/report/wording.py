"""Texts and code as rows of words that can be compared: composed Unicode, no case, no diacritics, each word knowing where it stood."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from functools import lru_cache

from ...text import fold, nfc

Word = tuple[str, int, int]  # as compared, first character, past the last
Grams = frozenset[tuple[str, ...]]

# In Vietnamese a space parts syllables, and a syllable counts as a word. A row id or a number is one word.
_WORD = re.compile(r"[^\W_]+(?:[-–’'.,][^\W_]+)*")
# what stands in quotation marks, and what Markdown sets apart as a quotation; an unclosed mark swallows a line at most
_QUOTED = re.compile(r"“[^“”]{1,900}”|«[^«»]{1,900}»|\"[^\"\n]{1,900}\"|^\s*>.*$", re.M)


def words(said: str) -> list[Word]:
    """The words of a text in composed Unicode. Case and diacritics are left out: a keyboard slip is no rewording."""
    said = nfc(said)
    return [(_folded(m[0]), m.start(), m.end()) for m in _WORD.finditer(said)]


@lru_cache(maxsize=100_000)  # words come again and again
def _folded(word: str) -> str:
    return fold(word)


def quoted(said: str) -> list[tuple[int, int]]:
    """Where a text quotes."""
    return [m.span() for m in _QUOTED.finditer(nfc(said))]


def is_word(token: str) -> bool:
    """Whether it counts towards a passage: a number, a row id or a bracket does not."""
    return any(c.isalpha() for c in token) and not any(c.isdigit() for c in token)


def grams(tokens: list[str], length: int) -> Iterable[tuple[str, ...]]:
    """Every run of so many tokens."""
    return zip(*(tokens[k:] for k in range(length)))


# -- code --------------------------------------------------------------------------------------------------------------------


def code_tokens(source: str) -> list[Word]:
    """The pieces of a cell's code: names, numbers, strings without their quotation marks, operators, and comments word by word.

    Pygments reads broken code too. Spaces, line ends and the choice of quotation marks are left out.
    """
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, Text

    found: list[Word] = []
    for start, kind, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens_unprocessed(source):
        if kind in Comment:
            found += [(w, start + a, start + b) for w, a, b in words(value)]
        elif kind not in Text and value.strip(" \t\n'\"`;()"):
            found.append((value.strip(), start, start + len(value)))
    return found


def literals(source: str) -> list[tuple[int, int]]:
    """Where a cell only writes an answer down (`gap = 49585`, a list, a small table): the task itself decides what stands there."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    spans = []
    for part in tree.body:
        if isinstance(part, (ast.Assign, ast.AnnAssign, ast.Expr)) and part.value is not None and _is_literal(part.value):
            spans.append((_place(source, starts, part.lineno, part.col_offset), _place(source, starts, part.end_lineno, part.end_col_offset)))
    return spans


def _place(source: str, starts: list[int], line: int, column: int) -> int:
    """ast counts columns in UTF-8 bytes."""
    begun = source[starts[line - 1] : starts[line]] if line < len(starts) else ""
    return starts[line - 1] + len(begun.encode("utf-8", "replace")[:column].decode("utf-8", "ignore"))


def _is_literal(part: ast.AST) -> bool:
    try:
        ast.literal_eval(part)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True

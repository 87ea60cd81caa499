"""Passages that stand in more than one student's work, once everything is taken out that all of them had from elsewhere.

Nothing here knows who wrote first, or why two texts are alike. It finds passages for a person to read.

1. Words are taken out that were handed out, that the course says itself, that are quoted, and that many of the class share.
2. Candidate pairs: the nearest by TF-IDF of runs of letters (scikit-learn), and all that share a rare run of words.
3. Passages: difflib's matching blocks of words, joined over a changed word or two.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from ...text import nfc
from .wording import Grams, grams, is_word

NEAREST = 6  # neighbours of each text that are read word by word
COMMON_RUN = 5  # words in a row that count as shared by many, and as a rare run where few have them
GAP = 2  # words that may differ within a passage
_PIECE = 3  # words: the shortest piece of a passage
_ROUNDS = 4  # a passage may stand elsewhere in the other text, where the first look does not find it
LEAST = {"vi": 12, "en": 9, "code": 15}  # counted words, from which on a passage is shown


@dataclass
class Work:
    """One student's text. `tokens`: (as compared, first character, past the last); `least`: from how many words on a passage
    is shown; `own`: which tokens are left to compare."""

    who: str
    said: str
    tokens: list[tuple[str, int, int]]
    least: int
    own: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.own = self.own or [True] * len(self.tokens)

    @property
    def names(self) -> list[str]:
        return [t for t, *_ in self.tokens]

    @property
    def kept(self) -> int:
        """How many words are left to compare."""
        return sum(o and is_word(t) for o, t in zip(self.own, self.names))

    def hide(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take out what stands between these characters."""
        spans = list(spans)
        for n, (_, start, end) in enumerate(self.tokens):
            if any(a <= start and end <= b for a, b in spans):
                self.own[n] = False

    def hide_runs(self, runs: Grams | set, length: int) -> None:
        """Take out every run of words that is one of these."""
        for n, run in enumerate(grams(self.names, length)):
            if run in runs:
                self.own[n : n + length] = [False] * length


@dataclass(frozen=True)
class Passage:
    """So many words of one text and of another, by the places of their tokens (first, past the last)."""

    left: tuple[int, int]
    right: tuple[int, int]
    words: int


@dataclass(frozen=True)
class Pair:
    """Two students' works with the passages that stand in both. `words`: how many words these are."""

    left: Work
    right: Work
    passages: tuple[Passage, ...]

    @property
    def words(self) -> int:
        return sum(p.words for p in self.passages)


def many(count: int) -> int:
    """How many of `count` texts may share a run of words before it counts as everybody's: more than four, and more than three in twenty."""
    return max(4, math.floor(0.15 * count))


def hide_common(works: list[Work], length: int = COMMON_RUN) -> int:
    """Take out the runs of words that more than `many` share. Returns how many runs these were."""
    having = Counter(run for work in works for run in set(grams(work.names, length)))
    common = {run for run, count in having.items() if count > many(len(works))}
    for work in works:
        work.hide_runs(common, length)
    return len(common)


def pairs(works: list[Work]) -> list[Pair]:
    """Every pair with a passage, those with the most words first."""
    found = (Pair(works[a], works[b], tuple(passages(works[a], works[b]))) for a, b in sorted(candidates(works)))
    return sorted((p for p in found if p.passages), key=lambda p: (-p.words, p.left.who, p.right.who))


def candidates(works: list[Work]) -> set[tuple[int, int]]:
    """Pairs that are worth reading word by word, by their places."""
    own = [n for n, work in enumerate(works) if work.kept]
    if len(own) < 2:
        return set()
    return {tuple(sorted((own[a], own[b]))) for a, b in (*_nearest([works[n] for n in own]), *_sharing([works[n] for n in own]))}


def _nearest(works: list[Work]) -> Iterable[tuple[int, int]]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    left = [" ".join(t if o else "|" for t, o in zip(w.names, w.own)) for w in works]
    weights = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, token_pattern=None).fit_transform(left)
    near = NearestNeighbors(n_neighbors=min(NEAREST, len(works) - 1), metric="cosine").fit(weights).kneighbors(return_distance=False)
    return ((a, int(b)) for a, row in enumerate(near) for b in row)


def _sharing(works: list[Work]) -> Iterable[tuple[int, int]]:
    """Pairs with a run of words in common, which is rare now that the common ones are out."""
    having: dict[tuple, set[int]] = {}
    for n, work in enumerate(works):
        for k, run in enumerate(grams(work.names, COMMON_RUN)):
            if all(work.own[k : k + COMMON_RUN]):
                having.setdefault(run, set()).add(n)
    return (pair for sharers in having.values() if len(sharers) > 1 for pair in combinations(sorted(sharers), 2))


def passages(one: Work, other: Work) -> list[Passage]:
    """What stands in both, in the order of the first. Words that were taken out match nothing."""
    mine = [t if o else ("left", n) for n, (t, o) in enumerate(zip(one.names, one.own))]
    theirs = [t if o else ("right", n) for n, (t, o) in enumerate(zip(other.names, other.own))]
    found: list[Passage] = []
    for _ in range(_ROUNDS):
        blocks = [b for b in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks() if b.size >= _PIECE]
        fresh = [p for run in _runs(blocks) if (p := _passage(run, mine)).words >= max(one.least, other.least)]
        if not fresh:
            break
        found += fresh
        for p in fresh:
            mine[p.left[0] : p.left[1]] = [("left", n) for n in range(*p.left)]
            theirs[p.right[0] : p.right[1]] = [("right", n) for n in range(*p.right)]
    return sorted(found, key=lambda p: p.left)


def _runs(blocks: list) -> Iterable[list]:
    """Blocks that follow each other with no more than a word or two between."""
    run: list = []
    for block in blocks:
        if run and (block.a - run[-1].a - run[-1].size > GAP or block.b - run[-1].b - run[-1].size > GAP):
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _passage(run: list, mine: list) -> Passage:
    first, last = run[0], run[-1]
    count = sum(isinstance(t, str) and is_word(t) for b in run for t in mine[b.a : b.a + b.size])
    return Passage((first.a, last.a + last.size), (first.b, last.b + last.size), count)


def groups(found: list[Pair]) -> list[list[Pair]]:
    """Pairs that hang together, each group by the fewest pairs that connect it (the strongest ones): ten who share one text
    are nine pairs to read, and not forty-five."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

    if not found:
        return []
    people = list(dict.fromkeys(w.who for p in found for w in (p.left, p.right)))
    place = {who: n for n, who in enumerate(people)}
    ends = np.array([[place[p.left.who], place[p.right.who]] for p in found]).T
    costs = coo_array((np.array([1.0 / p.words for p in found]), (ends[0], ends[1])), shape=(len(people),) * 2).tocsr()
    kept = {(int(a), int(b)) for a, b in zip(*minimum_spanning_tree(costs).nonzero())}
    _, parts = connected_components(costs, directed=False)
    by: dict[int, list[Pair]] = {}
    for pair in found:
        a, b = place[pair.left.who], place[pair.right.who]
        if (a, b) in kept or (b, a) in kept:
            by.setdefault(int(parts[a]), []).append(pair)
    return sorted(by.values(), key=lambda own: -own[0].words)


def composed(said: str) -> str:
    """A text as it is compared and shown."""
    return nfc(said).replace("\r\n", "\n").replace("\r", "\n")

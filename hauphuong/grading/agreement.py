"""How far two markers agree: quadratically weighted kappa, from scikit-learn, and plain agreement beside it."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

FEW = 10  # texts; below that kappa swings with every single one


@dataclass(frozen=True)
class Agreement:
    """Of one criterion. `same`: the share of texts with the same level, from 0 to 1, None without texts; `kappa`: from −1 to 1, None where it is
    not defined; `why`: "none", "one", "constant" (both gave one and the same level), "flat" (one of them did), "few", or "" where there is nothing to warn of."""

    texts: int
    same: float | None
    kappa: float | None
    why: str = ""


def agreement(first: Sequence[int], second: Sequence[int], levels: int) -> Agreement:
    """Compare the levels (from 0, out of `levels`) that two markers gave to the same texts, in the same order.

    With one text, or where both gave all of them one and the same level, chance explains everything and kappa is not
    defined. Where only one of them never varied it is 0 by its formula, which says nothing about the markers.
    """
    texts = len(first)
    if texts == 0:
        return Agreement(0, None, None, "none")
    same = sum(a == b for a, b in zip(first, second, strict=True)) / texts
    if texts == 1:
        return Agreement(1, same, None, "one")
    flat = len(set(first)) == 1, len(set(second)) == 1
    if all(flat) and first[0] == second[0]:
        return Agreement(texts, same, None, "constant")
    from sklearn.metrics import cohen_kappa_score

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of levels that nobody used
        kappa = float(cohen_kappa_score(first, second, labels=list(range(levels)), weights="quadratic"))
    return Agreement(texts, same, kappa, "flat" if any(flat) else "few" if texts < FEW else "")

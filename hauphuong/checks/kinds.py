"""Judge an answer: one function for each kind of check.

Each looks only at the plain form of the answer (`answers.plain`), so the same judging serves a student's notebook and a
grader that has nothing but JSON from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import argument
from ..text import fold
from .answers import Plain, items, name_of, numbers, shown, single
from .expected import number
from .words import WORDS

OPEN, WRONG, PARTLY, RIGHT = "open", "wrong", "partly", "right"


@dataclass(frozen=True)
class Verdict:
    """What became of an answer.

    share   how much of the points it earns, 0 to 1
    says    what to tell the student: pairs of a text in both languages and what to fill in
    """

    share: float
    says: tuple[tuple[dict, dict], ...] = ()
    open: bool = False

    @property
    def state(self) -> str:
        return OPEN if self.open else RIGHT if self.share == 1 else PARTLY if self.share > 0 else WRONG


def judge(spec: dict, answer: Plain) -> Verdict:
    """Judge a plain answer by a check's specification. An answer that cannot even be looked at is wrong; nothing is raised for its sake."""
    if answer.get("kind") == "nothing" or answer.get("kind") == "text" and not answer["value"].strip():
        return Verdict(0, _say(WORDS["open"], spec.get("asks")), open=True)
    if answer.get("kind") == "other":
        hint = WORDS["call"] if answer.get("callable") else WORDS["other"]
        return Verdict(0, _say((hint, {"type": answer["type"]}), spec.get("asks")))
    return _KINDS[spec["kind"]](spec, answer)


def _say(*texts) -> tuple[tuple[dict, dict], ...]:
    """Texts, or (text, fills) pairs, without those that a specification does not have."""
    pairs = [t if isinstance(t, tuple) else (t, {}) for t in texts]
    return tuple(pair for pair in pairs if pair[0])


def _close(value: float, wanted: float, tolerance: float) -> bool:
    return abs(value - wanted) <= tolerance + 1e-9 * max(1.0, abs(wanted))


# -- a number ----------------------------------------------------------------------------------------------------------


def _number(spec: dict, answer: Plain) -> Verdict:
    meant, written = numbers(answer)
    if not meant:
        return Verdict(0, _say(_no_number(answer), spec.get("asks")))
    wanted, tolerance = number(spec["expect"]), float(spec.get("tolerance", 0))
    fills = {"answer": meant[0]}
    if any(_close(m, wanted, tolerance) for m in meant):
        note = {"text": WORDS["as-text"], "commas": WORDS["as-commas"]}.get(written)
        return Verdict(1, _say(spec.get("right"), note and (note, {"plain": _typed(wanted)})))
    for trap in spec.get("traps", ()):
        worth = number(trap["when"])
        if any(_close(m, worth, float(trap.get("tolerance", tolerance))) for m in meant):
            return Verdict(float(trap.get("share", 0)), _say((trap.get("says"), fills)))
    return Verdict(0, _say((_slip(meant, wanted, tolerance), fills), spec.get("wrong")))


def _slip(meant: list[float], wanted: float, tolerance: float) -> dict:
    """What most often goes wrong between a right idea and a wrong number."""
    for name, factor in (("sign", -1), ("thousand", 1000), ("thousand", 1_000_000), ("per-cent", 100), ("over-cent", 0.01)):
        if wanted and any(_close(m * factor, wanted, max(tolerance, abs(wanted) * 1e-6)) for m in meant):
            return WORDS[name]
    if wanted and any(abs(m - wanted) <= abs(wanted) * 0.01 for m in meant):
        return WORDS["near"]
    return WORDS["high"] if all(m > wanted for m in meant) else WORDS["low"]


def _no_number(answer: Plain) -> tuple[dict, dict]:
    answer = single(answer)
    if answer["kind"] == "no-number":
        return WORDS[answer["value"]], {}
    if answer["kind"] in ("list", "table"):
        return WORDS["many"], {"count": answer["length"]}
    return WORDS["no-number"], {"answer": shown(answer)}


def _typed(value: float) -> str:
    """A number as it is typed into a cell, in any language."""
    return str(int(value)) if value == int(value) else f"{value:.6g}"


# -- one of several ------------------------------------------------------------------------------------------------------


def _key(name: str) -> str:
    """Names are compared without case, diacritics, spaces and the many kinds of dash: “1961 – 1964” is 1961-1964."""
    return re.sub(r"\s*[-‐‑‒–—−_]\s*|\s+", "-", fold(name))


def _one_of(spec: dict, answer: Plain) -> Verdict:
    answer = single(answer)
    if answer["kind"] not in ("text", "number"):
        return Verdict(0, _say((WORDS["one-name"], {"options": ", ".join(spec["options"])})))
    given = _key(name_of(answer))
    for code, option in spec["options"].items():
        if given in (_key(code), *(_key(str(a)) for a in option.get("also", ()))):
            return Verdict(float(option.get("share", 0)), _say(option.get("says")))
    return Verdict(0, _say((WORDS["no-option"], {"answer": shown(answer), "options": ", ".join(spec["options"])})))


# -- a set of names ------------------------------------------------------------------------------------------------------


def _set(spec: dict, answer: Plain) -> Verdict:
    given = items(answer)
    if given is None:
        return Verdict(0, _say(WORDS["names"], spec.get("asks")))
    given, wanted = list(dict.fromkeys(map(_key, given))), {_key(i) for i in spec["expect"]}
    hits, extra = [g for g in given if g in wanted], [g for g in given if g not in wanted]
    share = max(0, len(hits) - len(extra)) / len(wanted)
    if share == 1:
        return Verdict(1, _say(spec.get("right")))
    known = {_key(code): says for code, says in spec.get("traps", {}).items()}
    said = [known[g] for g in extra if g in known]
    strange = [g for g in extra if g not in known]
    says = [(WORDS["set"], {"hits": len(hits), "wanted": len(wanted)}), *said[:3]]
    if strange:
        says.append((WORDS["strange"], {"answer": "“" + "”, “".join(s[:40] for s in strange[:3]) + "”"}))
    if len(hits) < len(wanted):
        says.append(spec.get("wrong"))
    return Verdict(share, _say(*says))


# -- a small table -------------------------------------------------------------------------------------------------------


def _table(spec: dict, answer: Plain) -> Verdict:
    """Rows are found by name, in a dict, a column with an index, or a table that has such a column."""
    rows, wanted = _rows(spec, answer), {_key(n): e for n, e in spec["rows"].items()}
    if rows is None:
        return Verdict(0, _say(WORDS["table"], spec.get("asks")))
    names = {_key(n): n for n in (*spec["rows"], *spec.get("others", ()))}
    tolerance = float(spec.get("tolerance", 0))
    right = [n for n in wanted if n in rows and _fits(rows[n], wanted[n], tolerance)]
    missing = [names[n] for n in names if n not in rows or rows[n]["kind"] == "nothing"]
    off = [names[n] for n in wanted if n not in right and names[n] not in missing]
    # a row that is asked for and only counted, never compared, still has to be there
    there = [n for n in names if n not in wanted and names[n] not in missing]
    share = (len(right) + len(there)) / len(names)
    if share == 1:
        return Verdict(1, _say(spec.get("right")))
    says = [(WORDS["rows"], {"hits": len(right), "wanted": len(wanted)})]
    says += [(WORDS["rows-missing"], {"names": ", ".join(missing)})] if missing else []
    says += [(WORDS["rows-off"], {"names": ", ".join(off)})] if off else []
    says.append(_trap_of(spec, rows, off) or (spec.get("wrong") if off else None))
    return Verdict(round(share, 6), _say(*says))


def off(spec: dict, answer: Plain) -> dict[str, Plain]:
    """The rows of a table that are there and not as they should be, by name, with what stands in them. For whoever looks at a whole class."""
    rows = _rows(spec, answer) if answer["kind"] in ("list", "table") else None
    tolerance = float(spec.get("tolerance", 0))
    there = {n: rows[_key(n)] for n in spec["rows"] if _key(n) in rows} if rows else {}
    return {n: cell for n, cell in there.items() if cell["kind"] != "nothing" and not _fits(cell, spec["rows"][n], tolerance)}


def _fits(cell: Plain, expected, tolerance: float) -> bool:
    """Whether a cell holds the number, or one of the words, that is expected."""
    if isinstance(expected, dict) and "any" in expected:
        return cell["kind"] in ("text", "number") and _key(name_of(cell)) in [_key(w) for w in expected["any"]]
    wanted = number(expected)
    return any(_close(m, wanted, tolerance) for m in numbers(cell)[0])


def _trap_of(spec: dict, rows: dict[str, Plain], off: list[str]) -> dict | None:
    for trap in spec.get("traps", ()):
        near = float(trap.get("tolerance", spec.get("tolerance", 0)))
        if any(n in off and _key(n) in rows and _fits(rows[_key(n)], e, near) for n, e in trap["rows"].items()):
            return trap["says"]
    return None


def _rows(spec: dict, answer: Plain) -> dict[str, Plain] | None:
    """Row name → its cell; None where the answer has no rows with names."""
    if answer["kind"] == "list":  # [("1955-1960", 3264.8), …]
        pairs = [i["items"] for i in answer["items"] if i["kind"] == "list" and i["length"] == 2]
        return {_key(name_of(n)): cell for n, cell in pairs} if len(pairs) == answer["length"] else None
    if answer["kind"] != "table":
        return None
    wanted = {_key(n) for n in (*spec["rows"], *spec.get("others", ()))}
    index, columns = answer["index"], list(zip(*answer["rows"])) or [()] * len(answer["columns"])
    if not wanted & set(map(_key, index)):  # the names may stand in a column, or be columns themselves
        if len(answer["rows"]) == 1 and wanted & set(map(_key, answer["columns"])):
            return {_key(n): cell for n, cell in zip(answer["columns"], answer["rows"][0])}
        named = next((c for c in columns if wanted & {_key(name_of(cell)) for cell in c}), None)
        if named is None:
            return {}
        index, columns = [name_of(cell) for cell in named], [c for c in columns if c is not named]
    words = any(isinstance(e, dict) and "any" in e for e in spec["rows"].values())
    fitting = [c for c in columns if any(cell["kind"] == "text" if words else numbers(cell)[0] for cell in c)]
    return {_key(n): cell for n, cell in zip(index, (fitting or columns or [()])[-1])}


# -- words -----------------------------------------------------------------------------------------------------------------


def _text(spec: dict, answer: Plain) -> Verdict:
    """The answer and its patterns are compared without case, diacritics and doubled spaces."""
    answer = single(answer)
    if answer["kind"] not in ("text", "number"):
        return Verdict(0, _say(WORDS["words"], spec.get("asks")))
    given = fold(name_of(answer)).strip(" .!?\"'“”‘’")
    if given == fold(spec["expect"]) or any(re.fullmatch(pattern, given) for pattern in spec.get("accept", ())):
        return Verdict(1, _say(spec.get("right")))
    for trap in spec.get("traps", ()):
        if re.search(trap["pattern"], given):
            return Verdict(float(trap.get("share", 0)), _say(trap["says"]))
    return Verdict(0, _say((WORDS["no-words"], {"answer": shown(answer)}), spec.get("wrong")))


# -- rows picked as evidence ---------------------------------------------------------------------------------------------


def _ids(spec: dict, answer: Plain) -> Verdict:
    """Rows of the data, named by id: so many of them, each in the data (and in a table that is asked for), from so many voices."""
    given = items(answer)
    if given is None or answer["kind"] == "table":
        return Verdict(0, _say(WORDS["names"], spec.get("asks")))
    given = list(dict.fromkeys(str(g).strip().casefold() for g in given))
    real = [g for g in given if g in argument.ids()]
    strange = [g for g in given if g not in real]
    good = [g for g in real if argument.ids()[g] in spec.get("tables", [argument.ids()[g]])]
    elsewhere = [g for g in real if g not in good]
    bad = len(strange) + len(elsewhere)
    voices, languages = argument.roots_of(good), argument.languages_of(good)
    share = min(1.0, max(0, len(good) - bad) / spec["least"])
    says = []
    for name in strange[:3]:
        close = argument.near(name[:100])
        says.append((WORDS["no-row"], {"id": _bare(name), "near": ", ".join(f"`{c}`" for c in close) or "–"}))
    if elsewhere:
        says.append((WORDS["other-table"], {"ids": _bare(", ".join(elsewhere[:3])), "tables": ", ".join(spec["tables"])}))
    if len(good) < spec["least"]:
        says.append((WORDS["few-rows"], {"count": len(good), "least": spec["least"]}))
    for needed, found, word in ((spec.get("voices", 0), voices, "few-voices"), (spec.get("languages", 0), languages, "few-languages")):
        if good and len(found) < needed:
            share = min(share, 0.5 + 0.5 * (len(found) - 1) / needed)
            says.append((WORDS[word], {"count": len(found), "least": needed}))
    if share == 1 and not bad:
        return Verdict(1, _say(spec.get("right")))
    return Verdict(round(min(share, 0.75) if bad else share, 6), _say(*says, spec.get("wrong")))


def _bare(name: str) -> str:
    """A name for a sentence: nothing that ends its quotation marks, and not too much of it."""
    return name.replace("`", "ʼ")[:60]


# -- a sentence or two, by its form --------------------------------------------------------------------------------------


def _prose(spec: dict, answer: Plain) -> Verdict:
    """A sentence of the student's own: so many words, and none of the forms that a trap describes. What it says is for people to judge."""
    answer = single(answer)
    if answer["kind"] != "text":
        return Verdict(0, _say(WORDS["prose"], spec.get("asks")))
    given = fold(answer["value"])
    for trap in spec.get("traps", ()):
        if re.search(trap["pattern"], given):
            return Verdict(float(trap.get("share", 0)), _say(trap["says"]))
    low, high = spec["words"]
    count = len(answer["value"].split())
    if not low <= count <= high:
        share = 0.5 if count > high else 0
        return Verdict(share, _say((WORDS["few-words" if count < low else "many-words"], {"count": count, "low": low, "high": high}), spec.get("wrong")))
    return Verdict(1, _say(spec.get("right")))


# -- a written argument ----------------------------------------------------------------------------------------------------


def _argument(spec: dict, answer: Plain) -> Verdict:
    """A text with citations: long enough, with enough rows for and against from enough voices, and nothing left to mend.

    Each of these that fails takes its part; open remarks take more the more there are.
    """
    answer = single(answer)
    if answer["kind"] != "text":
        return Verdict(0, _say(WORDS["prose"], spec.get("asks")))
    low, high = spec["words"]
    count = len(answer["value"].split())
    found = argument.review(answer["value"])
    if argument.borrowed(found) > 0.5:
        return Verdict(0, _say(WORDS["borrowed"], spec.get("asks")))
    fitting = {
        "length": low <= count <= high,
        "for": len(found.supporting) >= spec["least"],
        "against": len(found.against) >= spec["against"],
        "voices": len(argument.roots_of(found.cited)) >= spec.get("voices", 0) and len(argument.languages_of(found.cited)) >= spec.get("languages", 0),
    }
    says = []
    if not fitting["length"]:
        says.append((WORDS["few-words" if count < low else "many-words"], {"count": count, "low": low, "high": high}))
    if not fitting["for"]:
        says.append((WORDS["few-for"], {"count": len(found.supporting), "least": spec["least"]}))
    if not fitting["against"]:
        says.append((WORDS["few-against"], {"count": len(found.against), "least": spec["against"]}))
    if not fitting["voices"]:
        says.append((WORDS["few-voices"], {"count": len(argument.roots_of(found.cited)), "least": spec.get("voices", 0)}))
    says += [({"vi": "{said}", "en": "{said-en}"}, {"said": r.vi, "said-en": r.en}) for r in found.open[:4]]
    if len(found.open) > 4:
        says.append((WORDS["more-remarks"], {"count": len(found.open) - 4}))
    if not found.cited:
        return Verdict(0, _say(*says, spec.get("wrong")))
    # half for what is there, half for being free of slips; a text of a few words is neither
    whole = (sum(fitting.values()) / 4 + max(0, 4 - len(found.open)) / 4) / 2 * min(1, count / low)
    if all(fitting.values()) and not found.open:
        return Verdict(1, _say(spec.get("right")))
    return Verdict(round(min(whole, 0.9), 6), _say(*says, spec.get("wrong")))


_KINDS = {"number": _number, "one-of": _one_of, "set": _set, "table": _table, "text": _text, "ids": _ids, "prose": _prose, "argument": _argument}

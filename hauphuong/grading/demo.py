"""A synthetic class, to try the grader, the desk and the reports on: `python -m hauphuong.grading.demo FOLDER [COUNT]`.

Nobody real: S001, S002 … Right, partly right, wrong, clumsy and hostile notebooks, the same ones every time. A wrong answer is
one of the misconceptions that the exercise's checks know, so that the report has something to name.
"""

from __future__ import annotations

import copy
import csv
import json
import random
import re
import sys
from functools import cache
from pathlib import Path

from .. import data
from ..checks import expected, load
from ..data import banks
from ..data.computed import NAMES
from ..text import LANGUAGES, CourseError, number
from . import run

EXERCISE = "audit-the-tonnage"
COUNT = 40
# what a clumsy or hostile student does; everybody else just answers
CLUMSY = ("doubled", "deleted", "retyped")
HOSTILE = {
    "loops": "while True: pass",
    "exits": "import os; os._exit(0)",
    "pries": "import pathlib; print([p for p in pathlib.Path('/').rglob('keys/*.yaml')])",
}
NAMES_TO_BEAR = ("<script>alert(1)</script>", '=HYPERLINK("x";"y")', "Dấu phẩy, “ngoặc” và 'nháy'\nxuống dòng")


def _books(folder: str, lang: str) -> dict:
    from ..editions import exercises

    return json.loads(exercises.path_of(getattr(exercises, folder), EXERCISE, lang).read_text(encoding="utf-8"))


@cache
def right(lang: str) -> dict[str, str]:
    """The code that answers each answer cell, from the solution, by cell id."""
    cells = {c["id"]: "".join(c["source"]) for c in _books("SOLUTIONS", lang)["cells"] if c["id"].endswith("-answer")}
    return {name: code.split("### BEGIN SOLUTION\n")[-1].split("\n### END SOLUTION")[0] for name, code in cells.items()}


@cache
def needs(lang: str) -> dict[str, frozenset[str]]:
    """The checks whose answers the right answer of a check builds on."""
    told = run.exercise(EXERCISE).checks
    return {cell: frozenset(o for o, _, v in told if o != cell and re.search(rf"\b{v}\b", right(lang)[_answer(cell)])) for cell, _, _ in told}


def _answer(check: str) -> str:
    return check.replace("-check", "-answer")


def answered(lang: str, done: set[str]) -> dict:
    """A copy in which the checks `done` have their right answers and the others none."""
    book = copy.deepcopy(_books("EXERCISES", lang))
    for cell in book["cells"]:
        if cell["id"].endswith("-answer") and cell["id"].replace("-answer", "-check") in done:
            cell["source"] = right(lang)[cell["id"]]
    return book


def able(lang: str, ability: float, dice: random.Random) -> set[str]:
    """Which checks a student of this ability (0 to 1) answers rightly: one that builds on another only after it."""
    done: set[str] = set()
    for cell, _, _ in run.exercise(EXERCISE).checks:
        if dice.random() < ability and needs(lang)[cell] <= done:
            done.add(cell)
    return done


def misled(task: str, dice: random.Random) -> str | None:
    """Code for a wrong answer that the check knows, or None where it knows none."""
    spec = load(f"{EXERCISE}/{task}")
    kind, traps = spec["kind"], spec.get("traps", [])
    if kind == "one-of":
        return repr(dice.choice([o for o, told in spec["options"].items() if not told.get("share")]))
    if not traps:
        return None
    if kind == "number":
        return repr(round(expected.number(dice.choice(traps)["when"]), 2))
    if kind == "set":
        return repr([*spec["expect"], dice.choice(sorted(traps))])
    if kind == "table":
        trap = dice.choice(traps)
        rows = {**spec["rows"], **trap["rows"]}
        return repr({**{row: round(expected.number(value), 2) for row, value in rows.items()}, **dict.fromkeys(spec.get("others", []), 0)})
    return None


@cache
def _sentences() -> tuple[dict, dict]:
    written = banks.parse(Path(__file__).with_name("demo.yaml"))
    value = lambda name: NAMES[name][0]() if name in NAMES else data.default().find(name)[1]["value"]  # noqa: E731
    facts = {
        lang: {
            "china": number(value("share-china"), lang, 1) + "%",
            "ussr": number(value("share-ussr"), lang, 1) + "%",
            "ussr_money": number(value("am-1967-ussr"), lang, 0),
            "china_money": number(value("am-1967-china"), lang, 0),
        }
        for lang in LANGUAGES
    }
    return written, facts


def essay(lang: str, ability: float, dice: random.Random, shared: bool = False) -> str:
    """An essay of sentences that are the better, the abler its writer."""
    written, facts = _sentences()
    pick = lambda part: written[part][min(len(written[part]) - 1, int(max(0.0, dice.gauss((1 - ability) * len(written[part]), 0.7))))][lang]  # noqa: E731
    parts = [pick("claim"), pick("evidence"), written["shared"][lang] if shared else "", pick("disagreement"), pick("end")]
    return " ".join(p for p in parts if p).format(**facts[lang])


def student(place: int, count: int = COUNT) -> tuple[str, dict]:
    """(name, notebook) of the student in this place, 0 … count - 1: the abler first, the clumsy and the hostile last."""
    dice = random.Random(f"{place} of {count}")
    lang = "en" if place % 4 == 3 else "vi"
    ability = max(0.05, 1 - place / count)
    book = answered(lang, done := able(lang, ability, dice))
    cells = {c["id"]: c for c in book["cells"]}
    variables = {cell: variable for cell, _, variable in run.exercise(EXERCISE).checks}
    for cell, task, _ in run.exercise(EXERCISE).checks:
        wrong = misled(task, dice) if cell not in done and dice.random() < 0.7 else None
        if wrong is not None:
            cells[_answer(cell)]["source"] = f"{variables[cell]} = {wrong}"
    if dice.random() < 0.4 + ability:
        cells["essay"]["source"] = essay(lang, ability, dice, shared=place in (count // 4, count // 3))
    name = f"Sinh viên {place + 1}"
    odd = place - (count - len(CLUMSY) - len(HOSTILE))
    if 0 <= odd < len(CLUMSY):
        _clumsy(book, cells, CLUMSY[odd])
    elif odd >= 0:
        name = NAMES_TO_BEAR[odd - len(CLUMSY)]
        cells["gap-answer"]["source"] = list(HOSTILE.values())[odd - len(CLUMSY)]
    return name, book


def _clumsy(book: dict, cells: dict, how: str) -> None:
    if how == "doubled":
        book["cells"].insert(5, copy.deepcopy(cells["total-answer"]))
    elif how == "deleted":
        book["cells"].remove(cells["total-check"])
    else:
        cells["total-answer"]["cell_type"] = "markdown"


def write(folder: Path, count: int = COUNT) -> tuple[Path, Path]:
    """Write the class into `folder`: returns the folder of submissions and the roster (which has one more, who handed in nothing)."""
    if count < len(CLUMSY) + len(HOSTILE):
        raise CourseError(vi=f"Một lớp mẫu cần ít nhất {len(CLUMSY) + len(HOSTILE)} sinh viên.", en=f"A sample class needs at least {len(CLUMSY) + len(HOSTILE)} students.")
    inbox, roster = Path(folder) / "submissions", Path(folder) / "roster.csv"
    inbox.mkdir(parents=True, exist_ok=True)
    names = []
    for place in range(count):
        name, book = student(place, count)
        names.append((f"S{place + 1:03}", name, "AB"[place % 2]))
        (inbox / f"{EXERCISE}--S{place + 1:03}.ipynb").write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    names.append((f"S{count + 1:03}", f"Sinh viên {count + 1}", "A"))
    with roster.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("student", "name", "group"), *names])
    return inbox, roster


if __name__ == "__main__":
    try:
        inbox, roster = write(Path(sys.argv[1] if len(sys.argv) > 1 else "my-work/demo"), int(sys.argv[2]) if len(sys.argv) > 2 else COUNT)
    except CourseError as mistake:
        sys.exit(str(mistake))
    print(inbox, roster, sep="\n")

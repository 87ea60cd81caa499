"""Exercise sources -> solutions -> exercises: `python -m hauphuong.editions.exercises [NAME…]` (make exercises).

An exercise is written once, in both languages, with its answers (`solutions/source/<exercise>.yaml`). Out of it come
`solutions/<lang>/<exercise>/`, a source notebook as nbgrader knows it, run and stored with outputs; and out of that,
by nbgrader itself, the student's copy in `exercises/`. Points and hidden tests come from `solutions/keys/`.
"""

from __future__ import annotations

import json
import pprint
import sys
import tempfile
from pathlib import Path

import jsonschema
import nbformat
from nbclient.exceptions import CellExecutionError

from .. import checks
from ..data import banks
from ..text import CourseError
from . import lesson as lessons
from .lesson import Lesson, LessonError
from .notebooks import build, clean, run, store

ROOT = Path(__file__).resolve().parents[2]
SOLUTIONS, EXERCISES = ROOT / "solutions", ROOT / "exercises"
_SCHEMA = Path(__file__).with_name("exercise.schema.json")
_CHECKS_SCHEMA = Path(__file__).with_name("checks.schema.json")

_OPEN = {"vi": "None  # câu trả lời của bạn", "en": "None  # your answer"}
_WRITE = {"vi": "*Viết bài của bạn ở đây, thay cho dòng này.*", "en": "*Write your text here, in the place of this line.*"}
_ROLES = {  # nbgrader's names for what we call a role
    "locked": {"grade": False, "solution": False, "locked": True, "task": False},
    "solution": {"grade": False, "solution": True, "locked": False, "task": False},
    "check": {"grade": True, "solution": False, "locked": True, "task": False},
    "essay": {"grade": True, "solution": True, "locked": False, "task": False},
    "task": {"grade": False, "solution": False, "locked": True, "task": True},
}


class ExerciseError(LessonError):
    """Something in an exercise's source, checks or keys is wrong; the sentence names the file and the place."""


def sources(only: list[str] | None = None, folder: Path = SOLUTIONS / "source") -> list[Lesson]:
    """Every exercise source, or those named. Raises `LessonError` for an unknown name or a broken file."""
    known = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    unknown = [name for name in only or [] if name not in known]
    if unknown:
        raise ExerciseError(
            vi=f"Không có bài tập “{unknown[0]}”. Các bài tập: {', '.join(known)}.",
            en=f"There is no exercise “{unknown[0]}”. The exercises are: {', '.join(known)}.",
        )
    return [read(known[name]) for name in only or known]


def read(path: Path) -> Lesson:
    """Read one source; the code of its check cells is written here, so that no name in it can be mistyped."""
    exercise = lessons.read(path, _SCHEMA)
    cells = [{**c, "code": f'hp.check("{exercise.slug}/{c["check"]}", {c["answer"]})'} if c.get("role") == "check" else c for c in exercise.raw["cells"]]
    return Lesson(exercise.slug, path, {**exercise.raw, "cells": cells})


def bank(name: str) -> dict:
    """The open checks of an exercise with all their variants, held against their schema. Raises `ExerciseError` naming check and field."""
    raw = _valid(banks.load("checks", name), _CHECKS_SCHEMA, f"data/checks/{name}.yaml")
    each = {f"{task}-{code}": checks.variants.of(spec, code) for task, spec in raw["checks"].items() for code in checks.variants.codes(spec)}
    if each:
        _valid({**raw, "checks": each}, _CHECKS_SCHEMA, f"data/checks/{name}.yaml")
    return raw


def keys(name: str, folder: Path = SOLUTIONS / "keys") -> dict:
    """Hidden checks, points and rubric of an exercise, held against schema and bank."""
    if not (folder / f"{name}.yaml").is_file():
        raise ExerciseError(
            vi=f"Không có tệp solutions/keys/{name}.yaml: đáp án kín chỉ có trong kho nguồn của khóa học, không đi theo gói cài đặt.",
            en=f"There is no file solutions/keys/{name}.yaml: hidden keys are in the course's source only and do not travel with the package.",
        )
    secret = _valid(banks.parse(folder / f"{name}.yaml"), SOLUTIONS / "keys" / "schema.json", f"solutions/keys/{name}.yaml")
    opened = {task: spec["points"] for task, spec in bank(name)["checks"].items()}
    if secret["points"] != opened:
        differ = ", ".join(sorted(t for t in {*opened, *secret["points"]} if opened.get(t) != secret["points"].get(t)))
        raise ExerciseError(
            vi=f"solutions/keys/{name}.yaml: điểm khác với data/checks/{name}.yaml ở {differ}.",
            en=f"solutions/keys/{name}.yaml: its points differ from data/checks/{name}.yaml in {differ}.",
        )
    return secret


def _valid(raw: dict, schema: Path, file: str) -> dict:
    validator = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    wrong = jsonschema.exceptions.best_match(validator.iter_errors(raw))
    if wrong is not None:
        place = ".".join(map(str, wrong.absolute_path)) or "–"
        raise ExerciseError(vi=f"{file}, trường {place}: {wrong.message}", en=f"{file}, field {place}: {wrong.message}")
    return raw


# -- the solution ----------------------------------------------------------------------------------------------------------


def solution(exercise: Lesson, lang: str) -> nbformat.NotebookNode:
    """The source notebook in nbgrader's format, not yet run."""
    secret = keys(exercise.slug)
    book = build(exercise, lang)
    book.metadata["hauphuong"] = {"exercise": exercise.slug, "lang": lang}
    for raw, cell in zip(exercise.raw["cells"], book.cells):
        role = raw.get("role")
        cell.source = from_here(cell.source, lang)
        if role == "solution":
            cell.source = f"{raw['answer']} = {_OPEN[lang]}\n### BEGIN SOLUTION\n{cell.source}\n### END SOLUTION"
        elif role == "essay":
            cell.source = f"{_WRITE[lang]}\n\n<!-- BEGIN SOLUTION -->\n{cell.source}\n<!-- END SOLUTION -->"
            cell.metadata.pop("hauphuong", None)  # which rows the model text names would go out to the students
        elif role == "check":
            cell.source += _hidden(exercise.slug, raw, secret)
        if role:
            points = {"check": secret["points"].get(raw.get("check")), "essay": secret["essay"]["points"], "task": raw.get("points")}.get(role)
            cell.metadata["nbgrader"] = {"schema_version": 3, "grade_id": cell.id, **_ROLES[role], **({"points": points} if points else {})}
    return book


def from_here(markdown: str, lang: str) -> str:
    """Lessons name the sources page beside them; from an exercise it is three floors up and down again."""
    return markdown.replace("](sources.ipynb#", f"](../../../lessons/{lang}/sources.ipynb#")


def _hidden(name: str, raw: dict, secret: dict) -> str:
    """The hidden test of a check cell, with its numbers written out. nbgrader takes it out of the students' copy."""
    spec = secret["hidden"].get(raw["check"])
    if spec is None:
        return ""
    written = pprint.pformat(checks.frozen(spec), width=100, sort_dicts=False)
    call = f'checks.final("{name}/{raw["check"]}", {raw["answer"]}, {written})'
    return f"\n### BEGIN HIDDEN TESTS\nfrom hauphuong import checks\n{call}\n### END HIDDEN TESTS"


# -- the student's copy --------------------------------------------------------------------------------------------------


def settings():
    """nbgrader's configuration for these exercises, the one that a teacher's nbgrader reads too."""
    from traitlets.config import PyFileConfigLoader

    return PyFileConfigLoader("nbgrader_config.py", path=str(SOLUTIONS)).load_config()


def release(book: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """What a student gets: nbgrader clears answers, hidden tests and outputs, locks cells and signs them."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    with tempfile.TemporaryDirectory() as root:
        config = settings()
        config.CourseDirectory.root = root
        config.CourseDirectory.assignment_id = name
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False  # without a gradebook there is nowhere to save them
        source = Path(root, "source", name, f"{name}.ipynb")
        source.parent.mkdir(parents=True)
        nbformat.write(book, source)
        GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
        made = nbformat.read(Path(root, "release", name, f"{name}.ipynb"), as_version=4)
    clean(made)
    return made


def path_of(folder: Path, name: str, lang: str) -> Path:
    return folder / lang / name / f"{name}.ipynb"


def main(only: list[str]) -> int:
    try:
        for exercise in sources(only):
            for lang in exercise.languages:
                path = path_of(SOLUTIONS, exercise.slug, lang)
                path.parent.mkdir(parents=True, exist_ok=True)
                book = solution(exercise, lang)
                copy = release(book, exercise.slug)
                run(book, path.parent)
                for made, place in ((book, path), (copy, path_of(EXERCISES, exercise.slug, lang))):
                    print("✎" if store(made, place) else "=", place.relative_to(ROOT), flush=True)
    except CellExecutionError as why:
        print(f"{path.relative_to(ROOT)}:\n{why}", file=sys.stderr)
        return 1
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

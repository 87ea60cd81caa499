"""The exercises: made from their sources, kind when unanswered, and worth the same however they are graded."""

import ast
import copy
import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from hauphuong import checks, data, text
from hauphuong.checks.answers import plain
from hauphuong.data import banks
from hauphuong.editions import exercises
from hauphuong.editions.lesson import words

pytestmark = pytest.mark.filterwarnings("ignore:Object of type:Warning")  # nbgrader's own, about its database
SOURCES = {e.slug: e for e in exercises.sources()}
BOTH = [(name, lang) for name in SOURCES for lang in text.LANGUAGES]


def stored(folder: Path, name: str, lang: str) -> nbformat.NotebookNode:
    return nbformat.read(exercises.path_of(folder, name, lang), as_version=4)


def cells_of(name: str, role: str) -> list[dict]:
    return [c for c in SOURCES[name].raw["cells"] if c.get("role") == role]


def code(book: nbformat.NotebookNode) -> list:
    return [c for c in book.cells if c.cell_type == "code"]


def markdown(book: nbformat.NotebookNode) -> str:
    return "\n\n".join(c.source for c in book.cells if c.cell_type == "markdown")


# -- made from their sources -------------------------------------------------------------------------------------------------


def test_every_exercise_has_source_checks_and_keys():
    assert set(SOURCES) == set(banks.names("checks")) == {p.stem for p in (exercises.SOLUTIONS / "keys").glob("*.yaml")}
    for folder in (exercises.SOLUTIONS, exercises.EXERCISES):
        made = {p for lang in text.LANGUAGES for p in (folder / lang).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts}
        assert made == {exercises.path_of(folder, name, lang) for name, lang in BOTH}


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_a_solution_is_what_its_source_says(name, lang):
    """Edit solutions/source and run `make exercises`: a notebook edited by hand would lose the edit at the next build."""
    built, kept = exercises.solution(SOURCES[name], lang), stored(exercises.SOLUTIONS, name, lang)
    assert [(c.id, c.cell_type, c.source, c.metadata) for c in built.cells] == [(c.id, c.cell_type, c.source, c.metadata) for c in kept.cells]
    assert built.metadata == kept.metadata


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_an_exercise_is_what_nbgrader_makes_of_its_solution(name, lang):
    assert exercises.release(stored(exercises.SOLUTIONS, name, lang), name) == stored(exercises.EXERCISES, name, lang)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_solutions_keep_their_outputs_and_all_is_right(name, lang):
    """nbval passes a notebook without outputs and checks nothing: so it must have them."""
    points = exercises.keys(name)["points"]
    book = stored(exercises.SOLUTIONS, name, lang)
    for number, cell in enumerate(code(book), 1):
        assert cell.execution_count == number
        assert not [o for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"], cell.id
        if isinstance(ast.parse(cell.source).body[-1], ast.Expr):
            assert cell.outputs, f"{cell.id} shows nothing"
    assert {raw["check"]: earned(book)[raw["id"]] for raw in cells_of(name, "check")} == points


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_exercises_are_stored_clean(name, lang):
    book = stored(exercises.EXERCISES, name, lang)
    raw = nbformat.writes(book)
    assert all(c.execution_count is None and not c.outputs for c in code(book))
    for secret in ("SOLUTION", "HIDDEN", "checks.final"):
        assert secret not in raw
    for cell in book.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("solution") and cell.cell_type == "code":
            assert re.fullmatch(r"[a-z_]+ = None  # (your answer|câu trả lời của bạn)", cell.source)
        if nbgrader.get("solution") and cell.cell_type == "markdown":
            assert len(cell.source.splitlines()) == 1 and "hauphuong" not in cell.metadata
    for essay in cells_of(name, "essay"):
        assert essay[lang].split(".")[0][:40] not in raw


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("folder", [exercises.SOLUTIONS, exercises.EXERCISES], ids=["solutions", "exercises"])
def test_both_editions_are_one_exercise(folder, name):
    vi, en = stored(folder, name, "vi"), stored(folder, name, "en")
    for a, b in zip(vi.cells, en.cells, strict=True):
        mine, theirs = copy.deepcopy(a.metadata.get("nbgrader", {})), copy.deepcopy(b.metadata.get("nbgrader", {}))
        assert bool(mine.pop("checksum", "")) == bool(theirs.pop("checksum", ""))
        assert (a.id, a.cell_type, mine) == (b.id, b.cell_type, theirs)
        cites = [c.metadata.get("hauphuong", {}).get("cites") for c in (a, b)]
        named = [list(c.metadata.get("hauphuong", {}).get("values", {})) for c in (a, b)]
        assert cites[0] == cites[1] and named[0] == named[1], a.id
        if a.cell_type == "code":
            assert re.sub(r"import vi\b|_vi\b|câu trả lời của bạn", "L", a.source) == re.sub(r"import en\b|_en\b|your answer", "L", b.source), a.id


@pytest.mark.parametrize(("name", "lang"), BOTH)
@pytest.mark.parametrize("folder", [exercises.SOLUTIONS, exercises.EXERCISES], ids=["solutions", "exercises"])
def test_nbgrader_accepts_the_metadata(folder, name, lang):
    from nbgrader.nbgraderformat import MetadataValidator

    book = stored(folder, name, lang)
    MetadataValidator().validate_nb(book)
    nbformat.validate(book)
    grades = [c.metadata.nbgrader for c in book.cells if c.metadata.get("nbgrader", {}).get("grade")]
    assert sum(g["points"] for g in grades) == 10
    assert sum(g["points"] for g in grades if g["solution"]) == 4
    assert 5 <= sum(not g["solution"] for g in grades) <= 8
    for cell in book.cells:
        if "nbgrader" in cell.metadata:
            assert cell.metadata.nbgrader["grade_id"] == cell.id
    assert book.metadata.kernelspec == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert "version" not in book.metadata.language_info


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_an_exercise_can_be_read_and_done_without_programming(name, lang):
    book = stored(exercises.EXERCISES, name, lang)
    levels = [len(m) for m in re.findall(r"^(#+) ", markdown(book), re.M)]
    assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in zip(levels, levels[1:]))
    assert len([c for c in code(book) if re.search(r"^\s*(from|import) ", c.source, re.M)]) == 1
    for cell in code(book):
        assert len(cell.source.splitlines()) <= 3, cell.id
        assert not re.search(r"^[%!]|input\(|\bOut\[|https?://", cell.source, re.M), cell.id
    for cell in book.cells:
        if cell.cell_type == "markdown":
            assert words(cell.source) <= (200 if lang == "vi" else 160), cell.id
    weak = {k for k, told in data._sources().items() if told["weak"]}
    for called, key in re.findall(r"\[([^\]]+)\]\([^)]*sources\.ipynb#cell-id=src-([a-z0-9-]+)\)", markdown(book)):
        assert ("○" in called) == (key in weak), called


@pytest.mark.parametrize(("name", "lang"), BOTH)
@pytest.mark.parametrize("folder", [exercises.SOLUTIONS, exercises.EXERCISES], ids=["solutions", "exercises"])
def test_links_lead_somewhere(folder, name, lang):
    path = exercises.path_of(folder, name, lang)
    keys = set(data.default().table("sources")["key"])
    for target in re.findall(r"\]\(([^)\s]+)\)", markdown(stored(folder, name, lang))):
        place, _, anchor = target.partition("#")
        assert (path.parent / place).is_file(), target
        assert not anchor or anchor.startswith("cell-id=src-") and anchor[12:] in keys, target


@pytest.mark.parametrize("name", SOURCES)
def test_quantities_are_what_the_data_say(name):
    for lang in text.LANGUAGES:
        for cell in SOURCES[name].cells(lang):
            for row, written in cell.values.items():
                assert data.value(row, lang) == written


# -- keys and rubric ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOURCES)
def test_keys_are_sound(name):
    secret = exercises.keys(name)
    assert secret["exercise"] == name
    assert sum(secret["points"].values()) == 6 and secret["essay"]["points"] == 4
    assert [c["id"] for c in cells_of(name, "essay")] == [secret["essay"]["cell"]]
    assert {c["check"] for c in cells_of(name, "check")} == set(secret["points"])
    assert len(secret["essay"]["criteria"]) == 4
    for criterion in secret["essay"]["criteria"]:
        scale = [level["points"] for level in criterion["levels"]]
        assert len(scale) == 4 and scale == sorted(set(scale)) and scale[0] == 0
    assert sum(c["levels"][-1]["points"] for c in secret["essay"]["criteria"]) == secret["essay"]["points"]


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_the_model_essay_keeps_to_its_own_rule(name, lang):
    low, high = exercises.keys(name)["essay"]["words"]
    (essay,) = [c for c in SOURCES[name].cells(lang) if c.id == "essay"]
    assert low <= words(essay.text) <= high


@pytest.mark.parametrize("name", SOURCES)
def test_hidden_tests_are_the_keys(name):
    """What nbgrader runs is written from the keys, with today's data in it."""
    hidden = exercises.keys(name)["hidden"]
    assert hidden
    for lang in text.LANGUAGES:
        book = {c.id: c.source for c in stored(exercises.SOLUTIONS, name, lang).cells}
        for raw in cells_of(name, "check"):
            found = re.search(r"### BEGIN HIDDEN TESTS\n.*?checks\.final\((.*)\)\n### END HIDDEN TESTS", book[raw["id"]], re.S)
            if raw["check"] not in hidden:
                assert found is None
                continue
            place, answer, spec = ast.parse(f"f({found[1]})", mode="eval").body.args
            assert (ast.literal_eval(place), answer.id) == (f"{name}/{raw['check']}", raw["answer"])
            assert ast.literal_eval(spec) == checks.frozen(hidden[raw["check"]])


# -- the same points however they are graded ---------------------------------------------------------------------------------

# answers of a student who has done half of it, some of it well; what is not here is left unanswered
HALF = {
    "audit-the-tonnage": {
        "total": "2362581",
        "odd_period": '"1965-1968"',
        "gap": "-352",
        "weapons": '"649.246"',
        "totals": '{"wiki": 2362581, "nhandan": 2362682, "donors": 2362581}',
        "same_paper": '["bbc-vietnamese-2006", "wiki-vi-aid-north"]',
    },
    "count-the-advisers": {
        "present": "413 + 44 + 18",
        "kinds": '{"475": "flow", "1000": "stock", "2266": "flow"}',
        "own_sum": "6359",
        "meaning": '"b"',
        "repeats": '["voltaire-2005", "khyupenen-2005", "cyrillitsa"]',
        "spoke": '{"ussr": 1966, "china": 1989, "dprk": 2001, "cuba": 2005}',
    },
    "geneva-bargain": {
        "days": "73",
        "chairs": '{"eden": 6, "molotov": 6, "unknown": 7}',
        "order": '"cbdae"',
        "offered": '["of-1954-06-26-france-18", "of-1954-07-13-drv-16", "of-1954-07-14-france-16-18"]',
        "moved": '{"drv": 3, "france": 1, "nearer": "Pháp"}',
        "months": '{"drv": 6, "china": 24, "final": 12}',
        "memoir": '{"wrong": "of-1954-05-france-17-khrushchev", "proof": "ge-1954-07-13-dong-sixteenth"}',
    },
    "recognition-race": {
        "first_four": '{1: "china", 2: "ussr", 3: "czechoslovakia", 4: "dprk"}',
        "fifth": '["romania"]',
        "by_month": '{"drv_jan": 3, "drv_feb": 15, "baodai_jan": 0, "baodai_feb": 12}',
        "rivals": "12",
        "waits": '{"1": 30, "11": 20, "14": 16}',
        "axis": '{"albania": "a", "yugoslavia": "B", "usa": "A", "thailand": "B", "new-zealand": "B", "holy-see": "C", "australia": "C"}',
        "backing": '{"A": "cia-19500223", "B": "difp-ireland", "C": "defnat-1950", "D": "không", "E": "viwiki-sov"}',
    },
}
# one who satisfied the open checks and went no further: the hidden ones take away
LAZY = {
    "audit-the-tonnage": {"per_year": '{"1965-1968": 42699.5, "1973-1975": 206784.7, "1955-1960": 0, "1961-1964": 0, "1969-1972": 0}'},
    "count-the-advisers": {"spoke": '{"ussr": 1989, "cuba": 2005, "china": 0, "dprk": 2001}'},
    "geneva-bargain": {
        "papers": '{"of-1954-06-26-drv-16": "china", "of-1954-07-05-drv-6": "drv", "of-1954-07-13-drv-16": "usa", "of-1954-07-15-france-neither": "france"}'
    },
    "recognition-race": {"by_month": '{"drv_jan": 0, "drv_feb": 10, "baodai_jan": 9, "baodai_feb": 2}'},
}
POINTS = {
    "audit-the-tonnage": {
        "solved": {"total": 0.5, "odd-period": 0.5, "gap": 0.5, "misprint": 0.5, "totals": 1.0, "share": 1.0, "per-year": 1.0, "same-paper": 1.0},
        "half": {"total": 0.5, "odd-period": 0.0, "gap": 0.25, "misprint": 0.25, "totals": 0.67, "share": 0.0, "per-year": 0.0, "same-paper": 0.67},
    },
    "count-the-advisers": {
        "solved": {"present": 0.5, "stock": 1.0, "own-sum": 0.5, "what": 0.5, "repeats": 1.5, "deaths": 0.5, "abroad": 0.5, "spoke": 1.0},
        "half": {"present": 0.5, "stock": 0.67, "own-sum": 0.0, "what": 0.5, "repeats": 0.5, "deaths": 0.0, "abroad": 0.0, "spoke": 0.75},
    },
    "geneva-bargain": {
        "solved": {"days": 0.5, "chairs": 0.5, "order": 0.5, "offered": 1.0, "moved": 1.0, "elections": 0.5, "memoir": 1.0, "papers": 1.0},
        "half": {"days": 0.25, "chairs": 0.33, "order": 0.0, "offered": 0.33, "moved": 0.67, "elections": 0.33, "memoir": 0.5, "papers": 0.0},
    },
    "recognition-race": {
        "solved": {"first-four": 0.5, "fifth": 0.5, "by-month": 1.0, "rivals": 0.5, "waits": 1.0, "axis": 1.0, "answer-day": 0.5, "backing": 1.0},
        "half": {"first-four": 0.25, "fifth": 0.17, "by-month": 0.5, "rivals": 0.0, "waits": 0.33, "axis": 0.86, "answer-day": 0.0, "backing": 0.8},
    },
}
TOTAL = {
    "audit-the-tonnage": {"solved": 6.0, "half": 2.34, "untouched": 0.0},
    "count-the-advisers": {"solved": 6.0, "half": 2.92, "untouched": 0.0},
    "geneva-bargain": {"solved": 6.0, "half": 2.41, "untouched": 0.0},
    "recognition-race": {"solved": 6.0, "half": 2.91, "untouched": 0.0},
}
TAKEN = {  # of the lazy answer: open check, with the hidden one
    "audit-the-tonnage": (1.0, 0.4),
    "count-the-advisers": (1.0, 0.75),
    "geneva-bargain": (1.0, 0.5),
    "recognition-race": (1.0, 0.5),
}


def table(name: str, who: str) -> dict[str, float]:
    """The points of each check cell."""
    row = POINTS[name].get(who) or dict.fromkeys(POINTS[name]["solved"], 0.0)
    return {f"{cell}-check": worth for cell, worth in row.items()}


def answered(name: str, lang: str, who: str) -> nbformat.NotebookNode:
    """A student's copy with that student's answers typed in."""
    book = stored(exercises.EXERCISES, name, lang)
    for raw in cells_of(name, "solution"):
        typed = {"solved": raw["code"], "half": HALF[name].get(raw["answer"]), "lazy": LAZY[name].get(raw["answer"]), "untouched": None}[who]
        if typed:
            cell = next(c for c in book.cells if c.id == raw["id"])
            cell.source = typed if who == "solved" else f"{raw['answer']} = {typed}"
    return book


def earned(book: nbformat.NotebookNode) -> dict[str, float]:
    """What the check cells of a notebook that was run show as points."""
    shown = {}
    for cell in code(book):
        if cell.metadata.get("nbgrader", {}).get("grade"):
            (result,) = [o.data["text/plain"] for o in cell.outputs if o.output_type == "execute_result"]
            shown[cell.id] = float(result)
    return shown


def run(book: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    NotebookClient(book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    return book


@pytest.mark.parametrize("name", SOURCES)
def test_the_table_adds_up(name):
    for who, total in TOTAL[name].items():
        assert round(sum(table(name, who).values()), 2) == total
    assert table(name, "solved") == {raw["id"]: exercises.keys(name)["points"][raw["check"]] for raw in cells_of(name, "check")}


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_an_unanswered_exercise_runs_and_says_kindly_what_is_open(name, lang, tmp_path):
    book = run(stored(exercises.EXERCISES, name, lang), tmp_path)
    assert earned(book) == table(name, "untouched")
    for cell in code(book):
        assert not [o for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"], cell.id
        if cell.metadata.get("nbgrader", {}).get("grade"):
            (feedback,) = [o.data["text/plain"] for o in cell.outputs if o.output_type == "display_data"]
            assert feedback.startswith({"vi": "○ Chưa trả lời", "en": "○ Not answered yet"}[lang])
            assert len(feedback.splitlines()) == 3  # what is open, and what is wanted


@pytest.fixture(scope="module", params=SOURCES)
def graded(request, tmp_path_factory):
    """The real thing, in one language each: an exercise, its language, and nbgrader's points by student and cell."""
    lang = text.LANGUAGES[list(SOURCES).index(request.param) % 2]
    return request.param, lang, grade(tmp_path_factory.mktemp("course"), request.param, lang, exercises.settings())


STUDENTS = ("half", "lazy", "solved", "untouched")


def grade(course: Path, name: str, lang: str, config) -> dict[str, dict[str, float]]:
    """nbgrader releases an exercise, four students hand in the copy that we ship, nbgrader grades them."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import Autograde, GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    config.CourseDirectory.root = str(course)
    config.CourseDirectory.db_url = f"sqlite:///{course / 'gradebook.db'}"
    config.CourseDirectory.assignment_id = name

    def put(book, *place: str) -> None:
        path = course.joinpath(*place, name, f"{name}.ipynb")
        path.parent.mkdir(parents=True)
        nbformat.write(book, path)

    put(stored(exercises.SOLUTIONS, name, lang), "source")
    for who in STUDENTS:
        put(answered(name, lang, who), "submitted", who)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.path.dirname(sys.executable) + os.pathsep + os.environ.get("PATH", ""))  # nbgrader calls alembic by name
        GenerateAssignment(coursedir=CourseDirectory(config=config), config=config).start()
        Autograde(coursedir=CourseDirectory(config=config), config=config).start()
    with Gradebook(config.CourseDirectory.db_url) as book:
        return {who: {g.name: g.auto_score for g in book.find_submission_notebook(name, name, who).grades} for who in STUDENTS}


@pytest.mark.parametrize("who", ["solved", "half", "untouched"])
def test_check_and_nbgrader_and_the_table_agree(graded, who, tmp_path):
    name, lang, scores = graded
    shown = earned(run(answered(name, lang, who), tmp_path))
    by_nbgrader = {cell: score for cell, score in scores[who].items() if cell != "essay"}
    assert shown == by_nbgrader == table(name, who)
    assert round(sum(shown.values()), 2) == TOTAL[name][who]
    assert scores[who]["essay"] == 0  # nobody wrote one, and nbgrader sees that


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_nbgrader_without_our_settings_gives_the_same_points(name, lang, tmp_path):
    """A teacher who only copies the solution into a course of theirs grades the same."""
    from traitlets.config import Config

    scores = grade(tmp_path, name, lang, Config())
    for who in ("solved", "half", "untouched"):
        assert {cell: score for cell, score in scores[who].items() if cell != "essay"} == table(name, who)
    (raw,) = [c for c in cells_of(name, "check") if c["answer"] in LAZY[name]]
    assert scores["lazy"][raw["id"]] == TAKEN[name][1]


def test_hidden_checks_take_away_in_nbgrader_what_they_take_away_here(graded, tmp_path):
    """One who only satisfied the open check is told so by it, and earns less; from the keys a scorer outside comes to the same."""
    name, lang, scores = graded
    (raw,) = [c for c in cells_of(name, "check") if c["answer"] in LAZY[name]]
    answer = ast.literal_eval(LAZY[name][raw["answer"]])
    outside = checks.final(f"{name}/{raw['check']}", plain(answer), exercises.keys(name)["hidden"][raw["check"]])
    shown = earned(run(answered(name, lang, "lazy"), tmp_path))[raw["id"]]
    assert (shown, scores["lazy"][raw["id"]]) == (shown, outside) == TAKEN[name]


# -- broken sources ----------------------------------------------------------------------------------------------------------

GOOD = "title: {vi: Bài, en: Exercise}\nlesson: 06-aid-in-tonnes\nminutes: 10\ncells:\n- {id: one, vi: Chữ, en: Text}\n"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (GOOD.replace("minutes: 10\n", ""), ["minutes"]),
        (GOOD + "- {id: two, role: solution, code: x = 1}\n", ["two"]),
        (GOOD + "- {id: two, role: check, answer: x}\n", ["two"]),
        (GOOD + "- {id: two, role: exam, vi: Chữ, en: Text}\n", ["two", "role"]),
        (GOOD + "- {id: one, vi: Chữ, en: Text}\n", ["one", "two cells"]),
    ],
)
def test_a_broken_source_names_file_and_cell(tmp_path, monkeypatch, content, named):
    monkeypatch.setattr(text, "_chosen", "en")
    path = tmp_path / "new-exercise.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(exercises.LessonError) as caught:
        exercises.read(path)
    for word in ("new-exercise.yaml", *named):
        assert word in str(caught.value), str(caught.value)


def test_points_that_differ_are_named(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    other = copy.deepcopy(banks.load("checks", "audit-the-tonnage"))
    other["checks"]["gap"]["points"] = 2
    monkeypatch.setattr(banks, "load", lambda *_: other)
    with pytest.raises(exercises.ExerciseError, match="differ .* in gap"):
        exercises.keys("audit-the-tonnage")


def test_the_builder_names_an_unknown_exercise(capsys, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    assert exercises.main(["audit-the-weather"]) == 1
    assert "audit-the-weather" in capsys.readouterr().err

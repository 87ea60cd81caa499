"""The commands that the README and the docs tell people to run, and the table of how each is proved.

    Run      it is run here, in a folder with a small class (tests/test_docs.py says where)
    Proved   it takes minutes, root or another system: another test runs what it runs, and is named; or only its form is seen to

A command that no line of the table fits fails the tests: so nobody can write one down without saying how it is proved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "deploy").rglob("README.md")), ROOT / "benchmarks" / "README.md"]
_PROGRAMS = r"make|hauphuong|python3?|\.venv/bin/[\w-]+|pip|sudo|dask|conda|jupyter|py|npm|helm"
_FENCE = re.compile(r"^( *)```([\w-]*)\n(.*?)^\1```", re.S | re.M)


@dataclass(frozen=True)
class Command:
    """One command: where it stands, and its words as a reader would type them."""

    doc: str
    text: str
    fenced: bool

    def __str__(self) -> str:
        return f"{self.doc}: {self.text}"


def commands(text: str, doc: str = "") -> list[Command]:
    """Every line of the fenced `sh` and `bat` blocks, and every inline code that begins with a program's name."""
    found = []
    for block in _FENCE.finditer(text):
        if block[2] in ("sh", "bat"):
            lines = (re.sub(r"\s+#\s.*", "", line).strip() for line in block[3].splitlines())
            found += [Command(doc, line, True) for line in lines if line and not line.startswith("# ")]
    prose = _FENCE.sub("", text)
    found += [Command(doc, code, False) for code in re.findall(r"`([^`\n]+)`", prose) if re.match(rf"(?:\w+=\S+ )*(?:{_PROGRAMS})(?: |$)", code)]
    return found


def every() -> list[Command]:
    """All of them; a command that stands twice in one document is there once."""
    return list(dict.fromkeys(c for path in DOCS for c in commands(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())))


@dataclass(frozen=True)
class Proved:
    """`by`: tests that run what the command runs ("file::test"), or nothing where it cannot be had here. `why` it is not run here."""

    why: str
    by: tuple[str, ...] = ()


RUN = object()  # run here

_SETS_UP = ("tests/test_bootstrap.py::test_the_second_time_nothing_is_installed", "tests/test_bootstrap.py::test_test_adds_to_lab_and_lab_never_goes_back")
_HUB = ("tests/test_hub.py::test_a_class_logs_in_learns_hands_in_and_nobody_reads_anothers",)
_ENVIRONMENT = ("tests/test_dependencies.py::test_environment_agrees_with_the_lock_and_holds_nothing_more",)

# what each target of the Makefile does at length, by the tests that run its recipe; that the target exists and leads to
# modules that are there is seen to by `make -n`
TARGETS = {
    "lab": Proved("it installs and stays open", (*_SETS_UP, "tests/browser/test_lab.py::test_it_runs_to_the_end")),
    "test": Proved("it is what runs this very test"),
    "test-all": Proved("it is what runs this very test"),
    "bench": Proved("half an hour; before it prints a ratio each benchmark compares its results itself"),
    "bench-lessons": Proved("minutes; it compares its results itself"),
    "bench-kernels": Proved("minutes; it compares its results itself", ("tests/test_fastkernel.py::",)),
    "bench-grading": Proved("a quarter of an hour; it compares every mark itself"),
    "bench-lite": Proved("minutes", ("tests/browser/test_lite_in_browser.py::test_every_page_runs_to_its_last_cell",)),
    "lessons": Proved("it runs every lesson", ("tests/test_lessons.py::test_a_notebook_is_what_its_source_says",)),
    "exercises": Proved("it runs every solution", ("tests/test_exercises.py::test_an_exercise_is_what_nbgrader_makes_of_its_solution",)),
    "pictures": Proved("it draws", ("tests/test_pictures.py::test_pictures_are_up_to_date",)),
    "site": Proved("a minute", ("tests/test_site.py::test_every_lesson_is_there_in_both_languages",)),
    "lite": Proved("minutes, and packages from the registries", ("tests/browser/test_lite_in_browser.py::test_every_page_runs_to_its_last_cell", "tests/test_lite.py::test_every_notebook_and_table_stands_where_the_links_look")),
    "handouts": Proved("it prints", ("tests/test_handouts.py::test_printed",)),
    "offline-kit": Proved("it fetches packages for three systems", ("tests/test_kit.py::test_the_kit_installs_and_opens_a_lesson_with_the_network_cut",)),
    "grade-demo": Proved("it opens a browser and JupyterLab", ("tests/test_docs.py::test_the_sample_class_from_one_command", "tests/test_demo.py::test_the_class_is_graded_and_nobody_harms_another")),
    "hub": Proved("it must be root and stays open", _HUB),
    "lock": Proved("it asks the package index for every version", ("tests/test_dependencies.py::test_every_declared_dependency_is_in_its_lock",)),
    "help": RUN,
}

# the first line that fits a whole command
TABLE: list[tuple[str, object]] = [
    (r"hauphuong(?: --lang en)? grade /srv/.*|sudo .venv/bin/hauphuong(?: --lang en)? grade /srv/.*", Proved("the folder is the server's", _HUB)),
    (r"hauphuong(?: --lang en)? grade .* --scheduler tcp://.*", Proved("it needs other machines", ("tests/test_cluster.py::test_the_same_marks_as_on_one_machine_and_nothing_but_cells_goes_out", "tests/test_cluster.py::test_two_machines_one_killed_half_way"))),
    (r"hauphuong", RUN),
    (r"hauphuong(?: --lang en)? (?:grade|export|journals|release|feedback|mark|report)(?: .*)?", RUN),
    (r"(?:\.venv/bin/)?python -m (?:hauphuong\.|pytest ).*", RUN),
    (r"dask (?:scheduler|worker tcp://\S+)", Proved("they stay open", ("tests/test_cluster.py::test_two_machines_one_killed_half_way",))),
    (r'pip install "hauphuong\[[\w,]+\]"', Proved("it asks the package index; that the extras exist is seen to below", ("tests/test_wheel.py::test_the_wheel_has_all_the_data_and_no_keys", "tests/test_dependencies.py::test_every_declared_dependency_is_in_its_lock"))),
    (r"sudo apt install (?:bubblewrap|npm|chromium)", Proved("it installs for the whole machine; .ci/run installs bubblewrap and Chromium in each fresh clone")),
    (r"sudo chmod -R go= /srv/course/solutions", Proved("it changes the server's own folder")),
    (r"\. \.venv/bin/activate", Proved("Python's own; it belongs to the reader's shell", _SETS_UP)),
    (r"sudo \.venv/bin/python deploy/hub/classroom\.py(?: --reset)? \S+", Proved("root, and the server's folder", (*_HUB, "tests/test_hub.py::test_each_student_gets_a_number_and_a_password_once", "tests/test_hub.py::test_a_lost_password_is_replaced_and_no_number_is_given_twice"))),
    (r"sudo \.venv/bin/python deploy/hub/collect\.py", Proved("root, and the server's folder", (*_HUB, "tests/test_hub.py::test_collecting_follows_no_link_and_believes_no_students_clock"))),
    (r"sudo HAUPHUONG_BIND=\S+ HAUPHUONG_TEACHERS=\w+ make hub", TARGETS["hub"]),
    (r"py scripts\\bootstrap\.py lab", Proved("Windows", _SETS_UP)),
    (r"(?:\.venv\\Scripts\\)?jupyter lab --LabApp\.default_url=/lab/tree/lessons/index\.ipynb", Proved("it stays open; the same flags open it in every browser test", ("tests/browser/test_lab.py::test_it_runs_to_the_end",))),
    (r"conda (?:env create -f environment\.yml|activate hauphuong)", Proved("conda and its channels", _ENVIRONMENT)),
]


def target(text: str) -> str | None:
    """The target of a `make` command, "help" where it names none; None where the command is not make's."""
    words = [w for w in text.split() if not re.match(r"\w+=", w)]
    return (words[1] if len(words) > 1 else "help") if words and words[0] == "make" else None


def how(text: str) -> object:
    """`RUN`, a `Proved`, or None where nobody has said how."""
    if target(text) is not None:
        return TARGETS.get(target(text))
    return next((told for pattern, told in TABLE if re.fullmatch(pattern, text)), None)

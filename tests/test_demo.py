"""The synthetic class: the same every time, and each wrong answer one that the checks have a word for."""

import json
import random
import shutil
import sys

import pytest

from hauphuong import text
from hauphuong.checks import judge, load, plain
from hauphuong.grading import demo, intake, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.sandbox import Runner


def test_the_class_is_the_same_every_time(tmp_path):
    first, _ = demo.write(tmp_path / "a", 8)
    second, _ = demo.write(tmp_path / "b", 8)
    assert [p.read_bytes() for p in sorted(first.iterdir())] == [p.read_bytes() for p in sorted(second.iterdir())]
    assert len({p.read_bytes() for p in first.iterdir()}) == 8


@pytest.mark.parametrize("task", [t for _, t, _ in run.exercise(demo.EXERCISE).checks])
def test_a_wrong_answer_is_one_that_the_check_knows(task):
    spec, seen = load(f"{demo.EXERCISE}/{task}"), set()
    for number in range(10):
        code = demo.misled(task, random.Random(number))
        verdict = judge(spec, plain(eval(code)))
        assert verdict.share < 1, code
        seen.add(json.dumps([said for said, _ in verdict.says], sort_keys=True))
    general = json.dumps([spec["wrong"]], sort_keys=True) if "wrong" in spec else ""
    assert seen - {general}, "it earned nothing but the general sentence"


def test_a_class_must_hold_its_clumsy_and_hostile_ones(tmp_path):
    with pytest.raises(text.CourseError):
        demo.write(tmp_path, 5)


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_the_class_is_graded_and_nobody_harms_another(tmp_path):
    if shutil.which("bwrap") is None:
        pytest.fail("bubblewrap is missing: sudo apt install bubblewrap", pytrace=False)
    inbox, roster = demo.write(tmp_path, 9)
    with Gradebook(tmp_path / "gradebook.db") as book, Runner(2) as runner:
        book.roster(roster)
        run.grade(intake.find(inbox), book, runner)
        results = {r.student: r for r in book.results()}
        marks = {a["student"]: {m["task"]: m["points"] for m in book.marks(a["id"])} for a in book.attempts()}
    assert len(results) == 9 and results["S001"].points == 6.0
    assert [results[f"S00{n}"].outcome for n in range(1, 8)] == ["graded"] * 7
    assert results["S008"].outcome == "partly" and results["S008"].name == demo.NAMES_TO_BEAR[1]
    for place in range(3):  # before the clumsy ones: what they answered rightly is what they have points for
        dice = random.Random(f"{place} of 9")
        done = demo.able("vi", 1 - place / 9, dice)
        for cell, task, _ in run.exercise(demo.EXERCISE).checks:
            full = run.exercise(demo.EXERCISE).keys["points"][task]
            assert (marks[f"S{place + 1:03}"][task] == full) == (cell in done)

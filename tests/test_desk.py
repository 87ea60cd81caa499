"""The rubric desk without a browser: what a marker does is kept at once, names stay hidden, two markers stay blind until both are through."""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from hauphuong import text
from hauphuong.commands import opening
from hauphuong.commands.mark import mark
from hauphuong.grading import score
from hauphuong.grading.agreement import agreement
from hauphuong.grading.desk import Desk, marker_name
from hauphuong.grading.desk_notebook import write_desk
from hauphuong.grading.desk_words import KEYS, WORDS
from hauphuong.grading.gradebook import VERSION, Gradebook
from hauphuong.grading.papers import MASK, clean, count_words, masked, rubric
from hauphuong.grading.phrases import PHRASES, ready
from hauphuong.grading.ratings import Scale

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "geneva-bargain"
CRITERIA = ["claim", "evidence", "objection", "clarity"]
POINTS = [0, 0.5, 0.75, 1]  # of the levels of each criterion


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")


def hand_in(book: Gradebook, student: str, essay: str = "A text of several words.", digest: str = "", task: str = "essay", when: str = "", **more) -> None:
    marks = [score.Mark("days", 0.5, 0.5, "right"), score.Mark(task, None, 4.0, "waiting")]
    told = {"place": "p", "handed_in": when, "rules": "r", "outcome": "graded", "reason": {"vi": "", "en": ""}, "notes": [], "lang": "en", "shown": {}, "marks": marks}
    book.keep(student=student, exercise=EXERCISE, digest=digest or f"{student}-{when}", essay=essay, **{**told, **more})


@pytest.fixture
def path(tmp_path) -> Path:
    with Gradebook(tmp_path / "gradebook.db") as book:
        for number in range(1, 7):
            hand_in(book, f"S{number:03}", f"Essay written by number {number}. " * 30)
    return tmp_path / "gradebook.db"


def desk(path: Path, marker: str = "1", **more) -> Desk:
    return Desk(EXERCISE, path, marker, **{"lang": "en", **more})


def rate(one: Desk, levels: list[int], number: int | None = None) -> dict:
    """Give the open essay, or the one of that number, these levels, one step each as the page does."""
    if number is not None:
        assert one.do({"do": "go", "to": number})["ok"]
    for criterion, level in zip(CRITERIA, levels):
        reply = one.do({"do": "level", "place": one.place, "criterion": criterion, "level": level})
        assert reply["ok"], reply
    return reply


def mark_of(path: Path, student: str) -> float | None:
    with Gradebook(path) as book:
        return book.manual(student, EXERCISE).get("essay", {}).get("points")


def student_of(one: Desk) -> str:
    return one.papers[one.place].student


# -- names are hidden ------------------------------------------------------------------------------------------------------


def test_no_key_and_no_name_is_in_what_the_page_gets(tmp_path):
    with Gradebook(tmp_path / "b.db") as book:
        hand_in(book, "MSSV20261234", "My name is Trần  Thị Minh, number mssv20261234.")
        hand_in(book, "<script>alert(1)</script>", "An essay. " * 10)
        (tmp_path / "class.csv").write_text("student,name\nMSSV20261234,Trần Thị Minh\n", encoding="utf-8")
        book.roster(tmp_path / "class.csv")
    one, told = desk(tmp_path / "b.db"), ""
    for _ in one.papers:
        rate(one, [1, 2, 3, 0])
        told += json.dumps([one.state(), one.frame(), one.do({"do": "agreement"}), one.do({"do": "differences"}), one.do({"do": "go", "to": "next"})], ensure_ascii=False)
    told += json.dumps([one.do({"do": "undo"}), one.state()], ensure_ascii=False)
    for secret in ("MSSV20261234", "mssv2026", "Minh", "<script>", "alert"):
        assert secret not in told, secret
    assert told.count(MASK) >= 2 and "covered" in told


def test_the_order_is_random_stable_and_the_same_in_another_gradebook(tmp_path):
    students = [f"S{n:03}" for n in range(40)]
    with Gradebook(tmp_path / "a.db") as a, Gradebook(tmp_path / "b.db") as b:
        first = a.pseudonyms(EXERCISE, students)
        assert first == b.pseudonyms(EXERCISE, reversed(students)) == a.pseudonyms(EXERCISE, students[:3])
        assert sorted(first.values()) == list(range(1, 41))
        in_order = [first[s] for s in students]
        assert in_order != sorted(in_order) and in_order != [a.pseudonyms("audit-the-tonnage", students)[s] for s in students]
        late = a.pseudonyms(EXERCISE, [*students, "A-latecomer"])
        assert late == {**first, "A-latecomer": 41}, "a number that was given stays"


# -- marking ---------------------------------------------------------------------------------------------------------------


def test_every_choice_is_kept_before_it_is_confirmed(path):
    one = desk(path)
    one.do({"do": "level", "place": 0, "criterion": "claim", "level": 2})
    with Gradebook(path) as book:
        assert book.rubric(student_of(one), EXERCISE) == {"claim": {"points": 0.75, "level": 2, "comment": "", "marker": "1"}}
    assert mark_of(path, student_of(one)) is None and one.state()["sum"] == "3 criteria still to mark"
    again = desk(path)
    assert again.place == 0 and again.state()["criteria"][0]["level"] == 2


def test_a_whole_essay_has_its_mark_and_the_next_one_waits(path):
    one = desk(path)
    reply = rate(one, [3, 2, 1, 0])
    assert "2.25 of 4" in reply["said"]
    assert mark_of(path, student_of(one)) == 2.25
    assert one.state()["progress"] == "1 of 6 marked"
    with Gradebook(path) as book:
        (result,) = [r for r in book.results(EXERCISE) if r.student == student_of(one)]
        assert result.points == 2.75 and not result.waiting
    rate(one, [3, 3, 3, 3])
    assert mark_of(path, student_of(one)) == 4
    one.do({"do": "level", "place": 0, "criterion": "claim", "level": None})
    assert mark_of(path, student_of(one)) is None, "an essay that is no longer whole waits again"


def test_levels_that_add_up_to_something_else_are_scaled():
    scale = Scale(("a", "b"), 8, 3)
    assert scale.mark({"a": {"points": 5}, "b": {"points": 1}}) == 2.25
    assert scale.mark({"a": {"points": 5}, "b": {"points": None}}) is None and scale.mark({}) is None


def test_it_goes_forth_and_back_and_to_what_is_not_marked(path):
    one = desk(path)
    assert one.do({"do": "go", "to": "previous"})["said"] == "This is the first one." and one.place == 0
    one.do({"do": "go", "to": "next"}), one.do({"do": "go", "to": "next"})
    assert one.place == 2 and desk(path).place == 2, "the desk opens where it was left"
    rate(one, [1, 1, 1, 1], number=one.papers[0].number)
    one.do({"do": "go", "to": "unmarked"})
    assert one.place == 1
    for paper in one.papers:
        rate(one, [2, 2, 2, 2], number=paper.number)
    assert "marked them all" in one.do({"do": "go", "to": "unmarked"})["said"]
    assert one.state()["marked"] == 6


def test_a_key_pressed_for_another_essay_counts_nowhere(path):
    one = desk(path)
    one.do({"do": "go", "to": "next"})
    reply = one.do({"do": "level", "place": 0, "criterion": "claim", "level": 3})
    assert not reply["ok"] and "another essay" in reply["said"]
    with Gradebook(path) as book:
        assert book.sheets(EXERCISE) == {}


@pytest.mark.parametrize("what", [None, 3, {}, {"do": "nonsense"}, {"do": "level"}, {"do": "level", "place": 0}, {"do": "level", "place": 0, "criterion": "x", "level": 1}, {"do": "level", "place": 0, "criterion": "claim", "level": 4},
                                  {"do": "level", "place": 0, "criterion": "claim", "level": -1}, {"do": "level", "place": 0, "criterion": "claim", "level": True}, {"do": "level", "place": 0, "criterion": ["claim"], "level": "1"},
                                  {"do": "comment", "place": 0, "criterion": None, "text": "x"}, {"do": "keep", "place": 0, "criterion": "claim", "text": 3}, {"do": "take", "place": 0, "whose": 0}, {"do": "go", "to": {}}])  # fmt: skip
def test_nonsense_changes_nothing(path, what):
    one = desk(path)
    assert not one.do(what)["ok"]
    with Gradebook(path) as book:
        assert book.sheets(EXERCISE) == {} and book.phrases("1") == []


def test_what_cannot_be_kept_is_said(path):
    one = desk(path)
    other = sqlite3.connect(path)
    other.execute("drop table rubric")
    other.close()
    reply = one.do({"do": "level", "place": 0, "criterion": "claim", "level": 1})
    assert not reply["ok"] and reply["said"].startswith("NOT SAVED")


# -- undo, comments ------------------------------------------------------------------------------------------------------------


def test_undo_goes_back_step_by_step_and_every_row_stays(path):
    one = desk(path)
    rate(one, [0, 1, 2, 3])
    first = student_of(one)
    one.do({"do": "level", "place": 0, "criterion": "clarity", "level": 0})
    one.do({"do": "go", "to": "next"})
    one.do({"do": "level", "place": 1, "criterion": "claim", "level": 1})

    def levels() -> list:
        return [c["level"] for c in one.state()["criteria"]]

    assert one.do({"do": "undo"})["ok"] and one.place == 1 and levels() == [None] * 4
    assert one.do({"do": "undo"})["criterion"] == "clarity" and one.place == 0, "undo shows the essay that it changes"
    assert levels() == [0, 1, 2, 3] and mark_of(path, first) == 2.25
    one.do({"do": "level", "place": 0, "criterion": "claim", "level": 3})
    one = desk(path)  # undo outlives the browser
    one.do({"do": "undo"})
    assert levels() == [0, 1, 2, 3]
    for wanted in ([0, 1, 2, None], [0, 1, None, None], [0, None, None, None], [None] * 4):
        assert one.do({"do": "undo"})["ok"] and levels() == wanted
    assert one.do({"do": "undo"}) == {"ok": False, "said": "There is nothing to undo."}
    assert mark_of(path, first) is None
    assert sqlite3.connect(path).execute("select count(*) from rubric").fetchone() == (14,), "seven choices, seven that took them back"


def test_a_comment_and_a_half_written_one(path):
    one = desk(path)
    one.do({"do": "draft", "place": 0, "criterion": "evidence", "text": "Which r"})
    assert desk(path).state()["criteria"][1]["draft"] == "Which r"
    with Gradebook(path) as book:
        assert book.rubric(student_of(one), EXERCISE) == {}
    one.do({"do": "comment", "place": 0, "criterion": "evidence", "text": " Which row?\n"})
    one.do({"do": "level", "place": 0, "criterion": "evidence", "level": 1})
    told = one.state()["criteria"][1]
    assert (told["draft"], told["comment"], told["level"]) == ("", "Which row?", 1)
    with Gradebook(path) as book:
        assert book.rubric(student_of(one), EXERCISE)["evidence"] == {"points": 0.5, "level": 1, "comment": "Which row?", "marker": "1"}
    one.do({"do": "draft", "place": 0, "criterion": "evidence", "text": "Which row? And"})
    one.do({"do": "phrase", "place": 0, "criterion": "evidence", "text": "whose?"})
    told = one.state()["criteria"][1]
    assert (told["draft"], told["comment"]) == ("", "Which row? And whose?"), "a phrase joins what is half-written"
    one.do({"do": "undo"})
    assert one.state()["criteria"][1]["comment"] == "Which row?"


def test_the_bank_speaks_the_student_s_language_and_keeps_the_teacher_s_own(path):
    with Gradebook(path) as book:
        hand_in(book, "S100", "Một bài viết.", lang="vi")
    one = desk(path)
    one.do({"do": "go", "to": next(p.number for p in one.papers if p.student == "S100")})
    texts = lambda: [p["text"] for p in one.state()["criteria"][0]["phrases"]]  # noqa: E731
    assert texts() == ready("claim", "vi")
    one.do({"do": "keep", "place": one.place, "criterion": "claim", "text": "Câu của tôi: “<b>”"})
    one.do({"do": "keep", "place": one.place, "criterion": "claim", "text": "Câu của tôi: “<b>”"})
    assert texts() == [*ready("claim", "vi"), "Câu của tôi: “<b>”"]
    assert not [p for c in desk(path, "2").state()["criteria"] for p in c["phrases"] if p["id"]], "one's own phrases are one's own"
    number = one.state()["criteria"][0]["phrases"][-1]["id"]
    one.do({"do": "drop", "place": one.place, "phrase": number})
    assert texts() == ready("claim", "vi")
    assert not one.do({"do": "keep", "place": one.place, "criterion": "claim", "text": "  "})["ok"]


def test_every_criterion_of_the_course_has_phrases_in_both_languages():
    from hauphuong.grading.run import names

    used = {c.id for name in names() for c in rubric(name).criteria}
    assert used == set(PHRASES)
    for phrases in PHRASES.values():
        assert len(phrases) > 1 and all(set(p) == set(text.LANGUAGES) and all(p.values()) for p in phrases)
    for said in (*WORDS.values(), *(says for _, says in KEYS)):
        assert set(said) == set(text.LANGUAGES)
        assert set(re.findall(r"\{\w+\}", said["vi"])) == set(re.findall(r"\{\w+\}", said["en"])), said


# -- two markers ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def both(path):
    """Two markers: three essays that both have finished (one alike, two not), one begun by the second, two that only the first has."""
    first, second = desk(path, "1"), desk(path, "Cô B")
    for number, levels in enumerate(([3, 3, 3, 3], [3, 2, 1, 0], [2, 2, 2, 2], [1, 1, 1, 1], [0, 0, 0, 0]), 1):
        rate(first, levels, number)
    for number, levels in enumerate(([3, 3, 3, 3], [3, 2, 2, 0], [1, 2, 2, 3], [0, 0]), 1):
        rate(second, levels, number)
    return first, second


def seen(one: Desk, number: int) -> dict:
    one.do({"do": "go", "to": number})
    return one.state()


def test_nobody_sees_the_other_s_marks_until_both_are_through(both):
    first, second = both
    first.do({"do": "comment", "place": seen(first, 4)["place"], "criterion": "claim", "text": "a secret remark"})
    for number in range(1, 7):
        told = seen(second, number)
        assert "secret" not in json.dumps(told) and "marker 1" not in json.dumps(told) and not told["compared"]
    assert [c["level"] for c in seen(second, 5)["criteria"]] == [None] * 4 and seen(second, 5)["marked"] == 3
    asked = second.do({"do": "differences"})["panel"]
    assert asked["look"] and not asked["list"] and "3 essays" in asked["text"]
    assert [o["number"] for o in second.do({"do": "look"})["panel"]["list"]] == [2, 3]
    told = seen(second, 4)  # the second marker has only begun this one
    assert not told["compared"] and "marker 1" not in json.dumps(told) and "secret" not in json.dumps(told)


def test_the_first_marker_counts_until_it_is_settled(both, path):
    first, second = both
    student = first.papers[1].student
    assert mark_of(path, student) == 2.25  # 1 + 0.75 + 0.5 + 0
    second.do({"do": "look"})
    told = seen(second, 2)
    assert told["compared"] and "Answer to the objection" in told["standing"][1] and "marker 1 counts" in told["standing"][1]
    objection = told["criteria"][2]
    assert objection["level"] is None and [level["by"] for level in objection["levels"]] == ["", "chosen by marker 1", "chosen by Cô B", ""]
    assert told["criteria"][0]["level"] == 3, "where both are of one mind there is nothing to decide"
    reply = second.do({"do": "level", "place": 1, "criterion": "objection", "level": 3})  # a third rating
    assert reply["ok"] and mark_of(path, student) == 2.75
    assert "Settled" in seen(first, 2)["standing"][1]
    with Gradebook(path) as book:
        counts = book.rubric(student, EXERCISE)
        assert [counts[c]["level"] for c in CRITERIA] == [3, 2, 3, 0] and counts["objection"]["marker"] == "Cô B"
        assert [book.rubric(student, EXERCISE, m)["objection"]["level"] for m in ("1", "Cô B")] == [1, 2], "what each gave stays"
    second.do({"do": "undo"})
    assert mark_of(path, student) == 2.25


def test_half_a_decision_decides_nothing(both, path):
    first, second = both
    first.do({"do": "look"})
    place, student = seen(first, 3)["place"], first.papers[2].student
    assert mark_of(path, student) == 3.0
    first.do({"do": "level", "place": place, "criterion": "claim", "level": 0})
    assert mark_of(path, student) == 3.0 and "Clarity" in first.state()["standing"][1]
    first.do({"do": "level", "place": place, "criterion": "clarity", "level": 3})
    assert mark_of(path, student) == 2.5
    first.do({"do": "take", "place": place, "whose": 1})
    assert mark_of(path, student) == 3.0 and [c["level"] for c in first.state()["criteria"]] == [1, 2, 2, 3]
    first.do({"do": "undo"})
    assert mark_of(path, student) == 2.5, "taking all of one marker's levels is one step"


def test_what_has_been_compared_stays_as_it_was(both, path):
    first, second = both
    second.do({"do": "look"})
    assert second.do({"do": "undo"})["ok"], "the essay that only one has finished is still open"
    assert second.do({"do": "undo"})["ok"]
    refused = second.do({"do": "undo"})
    assert not refused["ok"] and "compared" in refused["said"]
    with Gradebook(path) as book:
        assert book.rubric(first.papers[2].student, EXERCISE, "Cô B")["clarity"]["level"] == 3


def test_a_mark_given_by_hand_stands_above_until_it_is_taken_back(path):
    one = desk(path)
    with Gradebook(path) as book:
        book.mark(student_of(one), EXERCISE, "essay", 1.5, "head", "talked it over")
    rate(one, [3, 3, 3, 3])
    assert mark_of(path, student_of(one)) == 1.5
    told = one.state()
    assert told["by_hand"] and "1.5" not in json.dumps(told["essay"]["notes"])
    one.do({"do": "lift", "place": 0})
    assert mark_of(path, student_of(one)) == 4 and not one.state()["by_hand"]


def test_whoever_is_through_first_goes_on_counting(path):
    first, second = desk(path, "1"), desk(path, "2")
    rate(first, [0, 0], 1)  # began, and did not finish
    rate(second, [3, 3, 3, 3], 1)
    student = student_of(second)
    assert mark_of(path, student) == 4
    rate(first, [0, 0, 0, 0], 1)
    assert mark_of(path, student) == 4
    with Gradebook(path) as book:
        assert {row["marker"] for row in book.rubric(student, EXERCISE).values()} == {"2"}


# -- agreement -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "levels", "kappa", "same"),
    [
        # squared distances seen, over those that chance would give: 0.25 / 2
        ([0, 1, 2, 3], [0, 1, 2, 2], 4, 1 - 0.25 / 2, 0.75),
        # 6/6 seen, 12/9 by chance
        ([0, 0, 1, 1, 2, 2], [0, 1, 1, 2, 2, 0], 3, 1 - 1 / (12 / 9), 0.5),
        ([0, 1], [1, 0], 2, -1, 0),
        ([0, 3, 0, 3], [0, 3, 0, 3], 4, 1, 1),
    ],
)
def test_kappa_as_reckoned_by_hand(first, second, levels, kappa, same):
    found = agreement(first, second, levels)
    assert found.kappa == pytest.approx(kappa) and found.same == same and found.why == "few"


def test_where_kappa_is_not_defined_it_says_so_in_words():
    assert [agreement(a, b, 4).why for a, b in (([], []), ([1], [1]), ([1, 1, 1], [1, 1, 1]), ([1, 1, 1], [0, 1, 2]), ([2, 2], [3, 3]))] == ["none", "one", "constant", "flat", "flat"]
    assert agreement([1, 1, 1], [1, 1, 1], 4).kappa is None and agreement([1], [1], 4).kappa is None
    assert agreement([1, 1, 1], [0, 1, 2], 4).kappa == 0
    assert agreement([0, 1] * 5, [0, 1] * 5, 4).why == ""
    assert all(f"kappa-{why}" in WORDS for why in ("none", "one", "constant", "flat", "few", ""))


def test_the_desk_counts_only_what_both_have_finished(both):
    first, second = both
    panel = first.do({"do": "agreement"})["panel"]
    (table,) = panel["tables"]
    assert "Cô B" in table["caption"] and "3 essays" in table["caption"]
    assert [row[:2] for row in table["rows"]] == [["Claim", "2/3 (67%)"], ["Evidence", "3/3 (100%)"], ["Answer to the objection", "2/3 (67%)"], ["Clarity", "2/3 (67%)"]]
    assert {row[3] for row in table["rows"]} == {"Only 3 essays: one more may change kappa a great deal."}
    assert desk(first.path, "third").do({"do": "agreement"})["panel"]["tables"] == []


# -- the gradebook's file ------------------------------------------------------------------------------------------------------

OLD = """
create table students (key text primary key, name text not null, grp text not null default '', email text not null default '');
create table exercises (name text primary key, due text not null default '', late_percent real not null default 0, late_days integer not null default 0);
create table attempts (
  id integer primary key, student text not null references students(key), exercise text not null, place text not null, digest text not null,
  handed_in text not null default '', graded_at text not null, rules text not null, outcome text not null, reason text not null default '{}',
  notes text not null default '[]', lang text not null default 'vi', essay text not null default '', shown text not null default '{}', current integer not null default 1);
create unique index one_result on attempts (student, exercise, digest, rules);
create table marks (attempt integer not null references attempts(id), task text not null, points real, of real not null, state text not null, says text not null default '[]', answer text not null default '{}', primary key (attempt, task));
create table manual (id integer primary key, student text not null references students(key), exercise text not null, task text not null, points real, marker text not null default '', comment text not null default '', at text not null);
insert into students values ('an', 'Nguyễn Văn Ân', 'K1', '');
insert into exercises values ('geneva-bargain', '2026-12-01T23:59+07:00', 10, 5);
insert into attempts values (7, 'an', 'geneva-bargain', 'p', 'd', '', '2026-11-01T00:00:00+00:00', 'r', 'graded', '{"vi": "", "en": ""}', '[]', 'vi', 'Bài cũ', '{}', 1);
insert into marks values (7, 'essay', null, 4, 'waiting', '[]', '{}');
insert into manual values (1, 'an', 'geneva-bargain', 'essay', 3.5, 'head', 'rất khá', '2026-11-02T00:00:00+00:00');
pragma user_version=1;
"""


def test_an_old_gradebook_keeps_everything(tmp_path):
    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    old.executescript(OLD)
    tables = ("students", "exercises", "attempts", "marks", "manual")
    before = {table: old.execute(f"select * from {table}").fetchall() for table in tables}
    old.close()
    with Gradebook(path) as book:
        assert book.manual("an", EXERCISE)["essay"]["comment"] == "rất khá" and book.results()[0].points == 3.5
        assert book.by_hand(EXERCISE) == {"an"}, "a mark of before the desk was given by hand"
    one = desk(path)
    rate(one, [0, 0, 0, 0])
    assert mark_of(path, "an") == 3.5
    new = sqlite3.connect(path)
    assert new.execute("pragma user_version").fetchone() == (VERSION,) and new.execute("pragma integrity_check").fetchone() == ("ok",)
    for table in tables:
        assert [row[: len(was)] for row, was in zip(new.execute(f"select * from {table}"), before[table], strict=True)] == before[table]


def test_a_file_that_cannot_be_brought_up_stays_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    old.executescript(OLD)
    old.close()
    from hauphuong.grading import gradebook

    monkeypatch.setattr(gradebook, "_RATINGS", gradebook._RATINGS + "create table nonsense (;")
    with pytest.raises(gradebook.GradebookError, match="old.db"):
        Gradebook(path)
    left = sqlite3.connect(path)
    assert left.execute("pragma user_version").fetchone() == (1,)
    assert {name for (name,) in left.execute("select name from sqlite_master where type='table'")} == {"students", "exercises", "attempts", "marks", "manual"}


# -- what strangers write --------------------------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>", '=HYPERLINK("http://x")', "a,b;c\"d'e\nf\\g", "\u202etxt.exe\u202c and \x00\x07\x1b[31m", "{place} {0} {", "%s %(x)s", "[red]bold[/red]", "`${1}`", "Ế" * 50_000, "\ud800", "ế",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_and_essays(tmp_path, said):
    proper = said.encode("utf-8", "replace").decode()
    with Gradebook(tmp_path / "b.db") as book:
        hand_in(book, proper, f"{proper} essay")
        hand_in(book, "other", "Something else.")
    one = desk(tmp_path / "b.db", proper[:40])
    for number in (1, 2):
        rate(one, [1, 2, 3, 0], number)
        assert one.do({"do": "comment", "place": one.place, "criterion": "claim", "text": said})["ok"]
        assert one.do({"do": "keep", "place": one.place, "criterion": "claim", "text": said})["ok"]
        told = one.state()
        json.dumps(told).encode()
        shown = json.dumps(told, ensure_ascii=False)
        assert not any(c in shown for c in "\u202e\x00\x07\x1b"), "no character that a screen obeys"
        assert len(told["essay"]["text"]) <= 20_001 and len(told["criteria"][0]["comment"]) <= 4000
    assert one.state()["marked"] == 2


def test_a_text_is_cleaned_and_the_rest_of_it_is_left_alone():
    assert clean("Một\tđoạn\r\nvăn\n\n\n\n\n\nnữa ") == "Một    đoạn\nvăn\n\n\nnữa"
    assert clean("e\u0302\u0301") == "ế"
    assert masked("An ninh của An", ["An", "An"]) == "An ninh của An", "a name that is a word would be everywhere"
    assert masked("tôi là NGUYỄN VĂN AN (S01)", ["S01", "Nguyễn Văn An"]) == f"tôi là {MASK} ({MASK})"
    assert masked("(a+)+$ và C++", ["(a+)+$"]) == f"{MASK} và C++"
    assert count_words("Một – hai, 3 … ** `of-1954`") == 4


@pytest.mark.parametrize("name", ["", "  ", "\n", "\x00"])
def test_a_marker_has_a_name(name):
    with pytest.raises(text.CourseError, match="--marker 2"):
        marker_name(name)


def test_another_version_is_pointed_out(path):
    one = desk(path)
    rate(one, [2, 2, 2, 2])
    assert not one.state()["essay"]["notes"]
    with Gradebook(path) as book:
        hand_in(book, student_of(one), "A wholly new text.", when="2026-11-09T00:00:00+00:00")
    again = desk(path)
    again.do({"do": "go", "to": one.papers[0].number})
    assert again.state()["essay"]["text"] == "A wholly new text." and "Another version" in again.state()["essay"]["notes"][0]
    assert mark_of(path, student_of(again)) == 3.0, "the mark stands until the marker has looked"
    for criterion in CRITERIA:
        again.do({"do": "level", "place": again.place, "criterion": criterion, "level": 1})
    assert not again.state()["essay"]["notes"]


# -- a task that a machine could not mark ----------------------------------------------------------------------------------------


def test_a_task_that_needs_a_person(tmp_path):
    raw = json.loads((ROOT / "exercises" / "en" / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8"))
    next(c for c in raw["cells"] if c["id"] == "days-answer")["source"] = "days = (21 - 8) + 61  # by S7731"
    (tmp_path / "subs").mkdir()
    file = tmp_path / "subs" / f"{EXERCISE}--S7731.ipynb"
    file.write_text(json.dumps(raw), encoding="utf-8")
    from hauphuong.grading.intake import find

    (submission,) = find(tmp_path / "subs")
    with Gradebook(tmp_path / "b.db") as book:
        reason = {"vi": "hết giờ", "en": "time ran out"}
        shown = {"import": {"printed": "hello S7731", "shown": [{"text/plain": "42"}], "error": None}, "odd": 3, "worse": {"shown": "x", "error": ["y"]}}
        hand_in(book, "S7731", essay="", digest=submission.digest, task="days", marks=[score.Mark("days", None, 0.5, "lost")], outcome="partly", reason=reason, shown=shown)
        hand_in(book, "S002", marks=[score.Mark("days", 0.5, 0.5, "right"), score.Mark("essay", None, 4, "waiting")])
    one = desk(tmp_path / "b.db", task="days")
    told = one.state()["essay"]
    assert len(one.papers) == 1 and "time ran out" in told["text"] and "42" in told["text"] and "S7731" not in told["text"] and not told["length"]
    assert "(21 - 8) + 61" not in told["text"] and "(21 - 8) + 61" in desk(tmp_path / "b.db", task="days", submissions=tmp_path / "subs").state()["essay"]["text"]
    assert one.do({"do": "level", "place": 0, "criterion": "points", "level": 1})["ok"]
    with Gradebook(tmp_path / "b.db") as book:
        assert book.manual("S7731", EXERCISE)["days"]["points"] == 0.25 and book.rubric("S7731", EXERCISE) == {}
        assert book.rubric("S7731", EXERCISE, task="days")["points"]["points"] == 0.25


# -- the command -----------------------------------------------------------------------------------------------------------------


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "en", "mark", *arguments], cwd=folder, capture_output=True, text=True, timeout=120)


def test_a_mistake_is_a_sentence(path, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    with Gradebook(tmp_path / "bare.db"):
        pass
    for exercise, more, said in (("nonsense", {}, "There is no exercise"), (EXERCISE, {"gradebook": tmp_path / "bare.db"}, "Grade first"), (EXERCISE, {"gradebook": path, "task": "x"}, "has no task"), (EXERCISE, {"gradebook": path, "marker": " "}, "needs a name")):
        with pytest.raises(text.CourseError, match=said):
            mark(exercise, **{"gradebook": Path("my-work/gradebook.db"), "marker": "1", "task": "essay", "submissions": None, "no_open": True, **more})
    done = command(tmp_path / "empty", EXERCISE, "--no-open")
    assert done.returncode == 1 and "There is no gradebook" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert list((tmp_path / "empty").iterdir()) == [], "a mistake leaves nothing behind"


def test_the_command_writes_a_notebook_that_runs(path, tmp_path):
    import nbformat
    from nbclient import NotebookClient

    done = command(tmp_path, EXERCISE, "--gradebook", str(path), "--no-open")
    assert done.returncode == 0 and "0 of 6 marked" in done.stdout, done.stderr
    file = tmp_path / "my-work" / "desk" / f"{EXERCISE}.ipynb"
    book = nbformat.read(file, 4)
    nbformat.validate(book)
    (code,) = [c for c in book.cells if c.cell_type == "code"]
    assert len(code.source.splitlines()) <= 6 and str(tmp_path) not in code.source
    NotebookClient(book, resources={"metadata": {"path": str(file.parent)}}, timeout=60).execute()
    (output,) = code.outputs
    assert output.output_type == "display_data" and "Shift + Enter" in output.data["text/html"]
    assert "Essay written" not in json.dumps(output), "no essay is stored in the notebook"


def test_the_teacher_s_own_cells_stay_and_two_markers_have_two_desks(path, tmp_path):
    first = write_desk(tmp_path / "desk", EXERCISE, path, "1", "vi")
    book = json.loads(first.read_text(encoding="utf-8"))
    book["cells"].append({"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "Ghi chú của tôi"})
    first.write_text(json.dumps(book), encoding="utf-8")
    assert write_desk(tmp_path / "desk", EXERCISE, path, "1", "en") == first
    again = json.loads(first.read_text(encoding="utf-8"))["cells"]
    assert [c["id"] for c in again] == ["desk-head", "desk", "desk-tail", "mine"] and "lang='en'" in again[1]["source"]
    first.write_text("no notebook", encoding="utf-8")
    write_desk(tmp_path / "desk", EXERCISE, path, "1", "vi")
    assert first.with_suffix(".ipynb.old").read_text(encoding="utf-8") == "no notebook"
    names = [write_desk(tmp_path / "desk", EXERCISE, path, marker, "vi").name for marker in ("1", "2", "Cô B", "co b", "../x", "'); import os #")]
    assert len(set(names)) == 6 and all("/" not in n and n.endswith(".ipynb") for n in names)
    for name in names:
        compile(json.loads((tmp_path / "desk" / name).read_text(encoding="utf-8"))["cells"][1]["source"], name, "exec")


def test_lab_opens_as_make_lab_does(tmp_path):
    flags = re.findall(r"--LabApp\.(?!default_url)\S+", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert sorted(opening.FLAGS) == sorted(flags)
    made = opening.lab_command(tmp_path / "my-work" / "desk" / "x.ipynb", tmp_path)
    assert "--LabApp.default_url=/lab/tree/my-work/desk/x.ipynb" in made and f"--ServerApp.root_dir={tmp_path.resolve()}" in made


def test_lab_runs_as_root_only_where_one_is_root(tmp_path, monkeypatch):
    for user, wanted in ((0, True), (1000, False)):
        monkeypatch.setattr(opening.os, "getuid", lambda: user, raising=False)  # noqa: B023
        assert ("--allow-root" in opening.lab_command(tmp_path / "x.ipynb", tmp_path)) is wanted

"""Personal variants: neighbours solve the same problem on different rows, each has one right answer, and nobody is accused."""

import ast
import copy
import json
import re
import sqlite3
import sys
import zipfile

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from typer.testing import CliRunner

from hauphuong import checks, data, text
from hauphuong.checks import expected, variants
from hauphuong.checks.answers import plain
from hauphuong.checks.feedback import Feedback
from hauphuong.data import banks
from hauphuong.edition import Edition
from hauphuong.editions import exercises
from hauphuong.editions.lesson import words
from hauphuong.editions.personal import personal, varied
from hauphuong.grading import intake, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.sandbox import Runner

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
VARIED = [(name, task) for name in banks.names("checks") for task in varied(name)]
EACH = [(name, task, code) for name, task in VARIED for code in variants.codes(checks.load(f"{name}/{task}"))]
NAMES = sorted({name for name, _ in VARIED})
BOTH = [(name, lang) for name in NAMES for lang in text.LANGUAGES]

# how a student would work it out from the tables: nothing here is taken from the keys
DONE = {
    "china-share": 'rows = sum(aid.value[f"at-{{p}}-{code}"] for p in ["1955-1960", "1961-1964", "1965-1968", "1969-1972", "1973-1975"])\n'
    'parts = money.value[["am-1967-ussr", "am-1967-china", "am-1967-other-socialist"]]\n'
    'share = {{"tonnes": round(100 * rows / total, 1), "dollars": round(100 * parts["am-1967-{code}"] / parts.sum(), 1)}}',
    "per-year": 'per_year = {{p: round(aid.value["at-" + p + "-{row}"] / (int(p[5:]) - int(p[:4]) + 1)) for p in ["1955-1960", "1961-1964", "1965-1968", "1969-1972", "1973-1975"]}}',
    "waits": 'import datetime\nday = datetime.date.fromisoformat(rec.start["rc-{code}-drv"])\nwaits = {{str(n): (day - datetime.date(1950, 1, n)).days for n in (1, 11, 14)}}',
    "days-after": 'import datetime\nfirst, last = (datetime.date.fromisoformat(rec.start[row]) for row in ("rc-{code}-drv", "rc-uk-state-of-vietnam"))\ndays_after = (last - first).days',
}


def code_for(task: str, code: str) -> str:
    return DONE[task].format(code=code, row={"logistics": "all-logistics"}.get(code, code))


def worked_out(task: str, code: str):
    """The answer that this code gives on today's tables."""
    tables = {name: data.default().table(name).set_index("id") for name in ("aid_tonnes", "aid_money", "recognitions")}
    room = {"aid": tables["aid_tonnes"], "money": tables["aid_money"], "rec": tables["recognitions"], "total": 2362581}
    exec(code_for(task, code), room)
    return room[{"china-share": "share", "per-year": "per_year", "waits": "waits", "days-after": "days_after"}[task]]


def said(verdict, lang: str) -> str:
    return " ".join(Feedback(lang, verdict, 0, 1).lines)


# -- the banks -----------------------------------------------------------------------------------------------------------------


def test_at_least_two_exercises_have_them():
    assert len(NAMES) >= 2 and {task for _, task in VARIED} == set(DONE)


@pytest.mark.parametrize(("name", "task"), VARIED)
def test_the_first_variant_is_the_task_as_it_stands(name, task):
    """So with variants off nothing changes: same notebooks, same points, nbgrader's too (see test_exercises)."""
    spec = checks.load(f"{name}/{task}")
    first = variants.codes(spec)[0]
    assert variants.of(spec, first) == {k: v for k, v in spec.items() if k != "variants"}
    assert set(spec["variants"][first]) == {"of", "at"}
    assert "variants" not in checks.frozen(spec)
    assert variants.own(spec, None) == first
    hidden = exercises.keys(name)["hidden"].get(task)
    if hidden:
        assert list(hidden["variants"]) == variants.codes(spec)[1:]  # or a hidden check would still ask for the first


@pytest.mark.parametrize(("name", "task", "code"), EACH)
def test_each_variant_has_one_right_answer_and_it_follows_from_the_data(name, task, code):
    spec, hidden = checks.load(f"{name}/{task}"), exercises.keys(name)["hidden"].get(task)
    answer = plain(worked_out(task, code))
    assert variants.judge_own(spec, code, answer).state == "right"
    assert hidden is None or checks.judge(variants.of(hidden, code), answer).share == 1
    for other in set(variants.codes(spec)) - {code}:
        verdict = variants.judge_own(spec, other, answer)
        assert (verdict.share, verdict.state) == (0, "wrong")
        assert hidden is None or checks.judge(variants.of(hidden, other), answer).share < 1
        mine, theirs = spec["variants"][other], spec["variants"][code]
        assert len(verdict.says) == 1  # no trap speaks over it
        for lang in text.LANGUAGES:
            assert all(word in said(verdict, lang) for word in (mine["of"][lang], theirs["of"][lang], mine["at"][lang]))
            assert not re.search(r"chép|quay cóp|gian lận|copied|cheat|neighbour", said(verdict, lang))


@pytest.mark.parametrize(("name", "task", "code"), EACH)
def test_a_slip_is_named_in_each_variant_and_is_nobody_s_right_answer(name, task, code):
    spec = checks.load(f"{name}/{task}")
    mine = variants.of(spec, code)
    first = code == variants.codes(spec)[0]
    for trap in mine["traps"]:
        if mine["kind"] == "number":
            slip = expected.number(trap["when"])
        else:
            slip = {**worked_out(task, code), **{n: expected.number(e) for n, e in trap["rows"].items()}}
        verdict = variants.judge_own(spec, code, plain(slip))
        rights = [c for c in variants.codes(spec) if c != code and checks.judge(variants.of(spec, c), plain(slip)).share == 1]
        if rights:  # only in the task as it was before it had variants, where the trap says the same without them
            assert first and not trap.get("share") and verdict.share == 0
        else:
            assert any(words is trap["says"] for words, _ in verdict.says), slip
        assert checks.judge(mine, plain(slip)).share < 1


@pytest.mark.parametrize(("name", "task", "code"), EACH)
def test_what_a_variant_rests_on_is_a_figure_known_for_certain(name, task, code):
    """Rows of one kind, of one weight: main rows known to the day, tonnes as the one table prints them, none of them corrected or missing."""
    spec = checks.load(f"{name}/{task}")
    for written in re.findall(r"'((?:at|rc|am)-[a-z0-9-]+)'", str({k: variants.of(spec, code).get(k) for k in ("expect", "rows")})):
        row = data.default().find(written)[1]
        if written.startswith("rc-"):
            assert row["precision"] == "day" and not row["variant_of"]
        else:
            assert pd.notna(row["value"]) and pd.isna(row["corrected"]) and row["source"] in ("wiki-vi-aid-north", "time-1967")


def test_a_bank_with_half_a_variant_is_named(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    broken = copy.deepcopy(banks.load("checks", "recognition-race"))
    del broken["checks"]["waits"]["variants"]["china"]["wrong"]
    monkeypatch.setattr(banks, "load", lambda *_: broken)
    with pytest.raises(exercises.ExerciseError, match="waits-china"):
        exercises.bank("recognition-race")


# -- whose is which ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "task"), VARIED)
@pytest.mark.parametrize("form", ["{}", "S{:03d}", "B21DCCN{:04d}", "Lê Chi_{}"])
def test_neighbours_differ_and_all_variants_are_used_alike(name, task, form):
    spec = checks.load(f"{name}/{task}")
    row = [variants.own(spec, form.format(n)) for n in range(1, 201)]
    assert all(a != b for a, b in zip(row, row[1:]))
    assert {row.count(code) for code in variants.codes(spec)} == {200 // len(variants.codes(spec))}


def test_one_number_is_one_number_however_it_is_typed():
    assert {variants.seed(n) for n in (7, "7", "007", "S007", "s007 ", " S007", 7.0, "Ｓ007")} == {7}
    assert variants.seed("Nguyễn Văn Ân") == variants.seed("nguye\u0302\u0303n va\u0306n a\u0302n ") == 13240538142840560562  # for ever
    assert variants.seed(20251234) == variants.seed("20251234")
    assert variants.seed(10**30 + 1) == 10**30 + 1


@pytest.mark.parametrize("number", [None, "", "  ", ..., True, float("nan"), [7], {"a": 1}, object(), print, b"7", "9" * 10**5, -3, "\ud800", "<b>7</b>", "{theirs}"], ids=repr)
def test_whatever_is_typed_as_a_number_nothing_raises(number, capsys):
    hp = Edition("en")
    shown = hp.variant("recognition-race", number)
    assert set(shown.codes) == {"waits", "days-after"} and "<b>7" not in shown._repr_html_()
    for name, task in VARIED:
        assert hp.check(f"{name}/{task}", worked_out(task, shown[task] if task in shown.codes else hp.variant(f"{name}/{task}", number)[task]), number) == checks.load(f"{name}/{task}")["points"]
    assert "{theirs}" not in repr(hp.variant("recognition-race/waits", number)) and capsys.readouterr().err == ""


def test_a_student_is_told_what_is_theirs(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    vi, en = Edition("vi"), Edition("en")
    assert "Trung Quốc" in repr(vi.variant("recognition-race/waits", "S005")) and "`rc-china-drv`" in repr(en.variant("recognition-race/waits", 5))
    assert "`my_number`" in repr(en.variant("recognition-race/waits")) and "`my_number`" not in repr(en.variant("recognition-race/waits", 4))
    assert repr(vi.variant("audit-the-tonnage", "S007")).splitlines() == ["Đề của bạn, mã số “S007”", "Liên Xô (các dòng có đuôi `-ussr`)", "Hàng hậu cần của tất cả các nước (các dòng có đuôi `-all-logistics`)"]
    assert len(repr(en.variant("recognition-race", "S005")).splitlines()) == 2  # one state for both tasks
    assert "same task" in repr(en.variant("geneva-bargain", 3)) and "cùng một đề" in repr(vi.variant("recognition-race/axis", 3))
    assert en.variant("audit-the-tonnage", "S005")["per-year"] == "ussr"
    for wrong in ("nowhere", "recognition-race/nope"):
        with pytest.raises(checks.CheckError):
            en.variant(wrong, 3)
    with pytest.raises(text.CourseError, match="same for everybody"):
        en.variant("recognition-race", 3)["axis"]


# -- the copies to hand out ----------------------------------------------------------------------------------------------------


def answered(name: str, lang: str, number, who, typed=True) -> nbformat.NotebookNode:
    """A personal copy, worked out whole by a student with the rows of `who`, in which `number` stands."""
    book = personal(name, lang)
    source = {c["id"]: c for c in exercises.read(exercises.SOLUTIONS / "source" / f"{name}.yaml").raw["cells"]}
    task_of = {c["answer"]: c["check"] for c in source.values() if c.get("role") == "check"}
    for cell in book.cells:
        if cell.id == "number-answer":
            cell.source = f"my_number = {number!r}" if typed else cell.source
        elif source.get(cell.id, {}).get("role") == "solution":
            task = task_of[source[cell.id]["answer"]]
            mine = (name, task) in VARIED and variants.own(checks.load(f"{name}/{task}"), who)
            cell.source = code_for(task, mine) if mine else source[cell.id]["code"]
    return book


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_a_copy_differs_only_in_what_is_personal(name, lang):
    plain_one, book = nbformat.read(exercises.path_of(exercises.EXERCISES, name, lang), as_version=4), personal(name, lang)
    nbformat.validate(book)
    assert book.metadata["hauphuong"] == {**plain_one.metadata["hauphuong"], "variants": True} and "variants" not in plain_one.metadata["hauphuong"]
    before = {c.id: c for c in plain_one.cells}
    added = [c for c in book.cells if c.id not in before]
    assert [c.id for c in book.cells if c.id in before] == [c.id for c in plain_one.cells]
    tasks = varied(name)
    assert [c.source for c in added if c.id.endswith("-yours")] == [f'hp.variant("{name}", my_number)', *(f'hp.variant("{name}/{t}", my_number)' for t in tasks)]
    assert all(c.metadata["deletable"] is False and c.metadata["editable"] is False and c.metadata["hauphuong"]["role"] == "locked" and "nbgrader" not in c.metadata for c in added if c.id.endswith("-yours"))
    changed = {c.id: c for c in book.cells if c.id in before and c.source != before[c.id].source}
    assert sum(c.cell_type == "code" for c in changed.values()) == sum(c.cell_type == "markdown" for c in changed.values()) == len(tasks)
    for cell in changed.values():
        if cell.cell_type == "code":
            call = ast.parse(cell.source).body[0].value
            assert call.args[0].value.partition("/")[2] in tasks and call.args[2].id == "my_number" and ast.parse(before[cell.id].source).body[0].value.args[1].id == call.args[1].id
    at = [c.id for c in book.cells]
    for text_id in (c.id for c in changed.values() if c.cell_type == "markdown"):
        assert at[at.index(text_id) + 1] == f"{text_id}-yours"
    for cell in (*added, *changed.values()):
        if cell.cell_type == "markdown":
            assert words(cell.source) <= (200 if lang == "vi" else 160) and "{{" not in cell.source, cell.id


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_are_one_copy(name):
    for a, b in zip(personal(name, "vi").cells, personal(name, "en").cells, strict=True):
        mine, theirs = ({k: v for k, v in c.metadata.get("nbgrader", {}).items() if k != "checksum"} for c in (a, b))
        assert (a.id, a.cell_type, mine) == (b.id, b.cell_type, theirs)
        assert a.metadata.get("hauphuong", {}).get("cites") == b.metadata.get("hauphuong", {}).get("cites")
        if a.cell_type == "code":
            assert a.source.partition("#")[0].replace("import vi", "").replace("_vi", "") == b.source.partition("#")[0].replace("import en", "").replace("_en", "")


@pytest.mark.parametrize(("name", "lang", "number"), [("audit-the-tonnage", "vi", "S007"), ("recognition-race", "en", None)])
def test_a_copy_runs_from_top_to_bottom(name, lang, number, tmp_path):
    """Answered by the student whose it is, everything is right at once; unanswered, it says what is missing."""
    book = answered(name, lang, number, number) if number else personal(name, lang)
    NotebookClient(book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    for cell in book.cells:
        if cell.cell_type == "code":
            assert not [o for o in cell.outputs if o.output_type == "error" or o.get("name") == "stderr"], cell.id
        if cell.id.endswith("-yours"):
            (shown,) = [o.data for o in cell.outputs]
            assert ("my_number" in shown["text/plain"]) == (number is None) and 'class="hp-yours"' in shown["text/html"]
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            (points,) = [float(o.data["text/plain"]) for o in cell.outputs if o.output_type == "execute_result"]
            assert points == (cell.metadata["nbgrader"]["points"] if number else 0), cell.id


# -- marks ---------------------------------------------------------------------------------------------------------------------


def hand_in(student: str, book: nbformat.NotebookNode) -> intake.Submission:
    return intake.Submission(student, "", student, json.dumps(book).encode())


def graded(book: Gradebook, *submissions: intake.Submission, again: bool = False) -> dict[str, run.Report]:
    with Runner(2) as runner:
        return {r.submission.student: r for r in run.grade(submissions, book, runner, again=again)}


def marks(book: Gradebook, student: str, exercise: str) -> dict[str, dict]:
    attempt = [a for a in book.attempts(exercise, student)][-1]
    return {m["task"]: m for m in book.marks(attempt["id"])}


@needs_linux
@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_everybody_s_own_rows_earn_full_points(tmp_path, name, lang):
    with Gradebook(tmp_path / "b.db") as book:
        book.set_variants(name, True)
        reports = graded(book, *(hand_in(f"S{n:03d}", answered(name, lang, f"S{n:03d}", n)) for n in range(1, 5)))
    assert {who: (r.outcome, r.points, r.notes) for who, r in reports.items()} == {f"S{n:03d}": ("graded", 6.0, []) for n in range(1, 5)}


@needs_linux
@pytest.mark.parametrize("name", NAMES)
def test_two_students_each_one_s_right_answer_is_wrong_for_the_other_and_it_is_said_kindly(tmp_path, name):
    """S001 hands in what is right for S002, and the other way about, each with the number of the other typed in: the gradebook decides."""
    with Gradebook(tmp_path / "b.db") as book:
        book.set_variants(name, True)
        reports = graded(book, hand_in("S001", answered(name, "vi", "S002", 2)), hand_in("S002", answered(name, "en", "S001", 1)))
        for who, other in (("S001", "S002"), ("S002", "S001")):
            found = marks(book, who, name)
            for task in varied(name):
                spec = checks.load(f"{name}/{task}")
                mine, theirs = (spec["variants"][variants.own(spec, n)] for n in (who, other))
                assert (found[task]["points"], found[task]["state"]) == (0, "wrong")
                ((told, fills),) = found[task]["says"]
                for lang in text.LANGUAGES:
                    assert mine["of"][lang] in told[lang] and theirs["of"][lang] in told[lang] and fills == {}
            assert all(found[task]["state"] == "right" for task in found if task not in (*varied(name), "essay"))
            assert f"“{other}”" in reports[who].notes[0]["vi"] and f"“{other}”" in reports[who].notes[0]["en"]


@needs_linux
def test_it_is_off_unless_the_teacher_says_so(tmp_path):
    """A copy's own metadata decides nothing, and a number neither: without the teacher's word everybody is asked for the first rows."""
    name = "recognition-race"
    submissions = [hand_in("S005", answered(name, "en", "S005", 5)), hand_in("S004", answered(name, "vi", "S004", 4)), hand_in("S006", answered(name, "vi", None, None, typed=False))]
    with Gradebook(tmp_path / "b.db") as book:
        assert not book.variants(name)
        reports = graded(book, *submissions)
        assert {who: r.points for who, r in reports.items()} == {"S004": 6.0, "S005": 4.5, "S006": 6.0}
        assert "--variants" in reports["S004"].notes[0]["vi"]
        book.set_variants(name, True)
        book.rules(name, "2026-12-01T23:59+07:00", 10, 3)
        assert book.variants(name)  # a due date forgets nothing
        reports = graded(book, *submissions)  # without `again`: the rules are others now
        assert {who: r.points for who, r in reports.items()} == {"S004": 6.0, "S005": 6.0, "S006": 4.5}
        assert [r.notes != [] for r in (reports["S004"], reports["S005"], reports["S006"])] == [False, False, True]
        assert {r.student: r.points for r in book.results(name)} == {"S004": 6.0, "S005": 6.0, "S006": 4.5}
        assert graded(book, *submissions) == {}
        book.set_variants(name, False)
        graded(book, *submissions)
        assert {r.student: r.points for r in book.results(name)} == {"S004": 6.0, "S005": 4.5, "S006": 6.0}


@needs_linux
def test_the_copy_that_everybody_has_can_be_handed_in_too(tmp_path):
    """Whoever took the exercise out of the course's folder is marked by their own rows; that no number was asked is noted."""
    from test_exercises import answered as common  # noqa: PLC0415: nbgrader is slow to load

    name = "audit-the-tonnage"
    with Gradebook(tmp_path / "b.db") as book:
        book.set_variants(name, True)
        reports = graded(book, hand_in("S004", common(name, "vi", "solved")), hand_in("S005", common(name, "vi", "solved")))
    assert (reports["S004"].points, reports["S005"].points) == (6.0, 4.0)
    assert {r.outcome for r in reports.values()} == {"graded"} and "number-yours" in str(reports["S005"].notes)


@needs_linux
def test_what_is_typed_as_a_number_harms_nobody(tmp_path):
    name, submissions = "recognition-race", []
    typed = ["object()", "'9' * 10**6", "float('nan')", "1/0", "'</td><script>alert(1)</script>'", "'{cell}'", "[my_number]", "type('T', (str,), {'strip': lambda s: 1 / 0})('x')"]
    for n, code in enumerate(typed):
        book = answered(name, "en", None, 5 + 4 * n)
        next(c for c in book.cells if c.id == "number-answer").source = f"my_number = {code}"
        submissions.append(hand_in(f"S{5 + 4 * n:03d}", book))
    with Gradebook(tmp_path / "b.db") as kept:
        kept.set_variants(name, True)
        reports = graded(kept, *submissions).values()
    assert len(reports) == len(typed) and {(r.outcome, r.points) for r in reports} == {("graded", 6.0)}
    assert all(len(str(r.notes)) < 1500 for r in reports)


def test_a_gradebook_from_before_gets_the_column(tmp_path):
    path = tmp_path / "old.db"
    old = sqlite3.connect(path)
    old.executescript("create table exercises (name text primary key, due text not null default '', late_percent real not null default 0, late_days integer not null default 0); insert into exercises values ('x', '2026-01-01', 5, 2);")
    old.close()
    for _ in range(2):
        with Gradebook(path) as book:
            assert not book.variants("x") and not book.variants("y")
    with Gradebook(path) as book:
        book.set_variants("x", True)
        assert book.variants("x") and tuple(book._db.execute("select due, late_percent, late_days from exercises where name='x'").fetchone()) == ("2026-01-01", 5, 2)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Object of type:Warning")  # nbgrader's own, about its database
def test_nbgrader_is_not_stopped_by_a_copy_and_marks_it_by_the_common_rows(tmp_path, monkeypatch):
    """As the teacher's guide says."""
    import test_exercises  # noqa: PLC0415: nbgrader is slow to load

    name = "recognition-race"
    monkeypatch.setattr(test_exercises, "STUDENTS", ("S004", "S005"))
    monkeypatch.setattr(test_exercises, "answered", lambda name, lang, who: answered(name, lang, who, who))
    scores = test_exercises.grade(tmp_path, name, "vi", exercises.settings())
    solved = test_exercises.table(name, "solved")
    assert {cell: score for cell, score in scores["S004"].items() if cell != "essay"} == solved
    assert {cell: score for cell, score in scores["S005"].items() if cell != "essay"} == {**solved, "waits-check": 0, "answer-day-check": 0}


# -- the commands ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch):
    """Run a command in this process: what it printed, or the mistake that it ended with."""
    from hauphuong.cli import app

    monkeypatch.setattr(text, "_chosen", "en")

    def run_it(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["--lang", "en", *map(str, arguments)])
        assert done.exception is None or isinstance(done.exception, (text.CourseError, SystemExit)), done.exception
        return str(done.exception) if isinstance(done.exception, text.CourseError) else done.output

    return run_it


def test_a_teacher_hands_out_copies(tmp_path, command):
    assert "--variants" in command("release", "recognition-race", "--variants", "--out", tmp_path)
    for lang in text.LANGUAGES:
        path = exercises.path_of(tmp_path, "recognition-race", lang)
        assert nbformat.read(path, as_version=4) == personal("recognition-race", lang)
    kept = path.read_text("utf-8").replace("my_number = None", "my_number = 'S001'")
    path.write_text(kept, "utf-8")
    for arguments, said_ in ((("recognition-race", "--variants"), "--force"), (("recognition-race",), "--force"), (("geneva-bargain", "--variants"), "has no variants"), (("nowhere",), "There is no exercise")):
        assert said_ in command("release", *arguments, "--out", tmp_path)
    assert path.read_text("utf-8") == kept
    command("release", "recognition-race", "--variants", "--out", tmp_path, "--force")
    assert nbformat.read(path, as_version=4) == personal("recognition-race", "en")
    command("release", "geneva-bargain", "--out", tmp_path)
    assert exercises.path_of(tmp_path, "geneva-bargain", "vi").read_text("utf-8") == exercises.path_of(exercises.EXERCISES, "geneva-bargain", "vi").read_text("utf-8")


def test_links_of_a_copy_lead_somewhere_from_where_it_is_put():
    """`release/` in the course's folder lies as deep as `exercises/`."""
    for name, lang in BOTH:
        folder = exercises.path_of(exercises.EXERCISES, name, lang).parent
        for target in re.findall(r"\]\(([^)\s]+)\)", "\n".join(c.source for c in personal(name, lang).cells if c.cell_type == "markdown")):
            assert (folder / target.partition("#")[0]).is_file(), target


@needs_linux
def test_the_command_grades_by_the_teacher_s_word_and_remembers_it(tmp_path, command):
    name, folder, book = "recognition-race", tmp_path / "subs", tmp_path / "b.db"
    folder.mkdir()
    for who in ("S004", "S005"):
        nbformat.write(answered(name, "en", who, who), folder / f"{name}--{who}.ipynb")
    with zipfile.ZipFile(folder / "moodle.zip", "w") as archive:
        archive.writestr(f"Lê Chi_4711_assignsubmission_file_/{name}--S006.ipynb", nbformat.writes(answered(name, "vi", "S006", 6)))

    def points(*arguments: str) -> dict[str, float]:
        points.said = " ".join(command("grade", folder, "--gradebook", book, *arguments).split())
        with Gradebook(book) as kept:
            return {r.student: r.points for r in kept.results()}

    common, own = {"S004": 6.0, "S005": 4.5, "S006": 4.5}, {"S004": 6.0, "S005": 6.0, "S006": 6.0}
    assert points() == common and "--variants" in points.said
    assert points("--variants") == own and "--variants" not in points.said
    assert points() == own and "graded before: 3" in points.said
    assert points("--exercise", "geneva-bargain", "--variants") == own and "has no variants" in points.said

"""The grader: whatever a class hands in, nothing escapes, no mark of another changes, and each submission ends as one thing with a reason."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import hostile
import pytest
from hostile import CODE, EXERCISE, FULL, PRYING, solved, with_code, write

from hauphuong import text
from hauphuong.grading import intake, run, sandbox, score, words
from hauphuong.grading.cage import Limits
from hauphuong.grading.gradebook import Gradebook, GradebookError
from hauphuong.grading.intake import IntakeError, find
from hauphuong.grading.repair import Unreadable, parse
from hauphuong.grading.sandbox import Runner, SandboxError

HERE = Path(__file__).parent
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")


def _python_folders() -> list[Path]:
    """Folders that an ordinary user could not walk into: a Python of root's own lives there."""
    home = Path("/root")
    return [home] if Path(sys.base_prefix).resolve().is_relative_to(home) else []


def as_ordinary_user(command: list[str], folder: Path) -> list[str]:
    """The command as user 12345, in a mount namespace where root's home shows nothing but the interpreter."""
    steps = ["mount --make-rprivate /"]
    if _python_folders():
        python = Path(sys.base_prefix).resolve()
        keep = folder / "python"
        keep.mkdir()
        steps += [f"mount --bind {python} {keep}", "mount -t tmpfs -o mode=755 none /root", f"mkdir -p {python}", f"mount --bind {keep} {python}"]
    steps.append('exec setpriv --reuid=12345 --regid=12345 --clear-groups "$@"')
    return ["unshare", "-m", "bash", "-ec", "\n".join(steps), "_", *command]


@pytest.fixture(scope="module", params=["as started", "as an ordinary user"])
def graded(request, tmp_path_factory):
    """The hostile class, graded once: what was expected, and what became of it."""
    if sys.platform != "linux":
        pytest.skip("the sandbox is Linux's")
    if shutil.which("bwrap") is None:
        pytest.fail("bubblewrap is missing: sudo apt install bubblewrap", pytrace=False)
    folder = tmp_path_factory.mktemp("class")
    (folder / "submissions").mkdir()
    expected = hostile.broken(folder / "submissions")
    for student, (code, *_) in CODE.items():
        write(folder / "submissions", student, with_code(code))
    for student, code in PRYING.items():
        write(folder / "submissions", student, with_code(f"{code}\nodd_period = '1961-1964'"))
    for number in range(3):
        write(folder / "submissions", f"good-{number}", solved())
    command = [sys.executable, str(HERE / "grade_hostile.py"), str(folder)]
    if request.param != "as started":
        if os.getuid() != 0:
            pytest.skip("started as an ordinary user already")
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 12345, 12345, follow_symlinks=False)
        parent = folder
        while parent != Path("/tmp") and parent != parent.parent:
            parent.chmod(parent.stat().st_mode | 0o755)
            parent = parent.parent
        command = as_ordinary_user(command, folder)
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    told["reports"] = {r["student"]: r for r in told["reports"]}
    return expected, told


def test_it_ran_as_who_it_should(graded, request):
    wanted = 12345 if "ordinary" in request.node.callspec.id else os.getuid()
    assert graded[1]["uid"] == wanted


def test_each_hostile_program_ends_as_it_should(graded):
    wrong = {}
    for student, (_, outcome, least, most) in CODE.items():
        found = graded[1]["reports"][student]
        if outcome not in (None, found["outcome"]) or not least <= found["points"] <= most or found["outcome"] != "graded" and not found["reason"]["vi"]:
            wrong[student] = found
    assert not wrong


def test_whoever_pries_finds_nothing(graded):
    wrong = {s: graded[1]["errors"][s] for s in PRYING if graded[1]["reports"][s]["points"] != FULL}
    assert not wrong


def test_each_broken_file_is_mended_or_named(graded):
    expected, told = graded
    wrong = {}
    for student, (outcome, points) in expected.items():
        found = told["reports"].get(student)
        if found is None or (found["outcome"], found["points"]) != (outcome, points):
            wrong[student] = found
        elif outcome != "graded" and not all(found["reason"].values()):
            wrong[student] = "no reason given"
    assert not wrong


def test_nobody_else_s_mark_changes(graded):
    for number in range(3):
        assert (graded[1]["reports"][f"good-{number}"]["outcome"], graded[1]["reports"][f"good-{number}"]["points"]) == ("graded", FULL)


def test_what_was_mended_is_said(graded):
    said = {s: " ".join(n["en"] for n in r["notes"]) for s, r in graded[1]["reports"].items()}
    for student, word in {"duplicated": "twice", "duplicated-and-changed": "different answers", "missing": "put back", "reordered": "moved", "retyped": "another kind", "no-metadata": "by its content", "tampered": "changed", "bad-utf8": "UTF-8", "nul-bytes": "NUL"}.items():
        assert word in said[student], (student, said[student])
    assert said["good-0"] == ""


def test_everyone_is_in_the_book_and_nobody_is_graded_twice(graded):
    _, told = graded
    assert set(told["kept"]) == set(told["reports"]) and told["again"] == 0
    assert set(told["kept"].values()) <= set(words.OUTCOMES)


# -- a kill at any moment ------------------------------------------------------------------------------------------------


@needs_linux
def test_killed_ten_times_it_still_finishes(tmp_path):
    """SIGKILL at moments spread over the run: the next start goes on, each submission is graded once, the book is whole."""
    (tmp_path / "submissions").mkdir()
    for number in range(24):
        write(tmp_path / "submissions", f"s{number:02}", solved())
    book = tmp_path / "gradebook.db"
    command = [sys.executable, "-m", "hauphuong.cli", "grade", str(tmp_path / "submissions"), "--gradebook", str(book)]
    for attempt in range(10):
        process = subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.9 + 0.17 * attempt)
        process.kill()
        process.wait()
        if book.exists():
            assert sqlite3.connect(book).execute("pragma integrity_check").fetchone() == ("ok",)
    subprocess.run(command, cwd=HERE.parent, check=True, capture_output=True, timeout=120)
    with Gradebook(book) as kept:
        results = kept.results()
        assert len(results) == 24 and {r.points for r in results} == {FULL} and {r.outcome for r in results} == {"graded"}
        assert len(kept.attempts()) == 24
        assert all(len(kept.marks(a["id"])) == len(run.exercise(EXERCISE).checks) + 1 for a in kept.attempts())


@needs_linux
def test_a_lost_worker_costs_nobody_a_point(tmp_path):
    """The process that runs the notebooks is killed from outside: its jobs are given to a new one."""
    submissions = []
    for number in range(6):
        path = write(tmp_path, f"s{number}", solved())
        submissions.append(intake.Submission(f"s{number}", EXERCISE, path.name, path.read_bytes()))
    with Gradebook(tmp_path / "book.db") as book, Runner(2) as runner:
        seen = []

        def kill_once(report):
            seen.append(report)
            if len(seen) == 1:
                runner._process.kill()

        reports = run.grade(submissions, book, runner, tell=kill_once)
    assert [r.outcome for r in reports] == ["graded"] * 6 and {r.points for r in reports} == {FULL}


def test_a_machine_s_fault_is_no_zero(tmp_path):
    """A cage that cannot be built is the machine's fault, and is shown as one."""
    told = run.exercise(EXERCISE)
    wanted = [(cell, task) for cell, task, _ in told.checks]
    for end in ("cage", "worker"):
        scored = score.score(EXERCISE, wanted, told.keys, end, "", 60)
        assert scored.outcome == "person" and all(m.points is None and m.state == "lost" for m in scored.marks)
        assert "student" in scored.reason["en"] and "sinh viên" in scored.reason["vi"]


@needs_linux
def test_without_a_sandbox_it_refuses_and_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    with pytest.raises(SandboxError, match="apt install bubblewrap"):
        Runner()


@needs_linux
def test_unsafe_needs_no_sandbox_and_gives_the_same_marks(tmp_path, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    submissions = [intake.Submission("an", EXERCISE, "an", json.dumps(solved()).encode()), intake.Submission("dies", EXERCISE, "dies", json.dumps(with_code(CODE["os-exit"][0])).encode())]
    with Gradebook(tmp_path / "b.db") as book, Runner(2, unsafe=True) as runner:
        reports = {r.submission.student: r for r in run.grade(submissions, book, runner)}
    assert (reports["an"].outcome, reports["an"].points) == ("graded", FULL)
    assert (reports["dies"].outcome, reports["dies"].points) == ("partly", 0.5)


# -- reading ------------------------------------------------------------------------------------------------------------


def test_the_layouts_of_nbgrader_moodle_and_canvas(tmp_path):
    raw = json.dumps(solved())
    nbgrader = tmp_path / "submitted" / "an" / EXERCISE
    nbgrader.mkdir(parents=True)
    (nbgrader / f"{EXERCISE}.ipynb").write_text(raw)
    (nbgrader / "timestamp.txt").write_text("2026-11-02 10:00:00.5 UTC")
    write(tmp_path, "bình", solved())
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.writestr(f"Lê Chi_4711_assignsubmission_file_/{EXERCISE}.ipynb", raw)
        archive.writestr("Lê Chi_4711_assignsubmission_file_/notes.txt", "x")
        archive.writestr("__MACOSX/._x.ipynb", "x")
    with zipfile.ZipFile(tmp_path / "canvas.zip", "w") as archive:
        archive.writestr(f"phamdung_LATE_31_62_{EXERCISE}-2.ipynb", raw)
    found = {s.student: s for s in find(tmp_path)}
    assert set(found) == {"an", "bình", "Lê Chi_4711", "phamdung_31"}
    assert {s.exercise for s in found.values()} == {EXERCISE} and all(s.raw for s in found.values())
    assert found["an"].when == "2026-11-02T10:00:00+00:00"
    assert [s.student for s in find(tmp_path / "canvas.zip")] == ["phamdung_31"]


@pytest.mark.parametrize("where", ["nowhere", "file.txt", "empty"])
def test_nothing_to_grade(tmp_path, monkeypatch, where):
    monkeypatch.setattr(text, "_chosen", "en")
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(IntakeError):
        find(tmp_path / where)


@pytest.mark.parametrize("raw", [b"", b"   ", b"{", b"3", b"null", b'"x"', b'{"cells": 3}', b"\xff\xfe", b"[" * 10**6, json.dumps({"cells": [None, 3, "x", {"source": 7}]}).encode()])
def test_no_bytes_break_the_reader(raw):
    try:
        cells, meta, notes = parse(raw)
    except Unreadable as why:
        assert str(why) in words.FAULTS
    else:
        assert isinstance(cells, list) and isinstance(meta, dict)


# -- scoring what a stranger sends ------------------------------------------------------------------------------------------

GARBAGE = [None, 3, "x", [], {}, {"kind": "number"}, {"kind": "number", "value": True}, {"kind": "number", "value": 1e999}, {"kind": "number", "value": "3"}, {"kind": "text", "value": "x" * 10**6},
           {"kind": "list", "items": [{"kind": "list"}], "length": 1}, {"kind": "list", "items": [], "length": -1}, {"kind": "list", "items": "x", "length": 1}, {"kind": "table", "columns": [1], "index": [], "rows": [], "length": 0},
           {"kind": "table", "columns": ["a"], "index": ["b"], "rows": [[]], "length": 1}, {"kind": "nonsense"}, {"kind": ["list"]}]  # fmt: skip


@pytest.mark.parametrize("answer", GARBAGE, ids=range(len(GARBAGE)))
def test_what_does_not_have_the_shape_is_not_taken(answer):
    assert score.proper(answer) is None
    line = json.dumps({"cell": "total-check", "answers": {"total-by-periods": answer}})
    told = run.exercise(EXERCISE)
    scored = score.score(EXERCISE, [(c, t) for c, t, _ in told.checks], told.keys, "done", line + '\n{"end": true}', 60)
    assert scored.points == 0 and scored.outcome == "person"


def test_the_shape_that_an_answer_has_is_taken():
    import pandas as pd

    from hauphuong.checks import plain

    for answer in (1, 2.5, "x", None, True, [1, "a"], {"a": 1}, pd.DataFrame({"a": [1, 2]}), pd.Series([1.0]), float("nan"), float, [[1, [2]]]):
        seen = json.loads(json.dumps(plain(answer)))
        assert score.proper(seen) == plain(answer)


@pytest.mark.parametrize("told", ["", "\x00", "{", "[]\n3\nnull", '{"cell": 3}', '{"cell": "x", "answers": 3}', "[" * 10**5, '{"cell": "' + "x" * 10**6 + '"}'])
def test_no_line_breaks_the_scorer(told):
    exercise = run.exercise(EXERCISE)
    scored = score.score(EXERCISE, [(c, t) for c, t, _ in exercise.checks], exercise.keys, "done", told, 60)
    assert scored.outcome == "person" and scored.points == 0


# -- the gradebook -------------------------------------------------------------------------------------------------------


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    with Gradebook(tmp_path / "book.db") as made:
        yield made


def keep(book, student="an", digest="d", rules="r", points=3.0, handed_in="2026-11-01T10:00:00+00:00", outcome="graded"):
    marks = [score.Mark("t", points, 6.0, "partly"), score.Mark("essay", None, 4.0, "waiting")]
    return book.keep(student=student, exercise="x", place="p", digest=digest, handed_in=handed_in, rules=rules, outcome=outcome, reason={"vi": "", "en": ""}, notes=[], lang="vi", essay="e", shown={}, marks=marks)


def test_every_attempt_is_kept_and_the_last_handed_in_counts(book):
    keep(book, digest="late", points=5.0, handed_in="2026-11-03T10:00:00+00:00")
    keep(book, digest="early", points=2.0)
    assert len(book.attempts()) == 2
    (result,) = book.results("x")
    assert result.points == 5.0 and result.of == 10.0 and result.waiting == ("essay",)
    assert book.has("an", "x", "early", "r") and not book.has("an", "x", "early", "other rules")


def test_a_manual_mark_beats_an_automatic_one_and_survives_a_regrade(book):
    keep(book)
    book.mark("an", "x", "t", 5.5, "teacher", "right after all")
    book.mark("an", "x", "essay", 3.0)
    assert book.results("x")[0].points == 8.5
    keep(book, rules="new keys", points=1.0)
    assert book.results("x")[0].points == 8.5
    book.mark("an", "x", "t", None)
    assert book.results("x")[0].points == 4.0


def test_a_late_day_costs_what_the_teacher_said(book):
    keep(book, handed_in="2026-11-03T10:00:00+00:00", points=6.0)
    book.rules("x", "2026-11-01T23:59+07:00", 10, 5)
    (result,) = book.results("x")
    assert (result.late_days, result.taken_off, result.final) == (2, 1.2, 4.8)
    book.rules("x", "2026-11-01T23:59+07:00", 10, 1)
    assert book.results("x")[0].final == 0
    with pytest.raises(GradebookError, match="2026-12-01"):
        book.rules("x", "tomorrow")


@pytest.mark.parametrize("kind", ["csv", "semicolon", "xlsx"])
def test_the_roster(book, tmp_path, kind):
    rows = [["Mã sinh viên", "Họ tên", "Lớp"], ["an", "Nguyễn Văn Ân", "K1"], ["=1+1", "<script>", "K1"]]
    path = tmp_path / f"class.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "xlsx":
        from openpyxl import Workbook

        sheet = Workbook()
        for row in rows:
            sheet.active.append([f"'{c}" if c.startswith("=") else c for c in row])
        sheet.save(path)
    else:
        path.write_text("\n".join((";" if kind == "semicolon" else ",").join(r) for r in rows), encoding="utf-8-sig")
    assert book.roster(path) == 2
    assert book.students()["an"] == "Nguyễn Văn Ân"


def test_a_wrong_roster_changes_nothing(book, tmp_path):
    path = tmp_path / "class.csv"
    for content in ("a,b\n1,2", "student,name\nan,A\nan,B", "\xff"):
        path.write_bytes(content.encode("latin-1"))
        with pytest.raises(GradebookError):
            book.roster(path)
    assert book.students() == {}


def test_a_book_that_is_no_book(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    path = tmp_path / "book.db"
    path.write_text("not a database at all, but much longer than nothing" * 50)
    with pytest.raises(GradebookError, match="book.db"):
        Gradebook(path)
    assert path.read_text().startswith("not a database")


# -- the command -----------------------------------------------------------------------------------------------------------


def command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "en", *arguments], cwd=HERE.parent, capture_output=True, text=True, timeout=120)


def test_a_mistake_is_a_sentence(tmp_path):
    (tmp_path / "subs").mkdir()
    write(tmp_path / "subs", "an", solved())
    for arguments, said in (((str(tmp_path / "nowhere"),), "There is no"), ((str(tmp_path), "--exercise", "nonsense"), "There is no exercise"), ((str(tmp_path), "--student", "nobody"), "nobody"), ((str(tmp_path), "--due", "soon", "--gradebook", str(tmp_path / "b.db")), "soon")):
        done = command("grade", *arguments)
        assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert command("--help").returncode == 0 and "grade" in command("--help").stdout


@needs_linux
def test_the_command_grades_a_folder(tmp_path):
    (tmp_path / "subs").mkdir()
    write(tmp_path / "subs", "an", solved())
    write(tmp_path / "subs", "[red]bình", b"{")
    done = command("grade", str(tmp_path / "subs"), "--gradebook", str(tmp_path / "b.db"))
    assert done.returncode == 0, done.stderr
    assert "graded: 1" in done.stdout and "unreadable: 1" in done.stdout and "[red]" in done.stdout.replace("\n", "")
    assert "graded before: 1" in command("grade", str(tmp_path / "subs"), "--gradebook", str(tmp_path / "b.db")).stdout


@needs_linux
@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize("name", run.names())
def test_clean_submissions_earn_what_nbgrader_gives(tmp_path, name, lang):
    """The same points as plain nbgrader's autograde: those stand in test_exercises, where nbgrader itself grades them."""
    from test_exercises import TOTAL, answered  # noqa: PLC0415: nbgrader is slow to load

    with Gradebook(tmp_path / "b.db") as book, Runner(2) as runner:
        submissions = [intake.Submission(who, name, who, json.dumps(answered(name, lang, who)).encode()) for who in ("solved", "half", "untouched")]
        reports = {r.submission.student: r for r in run.grade(submissions, book, runner)}
    assert {who: r.points for who, r in reports.items()} == TOTAL[name]
    assert all(not r.notes and r.outcome == "graded" for r in reports.values())


def test_limits_are_what_a_classroom_needs():
    assert Limits().wall >= 60 and Limits().memory >= 10**9

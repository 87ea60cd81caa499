"""A class on one server: accounts, copies, the hand-in box; and, slowly, the whole of it for real on loopback."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest

from hauphuong import handin

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "audit-the-tonnage"
BOOK = json.dumps({"cells": [], "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


def _module(name: str):
    sys.path.insert(0, str(ROOT / "deploy" / "hub"))
    try:
        spec = importlib.util.spec_from_file_location(name, ROOT / "deploy" / "hub" / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.pop(0)


classroom, copies, collect = (_module(name) for name in ("classroom", "copies", "collect"))


# -- accounts --------------------------------------------------------------------------------------------------------------


def _roster(folder: Path, *keys: str, head: str = "student") -> Path:
    path = folder / "roster.csv"
    path.write_text("\n".join([f"{head},name", *(f"{k},Sinh viên" for k in keys)]), encoding="utf-8-sig")
    return path


def test_each_student_gets_a_number_and_a_password_once(tmp_path):
    import bcrypt
    import dbm

    first = classroom.add(_roster(tmp_path, "S001", "s002"), tmp_path / "class")
    again = classroom.add(_roster(tmp_path, "S001", "s002", "S003", head="MSSV"), tmp_path / "class")
    known = classroom.students(tmp_path / "class")
    assert set(first) == {"s001", "s002"} and set(again) == {"s003"} and len({*first.values(), *again.values()}) == 3
    assert len({told["number"] for told in known.values()}) == 3 and known["s001"]["key"] == "S001"
    with dbm.open(str(tmp_path / "class" / "passwords.dbm")) as kept:
        assert all(bcrypt.checkpw(password.encode(), kept[user]) for user, password in {**first, **again}.items())
    assert (tmp_path / "class" / "students.json").stat().st_mode & 0o077 == 0


def test_a_lost_password_is_replaced_and_no_number_is_given_twice(tmp_path):
    first = classroom.add(_roster(tmp_path, "S001", "S002"), tmp_path / "class")
    assert classroom.reset("S001", tmp_path / "class") != first["s001"]
    with pytest.raises(classroom.ClassError, match="S009"):
        classroom.reset("S009", tmp_path / "class")
    known = classroom.students(tmp_path / "class")
    del known["s001"]
    (tmp_path / "class" / "students.json").write_text(json.dumps(known))
    classroom.add(_roster(tmp_path, "S003"), tmp_path / "class")
    numbers = [told["number"] for told in classroom.students(tmp_path / "class").values()]
    assert len(set(numbers)) == len(numbers) == 2


@pytest.mark.parametrize("key", ["../root", "Nguyễn", "a b", "", "-x", "x" * 40, "=1"])
def test_a_login_that_cannot_be_one_is_refused_and_nothing_is_written(tmp_path, key):
    if not key:
        assert classroom.add(_roster(tmp_path, key), tmp_path / "class") == {}
        return
    with pytest.raises(classroom.ClassError, match="login"):
        classroom.add(_roster(tmp_path, "S001", key), tmp_path / "class")
    assert classroom.students(tmp_path / "class") == {}


def test_a_roster_without_keys_says_what_it_needs(tmp_path):
    with pytest.raises(classroom.ClassError, match="student"):
        classroom.add(_roster(tmp_path, "S001", head="họ tên"), tmp_path / "class")


# -- copies ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    for place, text in {"lessons/vi/a.ipynb": "1", "lessons/source/a.yaml": "x", "exercises/vi/e/e.ipynb": "1", "data/t.csv": "d"}.items():
        (tmp_path / "course" / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "course" / place).write_text(text)
    return tmp_path / "course"


def test_a_student_keeps_what_they_changed_and_gets_what_is_new(course, tmp_path):
    mine = tmp_path / "mine"
    assert copies.refresh(course, mine) == {"copied": 2, "replaced": 0, "kept": 0}
    assert not (mine / "lessons" / "source").exists() and (mine / "data" / "t.csv").read_text() == "d"
    (mine / "exercises/vi/e/e.ipynb").write_text("my answer")
    for place in ("lessons/vi/a.ipynb", "exercises/vi/e/e.ipynb"):
        (course / place).write_text("2")
    assert copies.refresh(course, mine) == {"copied": 0, "replaced": 1, "kept": 1}
    assert (mine / "lessons/vi/a.ipynb").read_text() == "2"
    assert (mine / "exercises/vi/e/e.ipynb").read_text() == "my answer" and (mine / "exercises/vi/e/e.new.ipynb").read_text() == "2"
    assert copies.refresh(course, mine) == {"copied": 0, "replaced": 0, "kept": 0}


# -- the box ---------------------------------------------------------------------------------------------------------------


def test_a_hand_in_says_what_became_of_it(tmp_path, monkeypatch):
    assert not handin.hand_in(EXERCISE, "vi", tmp_path).done and "hộp nộp bài" in repr(handin.hand_in(EXERCISE, "vi", tmp_path))
    monkeypatch.setenv(handin.BOX, str(tmp_path / "box"))
    assert "no file" in repr(handin.hand_in(EXERCISE, "en", tmp_path))
    (tmp_path / f"{EXERCISE}.ipynb").write_text(BOOK[:-5])
    assert "whole notebook" in repr(handin.hand_in(EXERCISE, "en", tmp_path)) and not (tmp_path / "box").exists()
    (tmp_path / f"{EXERCISE}.ipynb").write_text(BOOK)
    receipt = handin.hand_in(EXERCISE, "en", tmp_path)
    assert receipt.done and (tmp_path / "box" / EXERCISE / f"{EXERCISE}.ipynb").read_text() == BOOK
    assert [p.name for p in (tmp_path / "box" / EXERCISE).iterdir()] == [f"{EXERCISE}.ipynb"]


def test_a_box_that_cannot_be_written_to_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(handin.BOX, str(tmp_path / "file"))
    (tmp_path / f"{EXERCISE}.ipynb").write_text(BOOK)
    assert "Nothing was handed in" in repr(handin.hand_in(EXERCISE, "en", tmp_path))


def test_collecting_follows_no_link_and_believes_no_students_clock(tmp_path):
    folder = tmp_path / "class"
    classroom.add(_roster(tmp_path, "S001", "S002", "S003"), folder)
    boxes = {user: folder / "boxes" / user / EXERCISE for user in ("s001", "s002", "s003")}
    for box in boxes.values():
        box.mkdir(parents=True)
    for user in ("s001", "s003"):
        (boxes[user] / f"{EXERCISE}.ipynb").write_text(BOOK)
    os.utime(boxes["s001"] / f"{EXERCISE}.ipynb", (0, 0))  # “handed in” in 1970
    (tmp_path / "secret").write_text("secret")
    (boxes["s002"] / f"{EXERCISE}.ipynb").symlink_to(tmp_path / "secret")
    (boxes["s002"] / "other.ipynb").hardlink_to(boxes["s003"] / f"{EXERCISE}.ipynb")
    os.unlink(boxes["s003"] / f"{EXERCISE}.ipynb")
    (boxes["s003"] / f"{EXERCISE}.ipynb").hardlink_to(boxes["s002"] / "other.ipynb")
    new, left = collect.collect(folder)
    assert new == 1 and len(left) == 3
    got = folder / "submitted" / "S001" / EXERCISE
    when = datetime.fromisoformat((got / "timestamp.txt").read_text())
    assert (got / f"{EXERCISE}.ipynb").read_text() == BOOK and abs((datetime.now(timezone.utc) - when).total_seconds()) < 60
    assert not any("secret" in p.read_text() for p in (folder / "submitted").rglob("*.ipynb"))
    assert collect.collect(folder)[0] == 0


def test_the_hub_does_not_start_where_students_could_read_the_keys(tmp_path):
    """The config is run as the hub would run it, in a course whose solutions are open to all."""
    for part in ("deploy", "solutions"):
        shutil.copytree(ROOT / part, tmp_path / part)
    (tmp_path / "solutions").chmod(0o755)
    program = f"get_config = lambda: __import__('unittest.mock').mock.MagicMock(); __file__ = {str(tmp_path / 'deploy/hub/jupyterhub_config.py')!r}; exec(open(__file__).read())"
    environment = {**os.environ, "HAUPHUONG_CLASS": str(tmp_path / "class")}
    refused = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    assert refused.returncode == 1 and "chmod -R go=" in refused.stderr
    (tmp_path / "solutions").chmod(0o700)
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="the hub starts each student's server as somebody else: Linux, root")
def test_a_class_logs_in_learns_hands_in_and_nobody_reads_anothers():
    made = subprocess.run(["make", "-s", ".hub/node_modules/.bin/configurable-http-proxy"], cwd=ROOT, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no proxy: {made.stderr[-200:]}")
    done = subprocess.run([sys.executable, "-m", "benchmarks.hub", "3", "--json"], cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    for told in json.loads(done.stdout.strip().splitlines()[-1]):
        assert told["quizzed"] == told["graded"] == told["students"] == 3
        assert told["readable"] == [] and told["left"] == []


def test_values_for_kubernetes_name_files_that_are_there():
    import yaml

    values = yaml.safe_load((ROOT / "deploy" / "kubernetes" / "values.yaml").read_text(encoding="utf-8"))
    _, program, course, _ = values["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert (ROOT / Path(program).relative_to(course)).is_file()
    assert values["singleuser"]["defaultUrl"].startswith("/lab/tree/course/lessons/") and handin.BOX in values["singleuser"]["extraEnv"]
    version = values["singleuser"]["image"]["tag"]
    assert version == "v" + __import__("hauphuong").__version__ and set(values) == {"singleuser", "hub", "cull", "prePuller", "scheduling"}

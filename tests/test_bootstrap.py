"""The set-up script, with a venv and a pip that only pretend: nothing here installs anything."""

import ast
import errno
import importlib.util
import io
import os
import string
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "bootstrap.py"

OFFLINE = """\
WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NewConnectionError(': Failed to establish
a new connection: [Errno -3] Temporary failure in name resolution')': /simple/anyio/
ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)
ERROR: No matching distribution found for anyio==4.16.0
"""


@pytest.fixture
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def course(tmp_path, bootstrap, monkeypatch):
    """A folder that looks like the course, and the machine that obeys the script in it."""

    class Course:
        root = tmp_path / "khóa học"
        venv = root / ".venv"
        calls: list[str] = []  # what the last run started
        pip_says = (0, "")  # exit code (or what cuts pip short) and output
        pip_fails_at = ("requirements.txt", "requirements-test.txt", "editable")

        def run(self, command, log, each_line=None):
            if command[1:3] == ["-m", "venv"]:
                self.calls.append("venv")
                python = Path(bootstrap.python_of(str(self.venv)))
                python.parent.mkdir(parents=True)
                python.write_text("")
                (self.venv / "pyvenv.cfg").write_text("")
                return 0, ""
            assert command[1:4] == ["-m", "pip", "install"] and "--no-deps" in command
            self.calls.append("editable" if "-e" in command else Path(command[-1]).name)
            if self.calls[-1] not in self.pip_fails_at:
                return 0, ""
            for line in self.pip_says[1].splitlines():
                each_line(line)
            if isinstance(self.pip_says[0], BaseException):
                raise self.pip_says[0]
            return self.pip_says

        def __call__(self, room="lab"):
            self.calls.clear()
            return bootstrap.main([room])

    course = Course()
    course.root.mkdir()
    (course.root / "pyproject.toml").write_text("[project]\n")
    (course.root / "requirements.txt").write_text("anyio==4.16.0\n")
    (course.root / "requirements-test.txt").write_text("anyio==4.16.0\npytest==9.2.0\n")
    monkeypatch.setattr(bootstrap, "ROOT", str(course.root))
    monkeypatch.setattr(bootstrap, "run", course.run)
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)
    return course


def only_line(capsys, code=2, result=2):
    assert result == code
    said = capsys.readouterr().err.strip("\n")
    assert "\n" not in said and "Traceback" not in said and " / " in said, said
    return said


LAB = ["venv", "requirements.txt", "editable"]


def test_the_second_time_nothing_is_installed(course, capsys):
    assert course() == 0 and course.calls == LAB
    assert "Installed." in capsys.readouterr().out
    assert course() == 0 and course.calls == []
    assert capsys.readouterr() == ("", "")


def test_test_adds_to_lab_and_lab_never_goes_back(course):
    course("lab")
    assert course("test") == 0 and course.calls == ["requirements-test.txt", "editable"]
    assert course("lab") == 0 and course.calls == []
    assert course("test") == 0 and course.calls == []


def test_a_new_lock_is_followed_in_the_room_that_is_there(course):
    course("test")
    (course.root / "requirements-test.txt").write_text("anyio==4.17.0\npytest==9.2.0\n")
    assert course("lab") == 0 and course.calls == ["requirements-test.txt", "editable"]


def test_a_moved_folder_or_another_python_gets_a_new_venv(course, bootstrap, monkeypatch):
    course()
    monkeypatch.setattr(bootstrap.sys, "version_info", (sys.version_info[0], sys.version_info[1] + 1, 0))
    assert course() == 0 and course.calls == LAB


def test_python_too_old(course, bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 10, 13))
    said = only_line(capsys, result=course())
    assert "Cần Python 3.11" in said and "this is Python 3.10" in said
    assert not course.venv.exists()


def test_an_old_python_can_read_the_script():
    """It has to get as far as the sentence. f-strings and := are what creeps in, so they are looked for by name."""
    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 7))
    newer = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match)
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, newer)]
    imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= sys.stdlib_module_names


def test_without_the_venv_module(course, bootstrap, monkeypatch, capsys):
    find = importlib.util.find_spec
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == "ensurepip" else find(name))
    assert "sudo apt install python3-venv" in only_line(capsys, result=course())


def test_network_away(course, capsys):
    course.pip_says = (1, OFFLINE)
    assert "network (or proxy)" in only_line(capsys, result=course())
    course.pip_says = (0, "")
    assert course() == 0 and course.calls == LAB  # recovers by itself


def test_network_away_leaves_a_working_course_alone(course, capsys):
    """An update that cannot be fetched must not cost a reader the course that was there."""
    course()
    (course.venv / "kept").write_text("")
    old = (course.root / "requirements.txt").read_text()
    (course.root / "requirements.txt").write_text("anyio==4.17.0\n")
    course.pip_says = (1, OFFLINE)
    assert course() == 2 and course.calls == ["requirements.txt"]
    (course.root / "requirements.txt").write_text(old)
    assert course() == 0 and course.calls == []
    assert (course.venv / "kept").exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("Retrying ... SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]'))", "PIP_CERT"),
        ("ERROR: No matching distribution found for pywinpty==3.1.2", "has no pywinpty for this system"),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", "network (or proxy)"),
        ("ERROR: Could not install packages: [Errno 30] Read-only file system", "cannot be written to"),
        ("ERROR: something {unheard} of", "did not finish (ERROR: something {unheard} of)"),
        ("", "did not finish (?)"),
    ],
)
def test_what_pip_says_becomes_one_sentence(course, capsys, text, sentence):
    course.pip_says = (1, text)
    assert sentence in only_line(capsys, result=course())


def test_read_only_folder(course, bootstrap, monkeypatch, capsys):
    """Permission bits do not bind root, so the refusal is played."""

    def refuse(*_):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(bootstrap.os, "mkdir", refuse)
    assert "cannot be written to" in only_line(capsys, result=course())


def test_disk_full_is_found_before_the_download(course, bootstrap, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
    assert "The disk is full" in only_line(capsys, result=course())
    assert course.calls == []


def test_a_file_in_the_way(course, capsys):
    course.venv.write_text("mine")
    assert "bears the name .venv" in only_line(capsys, result=course())
    assert course.venv.read_text() == "mine"


def test_a_strangers_folder_in_the_way_is_not_emptied(course, capsys):
    course.venv.mkdir()
    (course.venv / "diary.txt").write_text("mine")
    assert "bears the name .venv" in only_line(capsys, result=course())
    assert (course.venv / "diary.txt").read_text() == "mine"


def test_a_half_made_venv_is_made_anew(course, capsys):
    course.pip_says = (KeyboardInterrupt(), "")
    assert "Stopped half-way" in only_line(capsys, code=130, result=course())
    (course.venv / "half-copied").write_text("")
    course.pip_says = (0, "")
    assert course() == 0 and course.calls == LAB
    assert not (course.venv / "half-copied").exists()


def test_a_failure_after_the_packages_costs_only_the_last_step(course, capsys):
    """Someone's slip in pyproject.toml, say: the long download is not to be done again."""
    course.pip_fails_at, course.pip_says = ("editable",), (1, "ERROR: Exception:\nTOMLDecodeError: line 3")
    assert "did not finish (TOMLDecodeError: line 3)" in only_line(capsys, result=course())
    course.pip_says = (0, "")
    assert course() == 0 and course.calls == ["requirements.txt", "editable"]
    assert course() == 0 and course.calls == []


@pytest.mark.parametrize("damage", ["no stamp", "torn stamp", "no python", "killed while emptying"])
def test_a_damaged_venv_is_made_anew(course, bootstrap, damage):
    course()
    stamp = course.venv / bootstrap.STAMP
    if damage == "no stamp":
        stamp.unlink()
    elif damage == "torn stamp":
        stamp.write_text('{"room": "la')
    elif damage == "no python":
        os.remove(bootstrap.python_of(str(course.venv)))
    else:
        bootstrap.write_stamp(str(course.venv), {"room": "lab", "whole": False})
        (course.venv / "pyvenv.cfg").unlink()
    assert course() == 0 and course.calls == LAB
    assert course() == 0 and course.calls == []


@pytest.mark.skipif(os.name == "nt", reason="flock")
def test_two_set_ups_at_once(course, bootstrap, capsys):
    course.venv.mkdir()
    with bootstrap.log_of(str(course.venv)):
        assert "Another set-up is running" in only_line(capsys, result=course())
    assert course() == 0


def test_a_missing_lock(course, capsys):
    (course.root / "requirements.txt").unlink()
    assert "requirements.txt" in only_line(capsys, result=course())


def test_usage(course, capsys):
    assert "Usage:" in only_line(capsys, result=course("kitchen"))


def test_every_sentence_is_one_line_in_both_languages(bootstrap):
    vietnamese = set("ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ")
    for name, pair in {**bootstrap.MESSAGES, **bootstrap.NOTES}.items():
        vi, en = pair
        assert set(vi.lower()) & vietnamese and en.isascii(), name
        fields = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in pair]
        assert fields[0] == fields[1], name
        line = bootstrap.sentence(pair, have="3.6", why="two\nlines", need=700)
        assert "\n" not in line and " / " in line and line.rstrip().endswith("."), name


def test_a_terminal_without_vietnamese_still_gets_the_sentence(bootstrap):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")  # as stderr is in such a terminal
    bootstrap.say("Đĩa đầy / The disk is full", stream)
    assert raw.getvalue() == b"Dia day / The disk is full\n"


def test_what_a_command_says_reaches_the_log_and_the_script(bootstrap, tmp_path):
    with open(tmp_path / "log", "w+", encoding="utf-8") as log:
        code, said = bootstrap.run([sys.executable, "-c", "print('Đà Nẵng'); raise SystemExit(3)"], log)
        log.seek(0)
        assert (code, said.split(), log.read().split()) == (3, ["Đà", "Nẵng"], ["Đà", "Nẵng"])


def test_the_script_answers_from_the_command_line():
    answer = subprocess.run(
        [sys.executable, str(SCRIPT), "kitchen"], capture_output=True, text=True, encoding="utf-8", env=os.environ
    )
    assert answer.returncode == 2 and answer.stdout == ""
    assert "Usage:" in answer.stderr and "Traceback" not in answer.stderr

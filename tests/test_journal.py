"""The journal: nothing acknowledged is lost, whatever is done to the file, the folder, or the process that writes."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from hauphuong import journal as room
from hauphuong import text
from hauphuong.journal import Journal, JournalError, default_path


@pytest.fixture
def book(tmp_path):
    return Journal(tmp_path / "journal.jsonl")


def add(book, question="06-a", answer="x", **more):
    return book.append("06-aid-in-tonnes", question, answer, more.get("points", 1), 1, more.get("attempt", 1))


def lines(book):
    return book.path.read_bytes().split(b"\n")


def rewrite(book, kept):
    book.path.write_bytes(b"\n".join(kept))


# -- writing and reading ---------------------------------------------------------------------------------------------------


def test_an_entry_says_what_was_answered_and_follows_on_the_last(book):
    first, second = add(book), add(book, answer=["đ", "ơ"], attempt=2)
    assert set(first) == {"time", "lesson", "question", "answer", "points", "max", "attempt", "prev", "hash"}
    assert first["prev"] == room.START and second["prev"] == first["hash"]
    assert first["time"].endswith("Z") and "who" not in first
    assert book.read() == ([first, second], []) and book.verify() == []
    assert "đ".encode() in lines(book)[1], "the learner's file must be readable"


def test_the_last_answer_of_each_question_comes_back(book):
    add(book, answer="one"), add(book, answer="two", attempt=2), add(book, "06-b", {"p": "q"})
    book.append("00-start-here", "00-a", 3.5, 0, 1, 1)
    assert {k: e["answer"] for k, e in book.answers("06-aid-in-tonnes").items()} == {"06-a": "two", "06-b": {"p": "q"}}
    assert Journal(book.path.with_name("none.jsonl")).read() == ([], [])


def test_a_name_only_where_one_is_given(book):
    named = Journal(book.path, who="HS 07")
    assert add(named)["who"] == "HS 07" and named.verify() == []


def test_unicode_of_every_kind_is_kept(book):
    entry = add(book, answer="Đie\u0323\u0302n \ud800\u2028\n\x00 “trích”")
    assert entry["answer"] == "Điện ?\u2028\n\x00 “trích”"
    assert len(lines(book)) == 2 and book.verify() == [] and book.read()[0] == [entry]


def test_where_it_lies(tmp_path, monkeypatch):
    monkeypatch.setenv("HAUPHUONG_JOURNAL", str(tmp_path))
    assert default_path() == tmp_path / "journal.jsonl"
    monkeypatch.delenv("HAUPHUONG_JOURNAL")
    checkout = default_path()
    assert checkout.parts[-2:] == ("my-work", "journal.jsonl") and (checkout.parents[1] / "pyproject.toml").is_file()
    monkeypatch.setattr(room, "__file__", str(tmp_path / "site" / "hauphuong" / "journal.py"))
    monkeypatch.chdir(tmp_path)
    assert default_path() == tmp_path / "my-work" / "journal.jsonl", "an installed course writes where the learner works"
    (tmp_path / "lessons" / "vi").mkdir(parents=True)
    (tmp_path / "lessons" / "index.ipynb").write_text("{}")
    (tmp_path / "exercises" / "en" / "x").mkdir(parents=True)
    for folder in ("lessons", "lessons/vi", "exercises/en/x"):
        monkeypatch.chdir(tmp_path / folder)
        assert default_path() == tmp_path / "my-work" / "journal.jsonl", "lessons, exercises and landing page share one journal"


# -- a file that something happened to -------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 10, 80, -2])
def test_a_torn_last_line_is_set_aside_and_writing_goes_on(book, cut):
    first = add(book)
    add(book, answer="lost")
    kept, torn, _ = lines(book)
    book.path.write_bytes(kept + b"\n" + torn[:cut])
    (problem,) = book.verify()
    assert problem.line == 2 and problem.unreadable
    assert book.read()[0] == [first]
    third = add(book, answer="after")
    assert book.path.with_name("journal.torn-1.jsonl").read_bytes() == torn[:cut]
    assert book.verify() == [] and third["prev"] == first["hash"]


def test_torn_lines_never_overwrite_one_another(book):
    for number in (1, 2, 3):
        add(book)
        with book.path.open("ab") as file:
            file.write(b'{"piece": %d' % number)
    add(book)
    assert [book.path.with_name(f"journal.torn-{n}.jsonl").read_bytes() for n in (1, 2, 3)] == [b'{"piece": %d' % n for n in (1, 2, 3)]
    assert book.verify() == [] and len(book.read()[0]) == 4


def test_a_last_line_that_only_lacks_its_end_is_kept(book):
    add(book), add(book, answer="kept")
    book.path.write_bytes(book.path.read_bytes()[:-1])
    assert book.verify() == []
    add(book)
    assert len(book.read()[0]) == 3 and book.verify() == [] and list(book.path.parent.glob("*torn*")) == []


def test_an_edit_shows(book):
    for number in range(4):
        add(book, answer=f"a{number}")
    kept = lines(book)
    rewrite(book, [kept[0], kept[1].replace(b'"points":1', b'"points":9'), *kept[2:]])
    (problem,) = book.verify()
    assert problem.line == 2 and not problem.unreadable
    assert len(book.read()[0]) == 4, "an edited line can still be read"
    add(book)
    assert [p.line for p in book.verify()] == [2], "and stops no writing"


@pytest.mark.parametrize(("change", "line"), [(lambda k: [k[0], *k[2:]], 2), (lambda k: [k[0], k[2], k[1], *k[3:]], 2), (lambda k: k[1:], 1)])
def test_a_line_removed_or_moved_shows(book, change, line):
    for number in range(4):
        add(book, answer=f"a{number}")
    rewrite(book, change(lines(book)))
    problems = book.verify()
    assert problems[0].line == line
    add(book)
    assert book.verify() == problems


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\x00", b"not json", b"[1, 2]", b"null", b'{"hash": 3}', b'{"a": NaN, "hash": "x"}', b"[" * 100_000])
def test_a_line_that_cannot_be_read_is_reported_and_passed(book, rubbish):
    add(book), add(book)
    kept = lines(book)
    rewrite(book, [kept[0], rubbish, *kept[1:]])
    assert [p.line for p in book.verify() if p.unreadable] == [2]
    assert len(book.read()[0]) == 2
    rewrite(book, [*kept[:2], rubbish, b""])
    entry = add(book)
    assert [p.line for p in book.verify()] == [3], "a new line follows on one that cannot be read"
    assert book.read()[0][-1] == entry


def test_windows_line_ends_and_blank_lines_do_no_harm(book):
    add(book), add(book)
    book.path.write_bytes(book.path.read_bytes().replace(b"\n", b"\r\n") + b"\n\n")
    add(book)
    assert book.verify() == [] and len(book.read()[0]) == 3


def test_what_is_wrong_is_said_in_both_languages(book, monkeypatch):
    book.path.write_bytes(b"rubbish\n")
    monkeypatch.setattr(text, "_chosen", "vi")
    assert str(book.verify()[0]).startswith("dòng 1: không đọc được")
    monkeypatch.setattr(text, "_chosen", "en")
    assert str(book.verify()[0]).startswith("line 1: cannot be read")


# -- a place that cannot be written to -------------------------------------------------------------------------------------


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "my-work").write_text("a file in the folder's place")
    with pytest.raises(JournalError, match="my-work"):
        add(Journal(tmp_path / "my-work" / "journal.jsonl"))


def test_a_journal_that_is_a_folder(tmp_path):
    (tmp_path / "journal.jsonl").mkdir()
    for act in (add, Journal.read):
        with pytest.raises(JournalError):
            act(Journal(tmp_path / "journal.jsonl"))


def test_a_full_disk_leaves_the_file_whole(book, monkeypatch):
    """The first part of a line still fits, then nothing more."""
    add(book)
    before = book.path.read_bytes()

    class Full:
        def __init__(self, file):
            self.file, self.left = file, 20

        def write(self, raw):
            if not self.left:
                raise OSError(28, "No space left on device")
            written = self.file.write(raw[: self.left])
            self.left = 0
            return written

        def __getattr__(self, name):
            return getattr(self.file, name)

    write = room._write
    monkeypatch.setattr(room, "_write", lambda file, *parts: write(Full(file), *parts))
    with pytest.raises(JournalError, match="No space left"):
        add(book)
    assert book.path.read_bytes() == before
    monkeypatch.undo()
    add(book)
    assert book.verify() == []


def test_a_read_only_folder(book, monkeypatch):
    """Made up, since an administrator may write anywhere."""

    def refuse(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(room, "open", refuse, raising=False)
    with pytest.raises(JournalError, match="Permission denied"):
        add(book)


def test_a_lock_that_is_never_given_back(book, monkeypatch):
    monkeypatch.setattr(room, "PATIENCE", 0.05)
    monkeypatch.setattr(room, "_lock", lambda handle: False)
    with pytest.raises(JournalError, match="(?i)another program|chương trình khác"):
        add(book)


def test_without_locks_it_still_writes(book, monkeypatch):
    """Python in the browser has neither fcntl nor msvcrt, and no second process either."""
    monkeypatch.setattr(room, "fcntl", None)
    monkeypatch.setattr(room, "msvcrt", None)
    add(book), add(book)
    assert book.verify() == []


# -- more than one process, and processes that are killed ------------------------------------------------------------------

WRITER = """
import sys
from hauphuong.journal import Journal
book, name, count = Journal(sys.argv[1]), sys.argv[2], int(sys.argv[3])
for number in range(count):
    book.append("06-aid-in-tonnes", name, f"{name}-{number}", 1, 1, number + 1)
    print(f"{name}-{number}", flush=True)
"""


def writer(book, name, count):
    return subprocess.Popen([sys.executable, "-c", WRITER, str(book.path), name, str(count)], stdout=subprocess.PIPE, text=True)


def test_two_kernels_write_one_journal(book):
    both = [writer(book, name, 200) for name in ("left", "right")]
    for one in both:
        one.communicate(timeout=60)
        assert one.returncode == 0
    entries, problems = book.read()
    assert problems == []
    for name in ("left", "right"):
        assert [e["answer"] for e in entries if e["question"] == name] == [f"{name}-{n}" for n in range(200)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_no_acknowledged_answer_is_lost_in_twenty_kills(book):
    chance = random.Random(1954)
    acknowledged = []
    for turn in range(20):
        one = writer(book, f"turn{turn}", 10_000)
        acknowledged.append(one.stdout.readline().strip())
        time.sleep(chance.uniform(0, 0.05))
        one.kill()
        # a name cut off in the pipe was never read by anyone
        acknowledged += [said.strip() for said in one.communicate()[0].splitlines(keepends=True) if said.endswith("\n")]
        if turn % 5 == 4:  # now and then the kill also tears a line, as a power cut does
            with book.path.open("ab") as file:
                file.write(b'{"answer":"to')
    add(book)
    entries, problems = book.read()
    assert problems == []
    assert set(acknowledged) <= {e["answer"] for e in entries}
    assert len(acknowledged) > 20 and len(list(book.path.parent.glob("journal.torn-*.jsonl"))) >= 4
    assert all(json.loads(line)["hash"] for line in lines(book)[:-1])

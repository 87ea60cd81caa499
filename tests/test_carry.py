"""Taking one's work along and putting it back: nothing is overwritten, nothing is added twice, strangers' files are refused."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from nbgrader.utils import compute_checksum
from nbformat import from_dict

from hauphuong import carry
from hauphuong.carry import Work
from hauphuong.journal import Journal
from hauphuong.text import CourseError

ROOT = Path(__file__).parents[1]
RACE = Path("exercises/en/recognition-race/recognition-race.ipynb")


@pytest.fixture
def desk(tmp_path):
    """A place to work: a journal with three answers and the exercises as they are given out."""
    root = tmp_path / "course"
    shutil.copytree(ROOT / "exercises", root / "exercises")
    work = Work(Journal(tmp_path / "mine" / "journal.jsonl"), root)
    for n in range(3):
        work.journal.append("03-recognition-1950", f"q{n}", n, 1, 1, 1)
    return work


def answer(root: Path, said: str) -> None:
    """Answer the exercise's first question."""
    book = json.loads((root / RACE).read_text(encoding="utf-8"))
    cell = next(c for c in book["cells"] if c["metadata"].get("nbgrader", {}).get("solution"))
    cell["source"] = [said]
    (root / RACE).write_text(json.dumps(book), encoding="utf-8")


def test_the_sum_of_a_cell_is_nbgraders_own():
    book = json.loads((ROOT / RACE).read_text(encoding="utf-8"))
    cells = [c for c in book["cells"] if c["metadata"].get("nbgrader")]
    assert len(cells) > 10
    for cell in cells:
        whole = from_dict({**cell, "source": "".join(cell["source"])})
        assert carry._checksum(cell, cell["metadata"]["nbgrader"]) == compute_checksum(whole)


def test_only_what_was_begun_goes_along(desk):
    assert desk.exercises() == []
    answer(desk.root, "first_four = ['china']")
    assert desk.exercises() == [RACE]
    with zipfile.ZipFile(io.BytesIO(desk.zip())) as packed:
        assert packed.namelist() == ["my-work/journal.jsonl", RACE.as_posix()]


def test_on_an_empty_desk_the_journal_is_the_same_byte_for_byte(desk, tmp_path):
    other = Work(Journal(tmp_path / "other" / "journal.jsonl"), desk.root)
    assert other.put_back(desk.zip()) == [("added", {"n": 3})]
    assert other.journal.path.read_bytes() == desk.journal.path.read_bytes()
    assert other.put_back(desk.zip()) == [("same", {})]
    desk.journal.append("04", "q", 1, 1, 1, 1)
    assert other.put_back(desk.journal.path.read_bytes()) == [("added", {"n": 1})]  # the bare file does as well
    assert other.journal.path.read_bytes() == desk.journal.path.read_bytes()


def test_two_journals_become_one_whose_chain_is_whole(desk, tmp_path):
    other = Work(Journal(tmp_path / "other" / "journal.jsonl"), desk.root)
    other.journal.append("04", "mine", 1, 1, 1, 1)
    before = other.journal.path.read_bytes()
    assert other.put_back(desk.zip()) == [("added", {"n": 3})]
    assert other.put_back(desk.zip()) == [("same", {})]
    assert other.journal.path.read_bytes().startswith(before) and other.journal.verify() == []
    carried = [e["carried"] for e in other.journal.read()[0][1:]]
    assert carried == [e["hash"] for e in desk.journal.read()[0]]
    assert desk.put_back(other.zip()) == [("added", {"n": 1})] and desk.journal.verify() == []  # there and back again
    assert len(desk.journal.read()[0]) == 4


def test_an_edited_answer_goes_on_showing(desk, tmp_path):
    forged = desk.journal.path.read_bytes().replace(b'"points":1', b'"points":9', 1)
    other = Work(Journal(tmp_path / "other" / "journal.jsonl"), desk.root)
    other.journal.append("04", "mine", 1, 1, 1, 1)
    other.put_back(forged)
    assert any("changed after it was written" in p.en for p in other.journal.verify())


def test_an_exercise_goes_into_its_place_and_never_over_other_work(desk, tmp_path):
    answer(desk.root, "first_four = ['china']")
    packed = desk.zip()
    other = Work(Journal(tmp_path / "other" / "journal.jsonl"), tmp_path / "away")
    shutil.copytree(ROOT / "exercises", other.root / "exercises")
    assert ("placed", {"name": "recognition-race"}) in other.put_back(packed)
    assert (other.root / RACE).read_bytes() == (desk.root / RACE).read_bytes()

    answer(other.root, "first_four = ['cuba']")
    mine = (other.root / RACE).read_bytes()
    beside = ("beside", {"name": "recognition-race", "other": "recognition-race-1.ipynb"})
    assert beside in other.put_back(packed) and beside in other.put_back(packed)
    assert (other.root / RACE).read_bytes() == mine
    assert sorted(p.name for p in (other.root / RACE).parent.iterdir()) == ["recognition-race-1.ipynb", "recognition-race.ipynb"]


def test_where_notebooks_cannot_be_reached_it_says_so(desk, tmp_path, monkeypatch):
    answer(desk.root, "first_four = ['china']")
    monkeypatch.chdir(tmp_path / "mine")
    monkeypatch.setattr(carry, "course_folder", lambda: None)
    page = Work(Journal(tmp_path / "page" / "journal.jsonl"))
    assert ("nowhere", {"name": "recognition-race"}) in page.put_back(desk.zip())
    assert carry.WORDS["apart"]["vi"] in carry.html(page, "vi")


def stranger(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"hello", stranger(**{"../../evil.ipynb": b"{}"}), stranger(**{"my-work/journal.jsonl": b"nothing\n"})])
def test_a_strangers_file_changes_nothing(desk, tmp_path, content):
    before = sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file())
    with pytest.raises(CourseError):
        desk.put_back(content)
    assert sorted((p, p.read_bytes()) for p in tmp_path.rglob("*") if p.is_file()) == before
    assert "Chưa có gì thay đổi" in carry.report(desk, content, "vi")


def test_a_bomb_is_not_unpacked(desk, monkeypatch):
    monkeypatch.setattr(carry, "LARGEST", 1000)
    with pytest.raises(CourseError):
        desk.put_back(stranger(**{"my-work/journal.jsonl": b"\0" * 5000}))


def test_what_the_reader_sees_is_escaped_and_in_both_languages(desk):
    shown = carry.html(desk, "vi", "en")
    assert "3 câu trả lời" in shown and "3 answers" in shown and 'download="hauphuong-' in shown
    assert all(set(words) == {"vi", "en"} for words in carry.WORDS.values())

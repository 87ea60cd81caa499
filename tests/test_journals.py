"""The journals of a class in one table: no line is left out, and each break in a chain is where it is said to be."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from hauphuong import text
from hauphuong.grading import journals
from hauphuong.grading.intake import IntakeError
from hauphuong.grading.journals import JournalsError, merge, pseudonyms, table
from hauphuong.journal import Journal

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")


def journal(path: Path, answers=("a", "b", "c"), who="") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = Journal(path, who)
    for number, answer in enumerate(answers):
        book.append("06-aid-in-tonnes", f"06-{number}", answer, points=min(number, 2) / 2, max=1, attempt=1)
    path.with_suffix(".lock").unlink()
    return path


def rows(merged, codes=None) -> list[dict]:
    return list(csv.DictReader(io.StringIO(table(merged, "en", codes), newline="")))


def of(merged, student) -> list[dict]:
    return [row for row in rows(merged) if row["Student"] == student]


# -- where journals come from ----------------------------------------------------------------------------------------------


def test_files_folders_and_zips_of_learners_moodle_and_canvas(tmp_path):
    source = journal(tmp_path / "source" / "x.jsonl").read_bytes()
    home = tmp_path / "class"
    journal(home / "00123.jsonl"), journal(home / "journal--S002.jsonl"), journal(home / "S003" / "journal.jsonl"), journal(home / "K1" / "S004" / "my-work" / "journal.jsonl")

    def pack(path: Path, **inside: bytes) -> bytes:
        with zipfile.ZipFile(path, "w") as archive:
            for name, raw in inside.items():
                archive.writestr(name, raw)
        return path.read_bytes()

    own = pack(tmp_path / "own.zip", **{"my-work/journal.jsonl": source})
    pack(home / "S005.zip", **{"my-work/journal.jsonl": source})
    pack(home / "moodle.zip", **{"Lê Chi_4711_assignsubmission_file_/journal.jsonl": source, "Đỗ An_4712_assignsubmission_file_/my-work.zip": own, "__MACOSX/._journal.jsonl": b"x"})
    pack(home / "canvas.zip", **{"phamdung_LATE_31_62_journal-1.jsonl": source, "vuhoa_32_63_my-work.zip": own})
    (home / "S006").mkdir()
    pack(home / "S006" / "my-work.zip", **{"journal.jsonl": source})
    merged = merge(home)
    assert {s for s, *_ in journals.summary(merged)} == {"00123", "S002", "S003", "S004", "S005", "S006", "Lê Chi_4711", "Đỗ An_4712", "phamdung_31", "vuhoa_32"}
    assert all((total, broken, unread) == (3, 0, 0) for _, total, broken, unread in journals.summary(merged))
    first, second, third = of(merged, "00123")
    assert (first["Lesson"], first["Question"], first["Answer"], first["State"], first["Points"], first["Out of"], first["Chain"], first["Line"]) == ("06-aid-in-tonnes", "06-0", "a", "not right", "0", "1", "ok", "1")
    assert (second["State"], second["Points"], third["State"]) == ("partly right", "0.5", "right")


def test_there_is_nothing_to_merge(tmp_path):
    with pytest.raises(JournalsError, match="my-work/journal.jsonl"):
        merge(tmp_path)
    with pytest.raises(IntakeError):
        merge(tmp_path / "nowhere")


# -- broken chains -----------------------------------------------------------------------------------------------------------


def test_an_edit_a_removal_and_a_line_put_in_are_each_where_they_are(tmp_path):
    for name in ("edited", "removed", "inserted", "swapped", "sound"):
        journal(tmp_path / f"{name}.jsonl", "abcd")
    lines = (tmp_path / "edited.jsonl").read_bytes().split(b"\n")
    (tmp_path / "edited.jsonl").write_bytes(b"\n".join([lines[0], lines[1].replace(b'"points":0.5', b'"points":1'), *lines[2:]]))
    lines = (tmp_path / "removed.jsonl").read_bytes().split(b"\n")
    (tmp_path / "removed.jsonl").write_bytes(b"\n".join([lines[0], *lines[2:]]))
    lines = (tmp_path / "inserted.jsonl").read_bytes().split(b"\n")
    other = (tmp_path / "sound.jsonl").read_bytes().split(b"\n")[3]
    (tmp_path / "inserted.jsonl").write_bytes(b"\n".join([lines[0], other, *lines[1:]]))
    lines = (tmp_path / "swapped.jsonl").read_bytes().split(b"\n")
    (tmp_path / "swapped.jsonl").write_bytes(b"\n".join([lines[0], lines[2], lines[1], *lines[3:]]))
    merged = merge(tmp_path)
    broken = {name: [int(r["Line"]) for r in of(merged, name) if r["Chain"] == "broken"] for name in ("edited", "removed", "inserted", "swapped", "sound")}
    assert broken == {"edited": [2], "removed": [2], "inserted": [2, 3], "swapped": [2, 3, 4], "sound": []}
    assert of(merged, "edited")[1]["Points"] == "1" and "changed" in of(merged, "edited")[1]["Where and why"], "the line is kept, as it stands"
    assert {s: total for s, total, *_ in journals.summary(merged)} == {"edited": 4, "removed": 3, "inserted": 5, "swapped": 4, "sound": 4}


def test_what_cannot_be_read_is_kept_as_it_stands(tmp_path):
    path = journal(tmp_path / "S1.jsonl")
    path.write_bytes(path.read_bytes() + b'not json, =1+1\n{"lesson": 3}\n\xff\xfe\n[[[\n{"cut')
    (tmp_path / "S1.torn-1.jsonl").write_bytes(b'{"time": "2026')
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 no zip")
    os.symlink(path, tmp_path / "link.jsonl")
    merged = merge(tmp_path)
    told = of(merged, "S1")
    assert [r["Chain"] for r in told] == ["ok"] * 3 + ["unreadable"] * 6
    raw = [r["The line as it stands (where it cannot be read)"] for r in told[3:]]
    assert raw == ["not json, =1+1", '{"lesson": 3}', "��", "[[[", '{"cut', '{"time": "2026']
    assert "breaks off" in told[7]["Where and why"] and "set aside" in told[8]["Where and why"]
    for student, said in (("empty", "empty"), ("bad", "broken"), ("link", "link")):
        (row,) = of(merged, student)
        assert said in row["Where and why"] and row["Line"] == ""
    assert dict((s, u) for s, _, _, u in journals.summary(merged)) == {"S1": 6, "bad": 1, "empty": 0, "link": 1}


def test_an_older_copy_adds_nothing_and_one_that_differs_adds_what_differs(tmp_path):
    path = journal(tmp_path / "S1" / "journal.jsonl")
    (tmp_path / "S1" / "week-1").mkdir()
    lines = path.read_bytes().split(b"\n")
    (tmp_path / "S1" / "journal_S1.jsonl").write_bytes(b"\n".join(lines[:2]) + b"\n")
    merged = merge(tmp_path)
    assert len(of(merged, "S1")) == 3 and merged.repeated == 2
    (tmp_path / "S1" / "journal_S1.jsonl").write_bytes(lines[0] + b"\n" + lines[1].replace(b'"b"', b'"z"') + b"\n")
    merged = merge(tmp_path)
    assert sorted(r["Answer"] for r in of(merged, "S1")) == ["a", "b", "c", "z"] and merged.repeated == 1


def test_the_same_line_in_two_learners_journals_is_said(tmp_path):
    path = journal(tmp_path / "S1.jsonl")
    (tmp_path / "S2.jsonl").write_bytes(path.read_bytes())
    merged = merge(tmp_path)
    assert [r["Where and why"] for r in of(merged, "S2")] == ["this line stands in the journal of S1 too"] * 3
    assert all(r["Where and why"] == "" and r["Chain"] == "ok" for r in of(merged, "S1"))
    codes = pseudonyms(merged, tmp_path / "key" / "k.csv")
    assert rows(merged, codes)[-1]["Where and why"].endswith(f"{codes['S1']} too")


def test_windows_line_ends_and_a_byte_order_mark_break_no_chain(tmp_path):
    path = journal(tmp_path / "S1.jsonl")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert [r["Chain"] for r in of(merge(tmp_path), "S1")] == ["ok"] * 3


# -- strangers' text ------------------------------------------------------------------------------------------------------------


def test_hostile_answers_and_names_come_back_and_run_nowhere(tmp_path):
    answers = ['=HYPERLINK("x")', "<script>", 'Lê "Bình", Văn', "hai\ndòng", "+1", {"p": ["đ", 1]}, ["=1"], "Điện Biên Phủ 😀", None, 1e9, "\t=1"]
    journal(tmp_path / "=cmd.jsonl", answers, who="@SUM(A1)")
    merged = merge(tmp_path)
    journals.write(merged, tmp_path / "out.csv", "en")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert list(frame["Answer"]) == ["'=HYPERLINK(\"x\")", "<script>", 'Lê "Bình", Văn', "hai\ndòng", "'+1", '{"p": ["đ", 1]}', '["=1"]', "Điện Biên Phủ 😀", "", "1000000000.0", "'\t=1"]
    assert set(frame["Student"]) == {"'=cmd"} and set(frame["Name given"]) == {"'@SUM(A1)"} and set(frame["Chain"]) == {"ok"}
    assert not [cell for column in frame for cell in frame[column] if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("change", [{"points": "9" * 400}, {"points": [1]}, {"points": True}, {"points": 1e300}, {"max": None}, {"time": {"a": 1}}, {"who": ["x"]}, {"answer": "\ud800"}, {"answer": "x" * 10**6}, {"attempt": 10**30}])
def test_a_forged_line_breaks_nothing(tmp_path, change):
    """Whoever knows the chain can write a line that verifies and says anything."""
    from hauphuong.journal import START, _seal

    entry = {"time": "t", "lesson": "l", "question": "q", "answer": "a", "points": 1, "max": 1, "attempt": 1, **change}
    (tmp_path / "S1.jsonl").write_bytes(_seal(entry, START)[0] + b"\n")
    journals.write(merge(tmp_path), tmp_path / "out.csv", "vi")
    frame = pd.read_csv(tmp_path / "out.csv", dtype=str, keep_default_na=False)
    assert len(frame) == 1 and frame["Chuỗi"][0] == "nguyên" and frame["Tình trạng"][0] in ("đúng", "")


# -- pseudonyms -------------------------------------------------------------------------------------------------------------------


def test_pseudonyms_are_stable_by_chance_and_kept_apart(tmp_path):
    home, key = tmp_path / "class", tmp_path / "key.csv"
    journal(home / "Nguyễn An.jsonl", who="An"), journal(home / "=S2.jsonl")
    (home / "Nguyễn An.jsonl").open("ab").write(b'{"who": "Nguyen An", cut\n')
    codes = pseudonyms(merge(home), key)
    assert set(codes) == {"Nguyễn An", "=S2"} and len(set(codes.values())) == 2
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "'=S2" in key.read_text(encoding="utf-8-sig"), "the key file runs nothing either"
    journal(home / "S3.jsonl")
    merged = merge(home)
    again = pseudonyms(merged, key)
    assert codes.items() <= again.items() and len(again) == 3
    content = table(merged, "en", again)
    for name in ("Nguyễn", "Nguyen", "An", "S2", "S3"):
        assert f'"{name}' not in content and f"/{name}" not in content and f"{name}.jsonl" not in content
    assert "Nguyen An" not in content and set(rows(merged, again)[0]) == set(rows(merged)[0]) - {"Name given", "File", "The line as it stands (where it cannot be read)"}
    other = pseudonyms(merged, tmp_path / "other.csv")
    assert not set(other.values()) & set(again.values()), "no code is computed from a name"


def test_a_file_that_is_no_key_is_not_overwritten(tmp_path):
    journal(tmp_path / "class" / "S1.jsonl")
    for content in (b"name,mark\nA,3\n", b"\xff\xff", b"", b"code,student\nx\n"):
        (tmp_path / "k.csv").write_bytes(content)
        with pytest.raises(JournalsError, match="k.csv"):
            pseudonyms(merge(tmp_path / "class"), tmp_path / "k.csv")
        assert (tmp_path / "k.csv").read_bytes() == content


# -- the command --------------------------------------------------------------------------------------------------------------------


def test_the_command(tmp_path):
    journal(tmp_path / "class" / "S1.jsonl")
    path = journal(tmp_path / "class" / "[red]S2.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"answer":"b"', b'"answer":"c"'))
    out = tmp_path / "out.csv"
    done = subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "en", "journals", str(tmp_path / "class"), "--out", str(out)], cwd=HERE.parent, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "[red]S2" in done.stdout and "proves no cheating" in done.stdout and "6 rows of 2 learners" in done.stdout
    assert json.loads(pd.read_csv(out)["Line"].to_json(orient="values")) == [1, 2, 3, 1, 2, 3]
    done = subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "vi", "journals", str(tmp_path / "class"), "--out", str(out), "--pseudonyms"], cwd=HERE.parent, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and (tmp_path / "out-key.csv").exists() and "S2" not in done.stdout and "HV-" in done.stdout, done.stdout + done.stderr
    done = subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "en", "journals", str(tmp_path / "none")], cwd=HERE.parent, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "There is no" in done.stderr and "Traceback" not in done.stderr

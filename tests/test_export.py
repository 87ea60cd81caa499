"""The hand-over: what Moodle, Canvas, Excel and LibreOffice read is what the gradebook holds, whatever a name contains."""

import csv
import io
import shutil
import sqlite3
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from hauphuong import text
from hauphuong.grading import export
from hauphuong.grading.export import ExportError, gather, runs, shown
from hauphuong.grading.gradebook import Gradebook, GradebookError
from hauphuong.grading.scales import ScaleError, scale
from hauphuong.grading.score import Mark

HERE = Path(__file__).parent
A, B = "audit-the-tonnage", "crowds-and-polls"
HOSTILE = {
    "00123": "Nguyễn Thị Ứng Đường",
    "S002": '=HYPERLINK("http://x","bấm")',
    "S003": "<script>alert(1)</script>",
    "S004": 'Lê "Bình", Văn',
    "S005": "Hai\ndòng\r\nvà ba",
    "S006": "+1+1",
    "S007": "@SUM(A1)",
    "S008": "\t=1+1",
    "S009": 'lùi \\" \\',
    "S010": "-2+3|cmd",
    "S011": "Points Possible",
    "S012": "Đỗ Ảnh 😀 \u200bẩn",
}


def keep(book, student, points=6.0, essay=4.0, exercise=A, outcome="graded", reason=("", ""), digest="d", state="right", at="2026-11-01T10:00:00+00:00"):
    marks = [Mark("machine", points, 6.0, state), Mark("essay", essay, 4.0, "waiting" if essay is None else "right")] if outcome != "unreadable" else []
    book.keep(student=student, exercise=exercise, place=f"{student}.ipynb", digest=digest, handed_in=at, rules="r", outcome=outcome, reason=dict(zip(("vi", "en"), reason)), notes=[], lang="vi", essay="", shown={}, marks=marks)


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A class of hostile names that all have 8.25 of 10, and six who have no mark, each for another reason."""
    monkeypatch.setattr(text, "_chosen", "en")
    with (tmp_path / "class.csv").open("w", encoding="utf-8-sig", newline="") as file:
        write = csv.writer(file)
        write.writerow(["MSSV", "Họ tên", "Lớp", "email"])
        write.writerows([[key, name, "K1", f"{key}@x.vn"] for key, name in HOSTILE.items()])
        write.writerows([[key, key, "K1", f"{key}@x.vn"] for key in ("essay", "fault", "broken", "absent", "partly", "other")])
    with Gradebook(tmp_path / "book.db") as made:
        made.roster(tmp_path / "class.csv")
        for key in HOSTILE:
            keep(made, key, points=4.25)
        keep(made, "essay", essay=None)
        keep(made, "fault", points=None, outcome="person", reason=("lỗi của máy chấm", "a fault of the grading machine"), state="lost")
        keep(made, "broken", outcome="unreadable", reason=("Tệp trống.", "The file is empty."))
        keep(made, "partly", points=None, outcome="partly", reason=("hết giờ", "time ran out"), state="lost")
        keep(made, "other", exercise="?", outcome="person", reason=("", ""))
        yield made


NO_MARK = {"essay": "waits for a marker: essay", "fault": "a fault of the grading machine", "broken": "The file is empty.", "absent": "nothing handed in", "partly": "time ran out", "other": "nothing handed in"}


def rows_of(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content, newline=""), strict=True))


# -- scales ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("points, of, name, step, mark", [
    ("8.45", "10", "10", "0.1", "8.5"), ("8.449", "10", "10", "0.1", "8.4"), ("2.675", "10", "10", "0.01", "2.68"), ("1.005", "10", "10", "0.01", "1.01"),
    ("8.35", "10", "10", "0.25", "8.25"), ("8.375", "10", "10", "0.25", "8.5"), ("8.25", "10", "10", "0.5", "8.5"), ("10", "10", "10", "0.1", "10"), ("0", "10", "10", "0.1", "0"), ("-1", "10", "10", "0.1", "0"),
    ("1", "3", "percent", "0.1", "33.3"), ("12", "12", "percent", "1", "100"), ("0.5", "8", "10", "0.1", "0.6"),
    ("8.5", "10", "letter", "0.1", "A"), ("8.45", "10", "letter", "0.1", "A"), ("8.44", "10", "letter", "0.1", "B"), ("6.95", "10", "letter", "0.1", "B"), ("6.94", "10", "letter", "0.1", "C"),
    ("5.5", "10", "letter", "0.1", "C"), ("5.44", "10", "letter", "0.1", "D"), ("4", "10", "letter", "0.1", "D"), ("3.94", "10", "letter", "0.1", "F"), ("0", "10", "letter", "0.1", "F"),
])  # fmt: skip
def test_rounding_is_half_up_and_decimal(points, of, name, step, mark):
    assert scale(name, step).mark(Decimal(points), Decimal(of)) == mark


def test_every_hundredth_rounds_as_on_paper():
    """Where binary floats go wrong: each x.x5 goes up, each x.x4 down."""
    ten = scale("10")
    for hundredths in range(1001):
        tenths = (hundredths + 5) // 10
        assert Decimal(ten.mark(Decimal(hundredths) / 100, Decimal(10))) == Decimal(tenths) / 10
        assert export._decimal(hundredths / 100) == Decimal(hundredths) / 100


@pytest.mark.parametrize("file, content", [("a.yaml", "A+: 9.0\nA: 8,5\nNo: 0\n"), ("a.csv", "chữ,từ\nA+,9.0\nA,8.5\nNo,0\n"), ("a.csv", "\ufeffA+;9,0\nA;8,5\nNo;0")])
def test_a_teacher_s_own_letters(tmp_path, file, content):
    (tmp_path / file).write_text(content, encoding="utf-8")
    own = scale("letter", "0.1", tmp_path / file)
    assert [own.mark(Decimal(p), Decimal(10)) for p in ("9", "8.94", "8.5", "8.4")] == ["A+", "A", "A", "No"]


@pytest.mark.parametrize("content", ["", "A: 8", "A: 8\nB: 8\nC: 0", "=A: 8\nF: 0", "A: x\nF: 0", "A: 11\nF: 0", "A: nan\nF: 0", "[", "- A", "A:\n  b: 3"])
def test_letters_that_cannot_be(tmp_path, content):
    path = tmp_path / "letters.yaml"
    path.write_text(content)
    with pytest.raises(ScaleError, match="letters.yaml"):
        scale("letter", "0.1", path)
    with pytest.raises(ScaleError):
        scale("letter", "0.1", tmp_path / "none.csv")


@pytest.mark.parametrize("name, step", [("20", "0.1"), ("10", "0"), ("10", "-1"), ("10", "nan"), ("10", "x"), ("10", "100")])
def test_scales_that_cannot_be(name, step):
    with pytest.raises(ScaleError):
        scale(name, step)
    with pytest.raises(ScaleError):
        scale("10", "0.1", Path("letters.csv"))


# -- who has a mark --------------------------------------------------------------------------------------------------------


def test_who_has_no_mark_is_named_and_never_a_zero(book):
    over = gather(book, scale(), known=[A, B])
    assert list(over.lines) == [A], "an exercise that nobody handed in has no column"
    missing = {line.person.key: line.why for line in over.without}
    assert missing.keys() == NO_MARK.keys()
    for key, said in NO_MARK.items():
        assert said in missing[key]["en"] and missing[key]["vi"]
    assert "machine" in missing["partly"]["en"], "which task was lost"
    assert {line.mark for line in over.lines[A] if line.person.key in HOSTILE} == {"8.3"}
    assert [n["en"] for n in over.notes] == ["other: what was handed in is no exercise that is known; it has no column."]


def test_a_zero_that_was_earned_is_a_zero_and_a_manual_mark_fills_the_gap(book):
    keep(book, "S001", points=0.0, essay=0.0)
    book.mark("essay", A, "essay", 1.5)
    book.mark("fault", A, "machine", 3.0)
    marks = {line.person.key: line.mark for line in gather(book, scale(), A).lines[A]}
    assert (marks["S001"], marks["essay"], marks["fault"], marks["broken"]) == ("0", "7.5", "7", None)


def test_lateness_is_taken_off_before_the_scale(book):
    keep(book, "late", points=3.25, at="2026-11-03T10:00:00+00:00")
    book.rules(A, "2026-11-02T23:59+07:00", 10, 0)
    late = {line.person.key: line for line in gather(book, scale("10", "0.01"), A).lines[A]}["late"]
    assert late.result.late_days == 1 and late.result.taken_off == 0.73, "0.725, half up"
    assert late.final == Decimal("6.52") and late.mark == "6.52"


def test_an_empty_gradebook_is_a_mistake(tmp_path):
    with Gradebook(tmp_path / "b.db") as empty, pytest.raises(ExportError):
        gather(empty, scale())


# -- Moodle ------------------------------------------------------------------------------------------------------------------


def test_moodle_s_file(book):
    book.mark("S003", A, "essay", 4.0, "teacher", "=1+1 <b>tốt</b>, rất\ntốt")
    content, notes = export.moodle(gather(book, scale(), A), {A: "Bài 3, kiểm toán"})
    head, *rows = rows_of(content)
    assert head == ["Full name", "ID number", "Email address", "Bài 3, kiểm toán", "Bài 3, kiểm toán (Feedback)"]
    told = {row[1]: row for row in rows}
    assert told.keys() == HOSTILE.keys() | NO_MARK.keys() and all(len(row) == len(head) for row in rows)
    assert all(told[key][3] == "8.3" for key in HOSTILE) and all(told[key][3] == "-" for key in NO_MARK), "Moodle takes an empty cell of a new item for 0"
    assert told["00123"][:3] == ["Nguyễn Thị Ứng Đường", "00123", "00123@x.vn"]
    assert told["S003"][4] == "'=1+1 &lt;b&gt;tốt&lt;/b&gt;, rất tốt" and told["S004"][4] == ""
    assert "useridnumber" in notes[0]["en"] and "10" in notes[0]["en"]


def test_an_identifier_that_some_lack_has_no_column(book, tmp_path):
    """A row without an identifier would be given to the student of the row before."""
    (tmp_path / "more.csv").write_text("student,name,username,moodle id\n00123,A,a,0007\nS002,B,,\n", encoding="utf-8")
    book.roster(tmp_path / "more.csv")
    head, *rows = rows_of(export.moodle(gather(book, scale(), A), {})[0])
    assert head == ["Full name", "ID number", "Email address", A] and all(row[1] and row[2] for row in rows)
    assert {row[1] for row in rows} >= {"0007", "S002"} and "00123" not in {row[1] for row in rows}
    (tmp_path / "more.csv").write_text("student,name,moodle id\n00123,A,7\nS002,B,7\n", encoding="utf-8")
    book.roster(tmp_path / "more.csv")
    with pytest.raises(ExportError, match="7"):
        export.moodle(gather(book, scale(), A), {})


def test_an_identifier_that_is_a_formula_is_left_out_and_said(book):
    keep(book, '=cmd|"/C calc"!A1'), keep(book, "+84912345678")
    over = gather(book, scale(), A)
    for content, notes in (export.moodle(over, {}), export.canvas(over, {})):
        assert "C calc" not in content and "+84912345678" in content
        assert any("=cmd" in n["en"] and "left out" in n["en"] for n in notes)


# -- Canvas ------------------------------------------------------------------------------------------------------------------


def test_canvas_s_file(book, tmp_path):
    (tmp_path / "canvas.csv").write_text('\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Old (1)\n"    Points Possible",,,,,10\n"Ứng, Nguyễn",4711,00123,ung,K1-A,5\n"B",n/a,S002,,K1-A,\n"C",12.5,S003,c,K1,\n', encoding="utf-8")
    assert book.roster(tmp_path / "canvas.csv") == 3, "Canvas's own gradebook is a roster"
    content, notes = export.canvas(gather(book, scale("percent"), A), {A: "Kiểm toán (98765)"})
    assert content.startswith("Student,ID,SIS User ID,SIS Login ID,Section,"), "Canvas's reader stumbles over a quotation mark after the byte-order mark"
    head, possible, *rows = rows_of(content)
    assert head[-1] == "Kiểm toán (98765)"
    assert possible == ["    Points Possible", "", "", "", "", "100"]
    told = {row[2]: row for row in rows}
    assert told["00123"] == ["Ứng, Nguyễn", "4711", "00123", "ung", "K1-A", "82.5"]
    assert told["S002"][1] == "" and any("n/a" in n["en"] for n in notes)
    assert told["S003"][1] == "" and any("12.5" in n["en"] for n in notes)
    assert told["S011"][:3] == ["Points\u00a0Possible", "", "S011"], "else Canvas takes the student for its second row"
    assert all(told[key][-1] == "" for key in NO_MARK)
    assert all(not row[1] or row[1].isdigit() for row in rows), "the key is no Canvas number: Canvas would read 00123 as student 123"


def test_an_identifier_that_canvas_reads_as_a_number_is_said(book):
    keep(book, "12.345")
    assert any("12.345" in n["en"] for n in export.canvas(gather(book, scale(), A), {})[1])


# -- what a spreadsheet makes of it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["moodle", "canvas"])
def test_nothing_in_a_csv_is_a_formula_and_each_student_is_one_line(book, tmp_path, kind):
    keep(book, "Z", points=6.0)
    over = gather(book, scale(), A)
    content, _ = getattr(export, kind)(over, {})
    export.save_text(tmp_path / "x.csv", content)
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and not list(tmp_path.glob(".x-*"))
    for row in rows_of(content):
        assert not any(runs(cell) for cell in row if cell != "-")
    assert content.count("\r\n") == len(raw.decode("utf-8-sig").splitlines()) == len(over.lines[A]) + (2 if kind == "canvas" else 1)
    frame = pd.read_csv(tmp_path / "x.csv", dtype=str, keep_default_na=False)
    names = dict(zip(frame["ID number" if kind == "moodle" else "SIS User ID"], frame["Full name" if kind == "moodle" else "Student"]))
    assert names.get("00123") == "Nguyễn Thị Ứng Đường"
    assert names["S003"] == "<script>alert(1)</script>" and names["S005"] == "Hai dòng và ba" and names["S004"] == 'Lê "Bình", Văn'
    assert names["S002"] == """'=HYPERLINK("http://x","bấm")""" and names["S012"] == HOSTILE["S012"]


@pytest.mark.parametrize("name, cell", [("=1", "'=1"), ("  =1", "'=1"), ("\r-1", "'-1"), ("＝1", "'＝1"), ("a=1", "a=1"), ("Điện", "Điện"), ("Đie\u0323\u0302n", "Điện"), ("a\x00b\u2028c", "a b c"), ("x\\", "x\\ "), ('a\\"b', 'a\\ "b'), ("", "")])
def test_a_name_in_a_cell(name, cell):
    assert shown(name) == cell


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_workbook(book, tmp_path, lang):
    keep(book, "=1+1", points=6.0), keep(book, "00123", points=1.0, digest="older", at="2026-10-01T10:00:00+00:00")
    book.mark("S003", A, "essay", 2.5, "cô A", '=HYPERLINK("x")\x00')
    export.save(tmp_path / "x.xlsx", lambda draft: export.workbook(gather(book, scale(), A), book, lang, draft))
    made = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert made.sheetnames == [{"vi": "Kết quả", "en": "Results"}[lang], {"vi": "Từng câu", "en": "Marks"}[lang], {"vi": "Các lần nộp", "en": "Attempts"}[lang]]
    results, marks, attempts = made
    for sheet in made:
        assert sheet.freeze_panes == "C2" and sheet.column_dimensions["B"].width > 10
        assert not [c.coordinate for row in sheet for c in row if c.data_type == "f"], "no cell is a formula"
        assert {c.number_format for row in sheet for c in row if c.data_type == "s"} == {"@"}
    told = {row[0]: row for row in results.iter_rows(min_row=2, values_only=True)}
    assert told["00123"][:9] == ("00123", "Nguyễn Thị Ứng Đường", "K1", A, 8.25, 10, 0, 0, 8.25) and told["00123"][9] == 8.3
    assert told["=1+1"][9] == 10 and told["S003"][9] == 6.8
    assert {told[key][1] for key in HOSTILE} == {n.replace("\r\n", "\n") for n in map(str.strip, HOSTILE.values())}
    assert all(told[key][4] is None and told[key][8:10] == (None, None) and told[key][11] for key in NO_MARK)
    assert attempts.max_row == 1 + len(HOSTILE) + 4 + 2 and marks.max_row == 1 + 2 * (len(HOSTILE) + 3 + 2)
    older = [row[-1] for row in attempts.iter_rows(values_only=True) if row[0] == "00123"]
    assert older == [{"vi": "không", "en": "no"}[lang], {"vi": "có", "en": "yes"}[lang]]
    frame = pd.read_excel(tmp_path / "x.xlsx", sheet_name=None, dtype=str)
    assert "00123" in set(frame[results.title].iloc[:, 0]) and '=HYPERLINK("x") ' in set(frame[marks.title].iloc[:, 11])


def test_letters_in_a_workbook_are_text(book, tmp_path):
    export.save(tmp_path / "x.xlsx", lambda draft: export.workbook(gather(book, scale("letter"), A), book, "vi", draft))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    assert sheet["J1"].value == "Điểm chữ" and {row[9] for row in sheet.iter_rows(min_row=2, values_only=True)} == {"B", None}


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("old")

    def fails(draft):
        draft.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match="No space left"):
        export.save(path, fails)
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["x.csv"]


# -- the roster ----------------------------------------------------------------------------------------------------------------


def test_an_older_gradebook_gets_the_new_columns_and_keeps_its_marks(tmp_path):
    path = tmp_path / "old.db"
    with Gradebook(path) as made:
        keep(made, "an")
    db = sqlite3.connect(path)
    for column in ("login", "moodle_id", "canvas_id", "sis_id"):
        db.execute(f"alter table students drop column {column}")
    db.execute("pragma user_version=1")
    db.commit(), db.close()
    with Gradebook(path) as again, Gradebook(path) as and_again:
        assert [p.key for p in again.people()] == ["an"] == [p.key for p in and_again.people()]
        assert again.results()[0].points == 10


def test_what_a_later_table_leaves_out_is_kept(tmp_path):
    (tmp_path / "one.csv").write_text("mssv;họ tên;email;canvas id;ID number\n007;Ân;a@x.vn;12;0099\n", encoding="utf-8")
    (tmp_path / "two.csv").write_text("student,name,email\n007,Ân B,b@x.vn\n", encoding="utf-8")
    with Gradebook(tmp_path / "b.db") as book:
        book.roster(tmp_path / "one.csv"), book.roster(tmp_path / "two.csv")
        (person,) = book.people()
    assert (person.key, person.name, person.email, person.canvas_id, person.moodle_id) == ("007", "Ân B", "b@x.vn", "12", "0099")
    (tmp_path / "two.csv").write_text("student\n007\n", encoding="utf-8")
    with Gradebook(tmp_path / "b.db") as book:
        book.roster(tmp_path / "two.csv")
        assert book.people() == [person], "a table of keys alone takes nobody's name away"
    (tmp_path / "one.csv").write_text("name,email\nx,y", encoding="utf-8")
    with Gradebook(tmp_path / "b.db") as book, pytest.raises(GradebookError):
        book.roster(tmp_path / "one.csv")


# -- the command, and LibreOffice -------------------------------------------------------------------------------------------------


def test_the_command(book, tmp_path, capsys):
    from hauphuong.cli import app

    for kind, file in (("xlsx", "x.xlsx"), ("moodle", "x.csv"), ("canvas", "y.csv")):
        app(["--lang", "en", "export", "--format", kind, "--gradebook", str(book.path), "--out", str(tmp_path / file), "--column", f"{A}=Bài 3 (77)"], standalone_mode=False)
        said = capsys.readouterr().out
        assert "12 marks, 6 empty cells" in said and "waits for a marker" in said and (tmp_path / file).stat().st_size > 500
    assert "Bài 3 (77)" in (tmp_path / "y.csv").read_text(encoding="utf-8-sig")
    for wrong, told in ((("--scale", "percent", "--letters", "x.csv"), "--scale letter"), (("--step", "0"), "0.25"), (("--exercise", "none"), "There is no exercise"), (("--gradebook", "none.db"), "none.db"), (("--column", "x"), "--column"), (("--exercise", B), "nothing graded")):
        with pytest.raises(text.CourseError, match=told):
            app(["export", "--gradebook", str(book.path), "--out", str(tmp_path / "no"), *wrong], standalone_mode=False)
    assert not (tmp_path / "no").exists() and not Path("none.db").exists()


def test_a_mistake_on_the_command_line_is_a_sentence(tmp_path):
    done = subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", "vi", "export", "--gradebook", str(tmp_path / "none.db")], cwd=HERE.parent, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1 and "Không có sổ điểm" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.slow
def test_libreoffice_reads_it_with_vietnamese_intact(book, tmp_path):
    """LibreOffice opens each file and writes it anew: names, keys and marks come back as they went."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not here: sudo apt install libreoffice-calc")
    over = gather(book, scale(), A)
    export.save(tmp_path / "book.xlsx", lambda draft: export.workbook(over, book, "vi", draft))
    export.save_text(tmp_path / "moodle.csv", export.moodle(over, {})[0])
    export.save_text(tmp_path / "canvas.csv", export.canvas(over, {})[0])
    out = tmp_path / "out"
    office = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--norestore", "--convert-to"]
    # comma, quotation mark, UTF-8, from line 1, and the first four columns as text: as a teacher would choose in the import dialogue
    subprocess.run([*office, "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", str(out), str(tmp_path / "book.xlsx")], check=True, capture_output=True, timeout=240)
    subprocess.run([*office, "xlsx", "--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2", "--outdir", str(out), str(tmp_path / "moodle.csv"), str(tmp_path / "canvas.csv")], check=True, capture_output=True, timeout=240)
    results = {row[0]: row for row in csv.reader((out / "book.csv").read_text(encoding="utf-8").splitlines(keepends=True))}
    assert results["00123"][1] == "Nguyễn Thị Ứng Đường" and results["S002"][1] == HOSTILE["S002"] and results["S006"][1] == "+1+1"
    assert results["00123"][9] in ("8.3", "8,3") and results["essay"][9] == "" and results["Mã"][1] == "Họ tên"
    for kind, key in (("moodle", 1), ("canvas", 2)):
        sheet = openpyxl.load_workbook(out / f"{kind}.xlsx").active
        assert not [c.coordinate for row in sheet for c in row if c.data_type == "f"]
        told = {str(row[key]): row for row in sheet.iter_rows(values_only=True)}
        assert told["00123"][0] == "Nguyễn Thị Ứng Đường" and told["S003"][0] == "<script>alert(1)</script>" and told["S002"][0].endswith('=HYPERLINK("http://x","bấm")')
        assert float(told["00123"][-1]) == 8.3

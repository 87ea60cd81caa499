"""The report on a class: figures against classes small enough to count by hand, and passages that read alike."""

import base64
import json
import random
import re
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hauphuong import checks, text
from hauphuong.charts.chart import PLOTLY
from hauphuong.data import banks
from hauphuong.editions import class_report
from hauphuong.grading import report, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.report import alike, items, known, mistakes, people, show, wording
from hauphuong.grading.score import Mark

HERE = Path(__file__).parent
EXERCISE = "audit-the-tonnage"
NASTY = ("<script>alert(1)</script>", '=HYPERLINK("x";"y")', "Nguyễn, Văn \"Ân\"\nxuống dòng", "<b>Đậm</b> <a href='javascript:alert(1)'>bấm</a>", "&lt;i&gt; ${x} %{y}", "Trần\u202eThị Thùy")


def mark(task: str, points: float | None, of: float = 1.0, says=(), answer=None, state: str = "") -> Mark:
    return Mark(task, points, of, state or ("lost" if points is None else "right" if points == of else "wrong"), tuple(says), answer or {})


def keep(book: Gradebook, student: str, marks: list[Mark], exercise: str = EXERCISE, essay: str = "", answers=None, outcome: str = "graded", lang: str = "vi", handed_in: str = "2026-11-01T10:00:00+07:00") -> None:
    reason = {"vi": "hết giờ", "en": "time ran out"} if outcome != "graded" else {"vi": "", "en": ""}
    book.keep(student=student, exercise=exercise, place=f"{student}.ipynb", digest=student + handed_in, handed_in=handed_in, rules="r", outcome=outcome, reason=reason, notes=[], lang=lang, essay=essay, shown={}, marks=marks, answers=answers)


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    return tmp_path / "book.db"


def judged(task: str, answer) -> Mark:
    """A mark as the grader makes it."""
    spec = checks.load(f"{EXERCISE}/{task}")
    seen = checks.plain(answer)
    verdict = checks.judge(spec, seen)
    return Mark(task, checks.points(spec, verdict), float(spec["points"]), verdict.state, verdict.says, seen)


def visible(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


# -- points and tasks --------------------------------------------------------------------------------------------------------


def test_difficulty_is_the_share_of_points_earned(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 0.5, 0.5), mark("misprint", 0.0, 0.5)])
        keep(book, "b", [mark("gap", 0.25, 0.5), mark("misprint", None, 0.5)])
        keep(book, "c", [mark("gap", 0.0, 0.5, state="open"), mark("misprint", 0.5, 0.5)])
        book.mark("b", EXERCISE, "gap", 0.5)  # a person's mark counts, not the machine's
    gap, misprint = items.items(report.load(path, lang="en"), EXERCISE)
    assert (gap.students, round(gap.share, 4)) == (3, round(2 / 3, 4))
    assert gap.states == {"full": 2, "some": 0, "none": 0, "open": 1, "unmarked": 0}
    assert (misprint.students, misprint.share) == (2, 0.5) and misprint.states["unmarked"] == 1


def test_essays_that_nobody_wrote_do_not_stand_for_those_that_wait(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 0.5, 0.5), mark("essay", None, 4.0, state="waiting")], essay="x")
        keep(book, "b", [mark("gap", 0.5, 0.5), mark("essay", 0.0, 4.0, state="none")])
    room = report.load(path, lang="en")
    assert items.items(room, EXERCISE)[1].students == 0
    with Gradebook(path) as book:
        book.mark("a", EXERCISE, "essay", 3.0)
    assert items.items(report.load(path, lang="en"), EXERCISE)[1].share == 0.375


def bearing_class(book: Gradebook, points: list[tuple[float, ...]], tasks=("gap", "misprint", "total-by-periods")) -> None:
    for n, row in enumerate(points):
        keep(book, f"s{n:02}", [mark(task, worth) for task, worth in zip(tasks, row)])


def test_discrimination_is_the_correlation_with_the_rest(path):
    rows = [(0, 0, 0), (0, 1, 0), (1, 0, 0), (0, 0, 0), (1, 1, 0), (1, 1, 1), (1, 1, 1), (0, 0, 0), (1, 1, 1), (1, 0, 1), (0, 0, 1), (1, 1, 1)]
    with Gradebook(path) as book:
        bearing_class(book, rows)
    first = items.bearings(report.load(path, lang="en"), EXERCISE)[0]
    own, rest = [r[0] for r in rows], [r[1] + r[2] for r in rows]
    mean = lambda v: sum(v) / len(v)  # noqa: E731
    cov = sum((a - mean(own)) * (b - mean(rest)) for a, b in zip(own, rest))
    by_hand = cov / (sum((a - mean(own)) ** 2 for a in own) * sum((b - mean(rest)) ** 2 for b in rest)) ** 0.5
    assert first.r == pytest.approx(by_hand) and first.low < first.r < first.high and first.students == 12
    assert first.verdict == "with" and first.low > 0


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([(n % 2, n % 3 == 0, 1) for n in range(9)], "small"),
        ([(1, n % 2, n % 3 == 0) for n in range(12)], "same"),
        ([(n % 2, 1, 1) for n in range(12)], "rest-same"),
        ([(n % 2, n // 2 % 2, n % 3 == 0) for n in range(12)], "open"),
        ([(n < 6, n >= 6, n >= 5) for n in range(12)], "against"),
    ],
)
def test_what_cannot_be_told_is_said_in_words(path, rows, verdict):
    with Gradebook(path) as book:
        bearing_class(book, [tuple(map(float, row)) for row in rows])
    for lang in text.LANGUAGES:
        room = report.load(path, lang=lang)
        assert items.bearings(room, EXERCISE)[0].verdict == verdict
        shown = report.discrimination(room, EXERCISE)
        assert "nan" not in visible(shown._repr_html_() if isinstance(shown, show.Panel) else shown.html()).lower()
    if verdict == "small":
        assert isinstance(shown, show.Panel) and shown.rows is None and "fewer than ten" in shown.finding


def test_points_are_out_of_ten_and_what_waits_is_marked_as_such(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 3.0, 6.0), mark("essay", None, 4.0, state="waiting")], essay="x")
        keep(book, "b", [mark("gap", 6.0, 6.0), mark("essay", 0.0, 4.0, state="none")])
        keep(book, "c", [], outcome="unreadable")
        book.mark("z", EXERCISE, "gap", None)  # in the class, and has handed in nothing
    room = report.load(path, lang="en")
    rows = room.results.set_index("student")
    assert (rows.on10["a"], rows.on10["b"]) == (5.0, 6.0) and (rows.complete["a"], rows.complete["b"]) == (False, True)
    chart = report.distribution(room, EXERCISE)
    assert chart.data["marked in full"].tolist() == [0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    assert chart.data["a part still to mark"].tolist() == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert "6.0" in chart.finding and "Could not be graded yet, and not drawn: 1" in chart.finding and "Not handed in, and not drawn: 1" in chart.finding


def test_a_ten_stands_in_the_last_bar_and_late_points_are_off(path):
    with Gradebook(path) as book:
        book.rules(EXERCISE, "2026-11-01T23:59+07:00", 10)
        keep(book, "a", [mark("gap", 6.0, 6.0)])
        keep(book, "b", [mark("gap", 6.0, 6.0)], handed_in="2026-11-03T10:00:00+07:00")
    room = report.load(path, lang="en")
    assert report.distribution(room, EXERCISE).data["marked in full"].tolist() == [0] * 8 + [1, 1]
    (row,) = report.late(room).rows.to_dict("records")
    assert list(row.values()) == ["b", "Audit the tonnage", "2", "1.2"]


# -- mistakes ------------------------------------------------------------------------------------------------------------------


def test_a_trap_is_counted_under_its_misconception(path):
    spec = checks.load(f"{EXERCISE}/gap")
    trap = spec["traps"][1]
    value = checks.frozen({"when": trap["when"]})["when"]
    with Gradebook(path) as book:
        for student, answer in {"a": value, "b": str(value), "c": 12345.0, "d": 12345.0, "e": 1.0, "f": None}.items():
            keep(book, student, [judged("gap", answer)])
    for lang in text.LANGUAGES:
        room = report.load(path, lang=lang)
        found = mistakes.mistakes(room, EXERCISE)
        assert [(m.kind, m.students) for m in found] == [("trap", ["a", "b"]), ("unnamed", ["c", "d"])]
        assert found[0].said == trap["says"][lang] and found[1].answers == [(text.number(12345, lang), 2)]
        said = visible(report.misconceptions(room, EXERCISE)._repr_html_())
        assert trap["says"][lang].split(",")[0].replace("`", "") in said


@pytest.mark.parametrize("task", ["same-paper", "odd-period", "printed-totals"])
def test_sets_options_and_tables_name_theirs(path, task):
    spec = checks.load(f"{EXERCISE}/{task}")
    if task == "same-paper":
        wrong, says, wrote = [*spec["expect"], "time-1967"], spec["traps"]["time-1967"], "“time-1967”"
    elif task == "odd-period":
        wrong, says, wrote = "1955-1960", spec["options"]["1955-1960"]["says"], "“1955-1960”"
    else:
        frozen = checks.frozen(spec)
        wrong = {**frozen["rows"], **frozen["traps"][0]["rows"]}
        says, wrote = spec["traps"][0]["says"], None
    with Gradebook(path) as book:
        for student in "ab":
            keep(book, student, [judged(task, wrong)])
    (found, *_) = mistakes.mistakes(report.load(path, lang="en"), EXERCISE)
    assert found.kind == "trap" and found.students == ["a", "b"] and found.said == says["en"]
    if wrote:
        assert found.answers == [(wrote, 2)]
    else:
        assert {a.partition(":")[0] for a, _ in found.answers} == set(spec["traps"][0]["rows"])


def test_every_trap_of_the_course_is_known(path):
    """None of them is so written that its own words are not found again in a mark."""
    for name in banks.names("checks"):
        for task, spec in banks.load("checks", name)["checks"].items():
            assert all(mistakes.traps_of(spec)), (name, task)


def test_a_gradebook_older_than_the_checks(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("no-such-task", 0.0, says=[({"vi": "cũ {x}", "en": "old {x}"}, {"x": 1})], answer={"kind": "strange"}), mark("gap", 0.0, answer={"kind": "table"})], exercise=EXERCISE)
        keep(book, "a", [mark("t", 0.0)], exercise="gone-exercise")
    room = report.load(path, lang="en")
    assert room.exercises == (EXERCISE, "gone-exercise")
    for exercise in room.exercises:
        for function in (report.difficulty, report.discrimination, report.common_mistakes, report.misconceptions, report.class_map, report.distribution, report.alike_essays, report.alike_code):
            function(room, exercise)


# -- people ------------------------------------------------------------------------------------------------------------------------


def test_whom_to_ask_and_why(path):
    tasks = ("gap", "misprint", "odd-period", "per-year")
    with Gradebook(path) as book:
        keep(book, "fine", [mark(t, 1.0) for t in tasks])
        keep(book, "low", [mark(t, 0.4) for t in tasks])
        keep(book, "open", [mark(t, 0.0, state="open") for t in tasks[:2]] + [mark(t, 1.0) for t in tasks[2:]])
        keep(book, "partly", [mark(tasks[0], 1.0), mark(tasks[1], None)], outcome="partly")
        keep(book, "broken", [], outcome="unreadable")
        book.mark("absent", EXERCISE, "gap", None)
    room = report.load(path, lang="en")
    found = {student: [r.key for r in reasons] for student, reasons in people.needs_help(room).items()}
    assert found == {"low": ["low"], "open": ["open"], "partly": ["partly"], "broken": ["unreadable"], "absent": ["missing"]}
    said = visible(report.help_wanted(room)._repr_html_())
    assert "1.6 of the 4 points" in said and "left 2 of 4 tasks open" in said and "5 of 6" in said
    waits = report.waiting(room)
    assert "wait for a marker: 1; students they belong to: 1" in waits.finding and "to look at: 2" in waits.finding
    assert len(waits.rows) == 3


def test_numbers_for_names_give_no_name_away(path):
    told = "Đây là bài của Lê Thị Bưởi, mã B22DCCN001: nước nào giúp nhiều nhất thì còn tùy người ta đo bằng thước đo nào trong những năm ấy."
    with Gradebook(path) as book:
        for key, name in (("B22DCCN001", "Lê Thị Bưởi"), ("B22DCCN002", "Phạm Văn Cam")):
            keep(book, key, [mark("gap", 0.2), mark("essay", None, 4.0)], essay=told, answers={"gap-answer": "# Lê Thị Bưởi tính\ngap = 1"})
            book._db.execute("update students set name=? where key=?", (name, key))
    room = report.load(path, lang="vi", names=False)
    assert set(room.called.values()) == {"Sinh viên 1", "Sinh viên 2"}
    assert room.called == report.load(path, lang="vi", names=False).called
    shown = [f(room) for f in (report.overview, report.help_wanted, report.waiting, report.late)]
    shown += [f(room, EXERCISE) for f in (report.class_map, report.common_mistakes, report.alike_essays, report.alike_code)]
    for one in shown:
        whole = one._repr_html_() if isinstance(one, show.Panel) else one.html() + json.dumps(one.bundle()[PLOTLY], ensure_ascii=False, default=str)
        assert "Bưởi" not in whole and "B22DCC" not in whole and "Cam" not in whole
    assert "Sinh viên" in report.alike_essays(room, EXERCISE)._repr_html_()


# -- passages that read alike -----------------------------------------------------------------------------------------------------

SHARED = "muốn biết công bằng thì nên lập riêng một tờ giấy ghi từng chuyến hàng rồi so với lời kể của người bốc vác ở ga"
VOCABULARY = {lang: [f"{a}{b}" for a in ("ba", "cô", "đi", "mư", "nhà", "trê", "quê", "xuô", "vườ", "lử", "kể", "gạ") for b in ("n", "m", "ng", "t", "c", "i", "p", "nh", "o", "u")] for lang in text.LANGUAGES}


def essay_of(seed: int, count: int = 150) -> list[str]:
    return random.Random(seed).choices(VOCABULARY["vi"], k=count)


def class_of_essays(path: Path, essays: dict[str, str], lang: str = "vi") -> report.Classroom:
    with Gradebook(path) as book:
        for student, essay in essays.items():
            keep(book, student, [mark("gap", 1.0), mark("essay", None, 4.0, state="waiting")], essay=essay, lang=lang)
    return report.load(path, lang=lang)


def people_in(panel: show.Panel) -> list[set[str]]:
    return [set(re.split(", ", re.sub(r"^\d+\. ", "", visible(head).strip()))) for head in re.findall(r"<h5>(.*?)</h5>", panel._repr_html_())]


def test_a_copied_passage_is_found_and_laid_side_by_side(path):
    essays = {f"s{n}": " ".join(essay_of(n)) for n in range(12)}
    essays["s3"] = " ".join([*essay_of(3)[:60], SHARED, *essay_of(3)[60:]])
    essays["s7"] = " ".join([SHARED.replace("riêng một", "riêng ra một").replace("muốn", "Muốn"), *essay_of(7)])  # a word more, and elsewhere in the text
    panel = report.alike_essays(class_of_essays(path, essays), EXERCISE)
    assert people_in(panel) == [{"s3", "s7"}]
    marked = [visible(m).strip() for m in re.findall(r"<mark>(.*?)</mark>", panel._repr_html_(), re.S)]
    assert marked[0] == SHARED and marked[1].startswith("Muốn biết công bằng") and marked[1].endswith("ở ga")
    assert "nói chuyện với từng em" in panel._repr_html_() and "không kết luận gì về ai" in panel._repr_html_()


@pytest.mark.parametrize("change", ["decomposed", "without diacritics", "capitals", "other spaces"])
def test_how_vietnamese_is_written_makes_no_difference(path, change):
    import unicodedata

    other = {"decomposed": unicodedata.normalize("NFD", SHARED), "without diacritics": text.fold(SHARED), "capitals": SHARED.upper(), "other spaces": SHARED.replace(" ", " \n ")}[change]
    panel = report.alike_essays(class_of_essays(path, {"a": " ".join([*essay_of(1), SHARED]), "b": " ".join([other, *essay_of(2)]), "c": " ".join(essay_of(3))}), EXERCISE)
    assert people_in(panel) == [{"a", "b"}]


def test_what_all_had_before_them_is_no_likeness(path):
    """The prompt, a lesson's sentences, a table's note, quotations, and what much of the class writes."""
    lesson = next(w for w in (" ".join(wording_of(c)) for c in lesson_cells()) if 30 < len(w.split()) < 60)
    prompt = "Nước nào giúp Việt Nam nhiều nhất trong những năm 1955–1975? Viết 120–200 từ cho một người chưa học bài này."
    quoted = f"Người ta kể: “{SHARED}”."
    block = "> " + SHARED.replace("tờ giấy", "tấm bảng")
    common = "ai cũng nhớ rằng con đường ấy dài và mùa mưa năm nào lũ cũng cuốn mất vài cây cầu nhỏ"
    essays = {f"s{n}": " ".join(essay_of(n)) for n in range(10)}
    for student in ("s1", "s2"):
        essays[student] += f" {lesson}\n\n{prompt}\n\n{quoted}\n\n{block}\n"
    for n in range(6):
        essays[f"s{n}"] += f" {common}"
    panel = report.alike_essays(class_of_essays(path, essays), EXERCISE)
    assert people_in(panel) == [] and panel.rows is None and "không thấy đoạn nào" in panel.finding


def lesson_cells() -> list[str]:
    notebook = json.loads((HERE.parent / "lessons" / "vi" / "06-aid-in-tonnes.ipynb").read_text(encoding="utf-8"))
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == "markdown" and "story" in c["metadata"].get("tags", [])]


def wording_of(said: str) -> list[str]:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*#]", r"\1", said).split()


def test_the_same_likeness_shows_when_the_course_does_not_say_it(path, monkeypatch):
    """What the test above takes out is there to be found."""
    monkeypatch.setattr(known, "sentences", lambda exercise: ())
    lesson = next(w for w in (" ".join(wording_of(c)) for c in lesson_cells()) if 30 < len(w.split()) < 60)
    panel = report.alike_essays(class_of_essays(path, {"a": " ".join(essay_of(1)) + " " + lesson, "b": lesson + " " + " ".join(essay_of(2))}), EXERCISE)
    assert people_in(panel) == [{"a", "b"}]


def test_a_few_who_share_one_text_are_one_group(path):
    essays = {f"s{n:02}": " ".join(essay_of(n)) for n in range(40)}
    for n in range(5):
        essays[f"s{n:02}"] += f" {SHARED}"
    panel = report.alike_essays(class_of_essays(path, essays), EXERCISE)
    assert people_in(panel) == [{f"s{n:02}" for n in range(5)}]
    assert panel._repr_html_().count('class="hp-pair"') == 4


def test_a_passage_in_another_order_is_found_too():
    first, second = "một hai ba bốn năm sáu bảy tám chín mười mươi trăm".split(), "sông núi biển trời mây gió mưa nắng đất đá cát bụi".split()
    one, other = (alike.Work(who, " ".join(ws), wording.words(" ".join(ws)), 12) for who, ws in (("a", [*first, *essay_of(1, 20), *second]), ("b", [*second, *essay_of(2, 20), *first])))
    assert [p.words for p in alike.passages(one, other)] == [12, 12]


def test_of_two_hundred_only_likely_pairs_are_read_word_by_word(path, monkeypatch):
    """Each of the 19,900 pairs would take minutes; this takes seconds."""
    essays = {f"s{n:03}": " ".join(essay_of(n, 180)) for n in range(200)}
    for n in range(0, 40, 2):
        essays[f"s{n:03}"] += f" {' '.join(essay_of(1000 + n, 20))}"
        essays[f"s{n + 1:03}"] = f"{' '.join(essay_of(1000 + n, 20))} " + essays[f"s{n + 1:03}"]
    room = class_of_essays(path, essays)
    read, passages = [], alike.passages
    monkeypatch.setattr(alike, "passages", lambda one, other: (read.append(one.who), passages(one, other))[1])
    panel = report.alike_essays(room, EXERCISE)
    assert {frozenset(p) for p in people_in(panel)} == {frozenset((f"s{n:03}", f"s{n + 1:03}")) for n in range(0, 40, 2)}
    assert len(read) <= 200 * alike.NEAREST + 20


CODE = """# trước hết lấy những dòng cộng chung của từng thời kỳ một, bỏ dòng cuối
chosen = [name for name in aid.index if name.endswith("-all") and not name.startswith("at-1955-1975")]
result = 0
for name in chosen:
    result = result + aid.value[name]
total = result"""


def class_of_code(path: Path, answers: dict[str, dict[str, str]]) -> show.Panel:
    with Gradebook(path) as book:
        for student, cells in answers.items():
            keep(book, student, [mark("gap", 1.0)], answers=cells)
    return report.alike_code(report.load(path, lang="en"), EXERCISE)


def test_code_is_compared_beyond_what_the_task_forces(path):
    written = {"total-answer": "total = 2362581", "totals-answer": 'totals = {"wiki": 2362581, "nhandan": 2362682, "donors": 2362933}', "same-paper-answer": 'same_paper = ["bbc-vietnamese-2006", "wiki-vi-aid-north", "xamvn-repost"]'}
    solution = {c["id"]: "".join(c["source"]).split("### BEGIN SOLUTION\n")[1].split("\n### END SOLUTION")[0] for c in json.loads((HERE.parent / "solutions" / "en" / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8"))["cells"] if c["id"].endswith("-answer")}
    answers = {f"s{n}": dict(written) for n in range(3)} | {"m1": solution, "m2": dict(solution)}
    answers["c1"] = {"total-answer": CODE}
    answers["c2"] = {"total-answer": CODE.replace('"', "'").replace("    result", "\tresult").replace("= ", "=") + "\nprint(total"}  # other quotes and spaces, and broken
    panel = class_of_code(path, answers)
    assert people_in(panel) == [{"c1", "c2"}]
    assert "closed task has one answer" in visible(panel._repr_html_()) and "Talk with the students" in panel._repr_html_()
    assert "s0" not in visible(panel._repr_html_())


def test_code_that_much_of_a_class_writes_is_everybody_s(path):
    assert people_in(class_of_code(path, {f"s{n}": {"total-answer": CODE} for n in range(10)})) == []


def test_a_gradebook_from_before_code_was_kept(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 1.0)], answers={"gap-answer": "gap = 1"})
    with sqlite3.connect(path) as db:
        db.execute("alter table attempts drop column answers")
        db.execute("pragma user_version=1")
    db.close()
    panel = report.alike_code(report.load(path, lang="en"), EXERCISE)  # opening it adds the column
    assert "--again" in panel.finding and people_in(panel) == []
    with Gradebook(path) as book:
        assert book.attempts()[0]["answers"] == {}


def test_the_grader_keeps_what_stands_in_the_answer_cells(path):
    from hostile import solved

    from hauphuong.grading.intake import Submission
    from hauphuong.grading.sandbox import Ended

    class Runner:
        def run(self, jobs, limits):
            return [Ended(j["job"], "done", 0.1, '{"end": true}') for j in jobs]

    book = solved()
    answer = next(c for c in book["cells"] if c["id"] == "gap-answer")
    answer["source"] = "# nghĩ mãi\ngap = 352"
    untouched = next(c for c in book["cells"] if c["id"] == "share-answer")
    untouched["source"] = "share = None  # your answer"
    with Gradebook(path) as kept:
        run.grade([Submission("a", EXERCISE, "a", json.dumps(book).encode())], kept, Runner())
        answers = kept.attempts()[0]["answers"]
    assert answers["gap-answer"] == "# nghĩ mãi\ngap = 352" and "share-answer" not in answers
    assert set(answers) == {c["id"] for c in book["cells"] if c["id"].endswith("-answer")} - {"share-answer"}


# -- strangers' names ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def nasty(path):
    with Gradebook(path) as book:
        for n, name in enumerate(NASTY):
            key = f"k{n}" if n else name  # a key may be as bad
            says = judged("gap", -1e6)
            keep(book, key, [says, judged("odd-period", name), judged("printed-totals", {"wiki": name, name: 1}), judged("same-paper", [name])], essay=f"{name} {SHARED} {name}", answers={"gap-answer": f"# {name}\n{CODE}"}, outcome="graded" if n % 2 else "partly", handed_in="2026-11-03T10:00:00+07:00")
            book._db.execute("update students set name=? where key=?", (name, key))
        book.rules(EXERCISE, "2026-11-01T23:59+07:00", 10)
    return path


def everything(room) -> list:
    shown = [f(room) for f in (report.overview, report.help_wanted, report.waiting, report.late)]
    return shown + [f(room, e) for e in room.exercises for f in (report.distribution, report.difficulty, report.discrimination, report.common_mistakes, report.misconceptions, report.class_map, report.alike_essays, report.alike_code)]


class Elements(HTMLParser):
    """What a browser would make of it: links, event handlers, and each text with the element it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links, self.handlers, self.told, self.tags = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src")]
        self.handlers += [name for name, _ in attributes if name.startswith("on")]

    def handle_endtag(self, tag) -> None:
        if tag in self.tags:
            del self.tags[len(self.tags) - 1 - self.tags[::-1].index(tag) :]

    def handle_data(self, said) -> None:
        self.told.append((self.tags[-1] if self.tags else "", said))


def texts_of(part) -> list[str]:
    if isinstance(part, str):
        return [part]
    return [t for inner in (part.values() if isinstance(part, dict) else part if isinstance(part, (list, tuple)) else ()) for t in texts_of(inner)]


def test_a_name_is_harmless_in_html_in_plotly_and_in_a_spreadsheet(nasty):
    import csv
    import io

    for one in everything(report.load(nasty, lang="vi")):
        html = one._repr_html_() if isinstance(one, show.Panel) else one.html() + one.notes()
        elements = Elements(html)
        assert all(link.startswith("data:text/csv;") for link in elements.links) and not elements.handlers and "\u202e" not in html
        assert not any(tag == "script" and "alert" in said for tag, said in elements.told) and ("b", "Đậm") not in elements.told
        for raw in re.findall(r"data:text/csv;charset=utf-8;base64,([^\"]+)", html):
            for row in csv.reader(io.StringIO(base64.b64decode(raw).decode("utf-8-sig"))):
                assert not any(cell.lstrip().startswith(("=", "+", "@")) for cell in row), row
        if not isinstance(one, show.Panel):
            picture = one.bundle()[PLOTLY]
            for said in texts_of(picture["data"]) + texts_of({k: v for k, v in picture["layout"].items() if k != "template"}):
                assert not re.search(r"<(?!/?b>|br>)", said) and "<b>Đậm" not in said and "\u202e" not in said and "<b><" not in said, said
    names = visible(report.help_wanted(report.load(nasty, lang="vi"))._repr_html_())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in names and "=HYPERLINK(&quot;x&quot;" in names.replace('"', "&quot;") and "Nguyễn, Văn" in names and "Trần Thị Thùy" in names


# -- the command -----------------------------------------------------------------------------------------------------------------------


def command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "hauphuong.cli", "report", *arguments], cwd=HERE.parent, capture_output=True, text=True, timeout=300)


def test_the_command_writes_a_notebook_and_a_page(nasty, tmp_path):
    out = tmp_path / "a b" / "báo cáo"
    done = command("--gradebook", str(nasty), "--out", str(out), "--lang", "vi")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert "Mở trang này" in done.stdout and "12/12" in done.stderr
    notebook = json.loads((out / "class-report.ipynb").read_text(encoding="utf-8"))
    cells = [c for c in notebook["cells"] if c["cell_type"] == "code"]
    assert all(c["outputs"] and c["execution_count"] for c in cells[1:]) and not [o for c in cells for o in c["outputs"] if o["output_type"] in ("error", "stream")]
    assert max(len("".join(c["source"]).splitlines()) for c in cells) <= 6
    assert str(tmp_path) not in "".join("".join(c["source"]) for c in cells)  # the way to the gradebook is the notebook's own
    page = (out / "class-report.html").read_text(encoding="utf-8")
    assert (out / "static" / "plotly.min.js").is_file() and "<script>alert" not in page and "<b>Đậm" not in page
    assert page.count("Plotly.newPlot(") == page.count('<figure class="hp-chart"') == page.count(".csv\" href=") - 3 > 3
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert not list(out.glob("*.new"))


@pytest.fixture
def said_by(monkeypatch, capsys):
    """What the command says when it refuses."""
    from hauphuong import cli

    def run_it(*arguments: str) -> str:
        monkeypatch.setattr(sys, "argv", ["hauphuong", "report", *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == 1
        return " ".join(capsys.readouterr().err.split())

    return run_it


def test_a_mistake_is_a_sentence(path, tmp_path, said_by):
    out = ("--out", str(tmp_path / "out"))
    assert "There is no gradebook" in said_by("--gradebook", str(tmp_path / "none.db"), "--lang", "en", *out)
    assert not (tmp_path / "none.db").exists() and not (tmp_path / "out").exists()
    Gradebook(path).__exit__()
    for lang, said in (("vi", "chưa có bài nộp nào"), ("en", "no submissions yet")):
        assert said in said_by("--gradebook", str(path), "--lang", lang, *out)
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 1.0)])
    assert "audit-the-tonnage" in said_by("--gradebook", str(path), "--lang", "en", "--exercise", "geneva-bargain", *out)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert "--out" in said_by("--gradebook", str(path), "--lang", "en", "--out", str(tmp_path / "file"))
    assert not (tmp_path / "out").exists()


def test_every_sentence_is_there_in_both_languages():
    def look(part, place):
        if isinstance(part, dict) and set(part) & set(text.LANGUAGES):
            assert set(part) == set(text.LANGUAGES), place
            one, other = (json.dumps(part[lang], ensure_ascii=False) for lang in text.LANGUAGES)
            assert set(re.findall(r"\{(\w+)\}", one)) == set(re.findall(r"\{(\w+)\}", other)), place
        elif isinstance(part, dict):
            for name, inner in part.items():
                look(inner, f"{place}.{name}")

    from hauphuong.grading.report.words import WORDS

    look(WORDS, "words")
    look(class_report._WORDS, "page")
    notebook = {lang: class_report.book("../g.db", (EXERCISE,), "", lang, True) for lang in text.LANGUAGES}
    assert [c.cell_type for c in notebook["vi"].cells] == [c.cell_type for c in notebook["en"].cells]


def test_a_class_of_three_and_a_class_of_one(path):
    with Gradebook(path) as book:
        keep(book, "a", [mark("gap", 0.5, 0.5), mark("misprint", 0.25, 0.5)], essay="một hai ba")
    for more in ("", "bc"):
        with Gradebook(path) as book:
            for student in more:
                keep(book, student, [mark("gap", 0.5, 0.5), mark("misprint", 0.0, 0.5)], essay="bốn năm sáu")
        for lang in text.LANGUAGES:
            for one in everything(report.load(path, lang=lang)):
                assert one.finding and "nan" not in one.finding.lower()
    assert "3.3; 5.0; 10.0" not in report.distribution(report.load(path, lang="en"), EXERCISE).finding
    assert "5.0; 5.0; 7.5" in report.distribution(report.load(path, lang="en"), EXERCISE).finding


def test_a_variant_s_own_traps_are_known(path):
    """What a personal variant says of a slip is counted like any other."""
    found = [(name, task, spec) for name in banks.names("checks") for task, spec in banks.load("checks", name)["checks"].items() if spec.get("variants")]
    assert found
    for name, task, spec in found:
        for code in checks.variants.codes(spec):
            one = checks.variants.of(spec, code)
            traps = one.get("traps", ())
            for says in [t["says"] for t in (traps.values() if isinstance(traps, dict) else traps) if "says" in t]:
                assert " ".join(says["vi"].split()) in mistakes.traps_of(spec), (name, task, code)

"""A feedback page tells the student what a person would: in their language, in the notebook's own words, and never a fault as a zero."""

import re
from html.parser import HTMLParser

import pytest
from sheets import EXERCISE, TASKS, answered, unreadable

from hauphuong import checks, text
from hauphuong.checks.expected import number
from hauphuong.data import banks
from hauphuong.grading import feedback, pages, places, run, words
from hauphuong.grading.feedback_words import ESSAY, OUTCOMES, PAGE
from hauphuong.grading.gradebook import Gradebook
from hauphuong.text import LANGUAGES

RIGHT = {"odd-period": "1961-1964", "gap": 352}


@pytest.fixture
def book(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    with Gradebook(tmp_path / "book.db") as made:
        yield made


def sheet_of(book, lang="", student="an"):
    return feedback.sheet(book, next(r for r in book.results() if r.student == student), lang)


class Parsed(HTMLParser):
    """The elements of a page with their attributes, and what a reader reads."""

    def __init__(self, source: str):
        super().__init__()
        self.tags, self.words, self._hidden = [], [], 0
        self.feed(source)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._hidden:
            self.words.append(data)


def read(book, lang="", student="an") -> Parsed:
    return Parsed(pages.page(sheet_of(book, lang, student)))


# -- what is said ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_what_the_notebook_says(book, lang):
    """The same words as the check in the student's own notebook, for right, wrong, partly right and open answers."""
    answers = {**RIGHT, "total-by-periods": 49_585, "printed-totals": {"wiki": 2_362_581}, "china-share": "much"}
    answered(book, answers=answers, lang=lang)
    read_page, states = read(book), set()
    for task in TASKS:
        spec = checks.load(f"{EXERCISE}/{task}")
        verdict = checks.judge(spec, checks.plain(answers.get(task)))
        told = checks.Feedback(lang, verdict, checks.points(spec, verdict), float(spec["points"]))
        shown = next(t for t in sheet_of(book).tasks if t.name == task)
        states.add(shown.state)
        assert list(shown.says)[: len(told.lines)] == told.lines
        for line in told.lines:
            assert " ".join(line.replace("`", "").split()) in read_page.text
    assert states == {"right", "partly", "wrong", "open"}


def test_it_speaks_the_language_that_the_student_worked_in_unless_told(book):
    answered(book, lang="vi", answers=RIGHT)
    vi, en = read(book), read(book, "en")
    assert vi.tags[0] == ("html", {"lang": "vi"}) and PAGE["tasks"]["vi"] in vi.text and "✓ Đúng · 0,5 / 0,5" in vi.text
    assert en.tags[0] == ("html", {"lang": "en"}) and PAGE["tasks"]["en"] in en.text and "✓ Right · 0.5 of 0.5" in en.text
    for task in TASKS:
        assert places.tasks(EXERCISE, "vi")[task] in vi.text and places.tasks(EXERCISE, "en")[task] in en.text


def test_where_to_look_stands_at_every_answer_that_is_not_right_and_at_no_other(book):
    answered(book, answers=RIGHT)
    for task in sheet_of(book).tasks:
        assert (task.see is None) == (task.state == "right"), task.name
    title, section = places.see(EXERCISE, "misprint", "en")
    assert f"{PAGE['where']['en']} {PAGE['section']['en'].format(lesson=title, section=section)}" in read(book).text


@pytest.mark.parametrize("name", run.names())
def test_every_check_names_a_section_of_its_own_lesson(name):
    bank = banks.load("checks", name)
    for task, spec in bank["checks"].items():
        for lang in LANGUAGES:
            title, sections = places.lesson(bank["lesson"], lang)
            assert spec["see"] in sections, f"{name}/{task}: {bank['lesson']} has no cell {spec['see']}"
            assert sections[spec["see"]] not in ("", title) and not sections[spec["see"]].startswith("#"), (name, task)
    for lang in LANGUAGES:
        titles = places.tasks(name, lang)
        assert list(titles) == [*bank["checks"], run.ESSAY] and all(titles.values()) and len(set(titles.values())) == len(titles)


def test_a_hidden_check_is_spoken_of_kindly(book):
    """The open check is content with rows that are only there; the hidden one compares them."""
    spec = checks.load(f"{EXERCISE}/per-year")
    looked_at = {name: number(worth) for name, worth in spec["rows"].items()}
    answered(book, answers={"per-year": {**looked_at, **dict.fromkeys(spec["others"], 1)}})
    task = next(t for t in sheet_of(book).tasks if t.name == "per-year")
    assert task.state in ("partly", "wrong") and PAGE["hidden"]["en"] in task.says and words.TASK["hidden"]["en"] not in task.says


# -- what became of it -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_could_not_be_graded_is_a_fault_and_no_zero(book, lang):
    answered(book, answers={"total-by-periods": 1}, end="wall", lang=lang)
    page = read(book)
    assert OUTCOMES["partly"][lang] in page.text and PAGE["lost"][lang] in page.text and PAGE["lost-head"][lang] in page.text
    lost = [t for t in sheet_of(book).tasks if t.state == "lost"]
    assert len(lost) == len(TASKS) - 1 and all(t.points is None for t in lost)
    assert page.text.count(PAGE["unreached"][lang]) == len(lost)
    assert ("time ran out" if lang == "en" else "hết giờ") in page.text


@pytest.mark.parametrize("end", ["cage", "worker", "died"])
def test_a_submission_that_nobody_could_grade_has_no_points_rather_than_nought(book, end):
    answered(book, end=end)
    page = read(book)
    assert OUTCOMES["person"]["en"] in page.text and f"{PAGE['so-far']['en']}: {PAGE['unreached']['en']}" in page.text
    assert not re.search(r"points so far: 0", page.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_cannot_be_opened_is_told_what_to_do(book, lang):
    unreadable(book)
    page = read(book, lang)
    assert OUTCOMES["unreadable"][lang] in page.text and "Ctrl + S" in page.text
    assert PAGE["total"][lang] not in page.text and PAGE["so-far"][lang] not in page.text


def test_an_exercise_that_nobody_knows_has_a_page_too(book):
    unreadable(book, exercise="?", key="which-exercise")
    assert OUTCOMES["person"]["en"] in read(book, "en").text


# -- what a person gave -------------------------------------------------------------------------------------------------------


def test_a_person_s_mark_stands_above_the_machine_s_with_their_words(book):
    answered(book, answers={**RIGHT, "misprint": 5})
    book.mark("an", EXERCISE, "misprint", 0.5, "T1", "The digit is right; <b>well seen</b>")
    book.mark("an", EXERCISE, "gap", 0.25, "T1", "Say how.")
    page, tasks = read(book), {t.name: t for t in sheet_of(book).tasks}
    assert tasks["misprint"].state == "right" and tasks["misprint"].see is None and tasks["gap"].state == "partly"
    assert "The digit is right; <b>well seen</b>" in page.text and "Marked by T1." in page.text
    assert PAGE["machine-said"]["en"] in page.text
    assert f"{PAGE['total']['en']}: 1.25 of 10" in page.text


def test_a_mark_for_what_the_machine_lost(book):
    answered(book, end="cage")
    book.mark("an", EXERCISE, "gap", 0.5, "T1")
    page = read(book)
    assert f"{PAGE['so-far']['en']}: 0.5 of 10" in page.text
    assert page.text.count(PAGE["lost"]["en"]) == len(TASKS) - 1


@pytest.mark.parametrize(("days", "said"), [(0, ""), (1, "1 day late: 0.1 points are taken off, which leaves 0.9"), (2, "2 days late: 0.2 points are taken off, which leaves 0.8"), (9, "9 days late: 1 points are taken off, which leaves 0")])
def test_late_days_and_what_they_cost(book, days, said):
    answered(book, answers=RIGHT, handed_in=f"2026-11-{10 + days:02}T10:00:00+00:00")
    book.rules(EXERCISE, "2026-11-10T12:00+00:00", 10, 5)
    page = read(book)
    late = book.results()[0].late_days
    assert late == days and (said in page.text if said else " late" not in page.text.replace("later", ""))


def test_late_for_nothing_is_said_too(book):
    answered(book, answers=RIGHT, handed_in="2026-11-12T10:00:00+00:00")
    book.rules(EXERCISE, "2026-11-10T12:00+00:00")
    assert "nothing is taken off" in read(book).text


# -- the essay -------------------------------------------------------------------------------------------------------------


CRITERIA = run.exercise(EXERCISE).keys["essay"]["criteria"]


def rated(monkeypatch, levels: list, comment="Look at <i>one</i> row again."):
    """As the desk keeps it: the place of the level, its points, a comment and who marked."""
    kept = {c["id"]: {"points": float(c["levels"][n]["points"]), "level": n, "comment": comment, "marker": "T2"} for c, n in zip(CRITERIA, levels)}
    monkeypatch.setattr(Gradebook, "rubric", lambda self, student, exercise: kept, raising=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_essay_waits_for_a_marker(book, lang):
    answered(book, answers=RIGHT, essay="My text", lang=lang)
    page = read(book)
    assert ESSAY["waiting"][lang] in page.text and PAGE["so-far"][lang] in page.text and "My text" in page.text
    assert all(level[lang] in page.text for c in CRITERIA for level in c["levels"])
    assert ("li", {"class": "chosen"}) not in page.tags


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_rubric_shows_the_chosen_levels_and_the_comments(book, monkeypatch, lang):
    answered(book, answers=RIGHT, essay="My text", lang=lang)
    rated(monkeypatch, [3, 2, 1, 0])
    book.mark("an", EXERCISE, run.ESSAY, 2.25, "T2")
    page, essay = read(book), sheet_of(book).essay
    assert [c.chosen for c in essay.criteria] == [3, 2, 1, 0] and essay.state == "marked"
    assert page.tags.count(("li", {"class": "chosen"})) == len(CRITERIA)
    assert page.text.count("Look at <i>one</i> row again.") == len(CRITERIA)
    for criterion, n in zip(CRITERIA, [3, 2, 1, 0]):
        assert f"{criterion['levels'][n][lang]} ({ESSAY['chosen'][lang]})" in page.text
    assert ESSAY["points"][lang].format(points=text.number(2.25, lang), of="4") in page.text


def test_a_rubric_half_done_says_how_much_waits(book, monkeypatch):
    answered(book, answers=RIGHT, essay="My text")
    rated(monkeypatch, [3])
    page = read(book)
    assert ESSAY["part"]["en"].format(done=1, all=len(CRITERIA)) in page.text and PAGE["so-far"]["en"] in page.text


def test_no_essay_is_said_plainly(book):
    answered(book, answers=RIGHT)
    assert ESSAY["none"]["en"] in read(book).text

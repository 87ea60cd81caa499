"""The rubric desk in JupyterLab, in Chromium with the network cut: a class marked at the keyboard alone, and nothing lost on the way."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import FLAGS, PATIENCE, chromium, open_lab, open_notebook, watched_page
from playwright.sync_api import Page, expect

from hauphuong.grading import score
from hauphuong.grading.desk import Desk
from hauphuong.grading.desk_words import word
from hauphuong.grading.gradebook import Gradebook

EXERCISE = "geneva-bargain"
CRITERIA = ["claim", "evidence", "objection", "clarity"]
POINTS = [0, 0.5, 0.75, 1]
SIZE = {"width": 1280, "height": 1000}
HOSTILE = "<img src=x onerror=\"document.title='caught'\"> <b>not bold</b> & =HYPERLINK(1) " + "Một câu đủ dấu, khá dài. " * 30


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The address of a Lab and the folder that it serves."""
    folder = tmp_path_factory.mktemp("desks")
    with open_lab(folder) as address:
        yield address, folder / "course"


class Class:
    """Some synthetic submissions in a gradebook, and a marker who has given the command."""

    def __init__(self, course: tuple[str, Path], name: str, essays: int, lang: str = "en"):
        self.address, root = course
        self.lang, self.folder = lang, root / name
        self.book = self.folder / "my-work" / "gradebook.db"
        with Gradebook(self.book) as book:
            for number in range(essays):
                marks = [score.Mark("essay", None, 4.0, "waiting")]
                book.keep(student=f"MSSV-{number:04}", exercise=EXERCISE, place="p", digest=str(number), handed_in="", rules="r", outcome="graded", reason={"vi": "", "en": ""},
                          notes=[], lang=lang, essay=f"{HOSTILE} ({number})", shown={}, marks=marks)  # fmt: skip
        self.name = name

    def desk(self, marker: str = "1") -> Desk:
        return Desk(EXERCISE, self.book, marker, self.lang)

    def rate(self, marker: str, number: int, levels: list[int]) -> None:
        one = self.desk(marker)
        one.do({"do": "go", "to": number})
        for criterion, level in zip(CRITERIA, levels):
            assert one.do({"do": "level", "place": one.place, "criterion": criterion, "level": level})["ok"]

    def open(self, page: Page, marker: str = "1") -> "Seat":
        command = [sys.executable, "-m", "hauphuong.cli", "--lang", self.lang, "mark", EXERCISE, "--no-open", "--marker", marker]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True, timeout=120)
        file = f"{EXERCISE}{'' if marker == '1' else '-marker-' + marker}.ipynb"
        open_notebook(page, self.address, f"{self.name}/my-work/desk/{file}")
        seat = Seat(page, self.lang)
        seat.run()
        return seat


class Seat:
    """A marker before an open desk, with hands on the keyboard."""

    def __init__(self, page: Page, lang: str):
        self.page, self.lang, self.press = page, lang, page.keyboard.press
        self.desk = page.locator(".hp-desk")
        self.status = self.desk.locator(".hp-status")

    def run(self) -> None:
        self.press("Shift+Enter"), self.press("Shift+Enter")
        self.desk.wait_for(timeout=PATIENCE)
        self.page.wait_for_function("() => document.activeElement.closest('.hp-desk')")

    def at(self, number: int) -> None:
        expect(self.desk.locator("article h3")).to_have_text(word("essay", self.lang, n=number))

    def says(self, said: str) -> None:
        expect(self.status).to_contain_text(said)

    def mark(self, levels: list[int]) -> None:
        for level in levels:
            self.press(str(level + 1))
        points = f"{sum(POINTS[level] for level in levels):g}".replace(".", "," if self.lang == "vi" else ".")
        expect(self.desk.locator(".hp-sum")).to_have_text(word("sum", self.lang, n=points, of=4))


def levels_of(number: int) -> list[int]:
    return [(number * step + step) % 4 for step in (1, 2, 3, 5)]


@pytest.mark.parametrize("essays", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_a_class_is_marked_at_the_keyboard_and_a_closed_browser_loses_nothing(browser, course, tmp_path, essays):
    room = Class(course, tmp_path.name, essays, "vi" if essays == 6 else "en")
    lang, half = room.lang, essays // 2
    once = browser.browser_type.launch(executable_path=chromium(), args=FLAGS)  # a browser of its own, to be closed in the middle
    with watched_page(once, viewport=SIZE) as page:
        seat = room.open(page)
        for number in range(1, half + 1):
            seat.at(number)
            seat.mark(levels_of(number))
            seat.press("n" if number % 2 else "Control+ArrowRight")
        seat.at(half + 1)
        seat.press("1"), seat.press("u")  # a slip
        seat.says(word("undone", lang, n=half + 1, what=seat.desk.locator("h4").first.inner_text()))
        seat.press("4"), seat.press("ArrowUp"), seat.press("c")  # each level leads on to the next criterion
        page.keyboard.type("Nêu rõ dòng nào, n p u 1 2 3?")
        seat.press("Escape"), seat.press("ArrowDown"), seat.press("2")
        seat.press("c")
        page.keyboard.type("Half a sent")
        page.wait_for_function("() => document.querySelector('.hp-desk .hp-editing .hp-comment')?.textContent.startsWith('Half a sent')")  # the kernel has it
        once.close()  # no goodbye
    with Gradebook(room.book) as book:
        given = book.rubric(room.desk().papers[half].student, EXERCISE)
        assert {c: (row["level"], row["comment"]) for c, row in given.items()} == {"claim": (3, "Nêu rõ dòng nào, n p u 1 2 3?"), "evidence": (1, "")}
    with watched_page(browser, viewport=SIZE) as page:
        seat = room.open(page)
        seat.at(half + 1)
        expect(page.locator(".hp-desk textarea")).to_have_value("Half a sent")
        expect(page.locator(".hp-desk textarea")).to_be_focused()
        page.keyboard.type("ence.")
        seat.press("Control+Enter")
        seat.says(word("commented", lang))
        seat.press("b"), seat.press("1"), seat.press("Escape")  # a ready phrase after it
        for number in range(half + 1, essays + 1):
            seat.at(number)
            seat.press("ArrowUp"), seat.press("ArrowUp"), seat.press("ArrowUp")
            for level in levels_of(number):
                seat.press(str(level + 1))
            expect(seat.desk.locator(".hp-progress")).to_have_text(word("progress", lang, marked=number, all=essays))
            seat.press("n")
        seat.says(word("last", lang))
        seat.press("f")
        seat.says(word("all-marked", lang))
        assert page.locator(".jp-Notebook .jp-Cell").count() == 3, "a letter typed at the desk reached the notebook"
        assert page.locator(".jp-Dialog").count() == 0 and page.title() != "caught"
    one = room.desk()
    with Gradebook(room.book) as book:
        results = {r.student: r for r in book.results(EXERCISE)}
        for paper in one.papers:
            wanted = levels_of(paper.number)
            given = book.rubric(paper.student, EXERCISE)
            assert [given[c]["level"] for c in CRITERIA] == wanted, paper.number
            assert results[paper.student].points == sum(POINTS[level] for level in wanted) and not results[paper.student].waiting
        phrase = one.state()["criteria"][2]["phrases"][0]["text"]
        assert book.rubric(one.papers[half].student, EXERCISE)["objection"]["comment"] == f"Half a sentence. {phrase}"


# -- for everyone: one class for these, since opening Lab is what takes time -------------------------------------------------------


@pytest.fixture(scope="module", params=["vi", pytest.param("en", marks=pytest.mark.slow)])
def settled(request, browser, course):
    """A class that two have marked; the second marker sits at the desk."""
    room = Class(course, f"two-markers-{request.param}", 4, request.param)
    for number in (1, 2, 3):
        room.rate("1", number, [3, 2, number, 1])
        room.rate("2", number, [3, number - 1, number, 3])
    one = room.desk("1")
    one.do({"do": "go", "to": 2})
    one.do({"do": "comment", "place": 1, "criterion": "claim", "text": "<i>a remark of the first marker</i>"})
    with watched_page(browser, viewport=SIZE) as page:
        yield room, room.open(page, "2")


def graves(page: Page) -> list[str]:
    found = Axe().run(page, ".hp-desk").response["violations"]
    return [f"{v['id']}: {[n['html'][:160] for n in v['nodes']]}" for v in found if v["impact"] in ("serious", "critical")]


OVER = """e => { const edge = e.getBoundingClientRect().right;
  return [...e.querySelectorAll('*')].filter(c => c.getBoundingClientRect().right > edge + 1).map(c => c.outerHTML.slice(0, 120)); }"""


def test_every_state_of_the_desk_is_sound(settled):
    """Fresh, writing, with the bank, the agreement, the differences open, and while settling; as wide as Lab leaves it at 1280 px and at 700."""
    room, seat = settled
    page, lang = seat.page, seat.lang
    wrong: list[str] = []

    def look(state: str) -> None:
        for width in (850, 330):
            seat.desk.evaluate("(e, width) => { e.style.width = width + 'px'; }", width)
            wrong.extend(f"{state} at {width}: {said}" for said in (*graves(page), *seat.desk.evaluate(OVER)))
        seat.desk.evaluate("e => { e.style.width = ''; }")

    seat.press("p"), seat.press("p"), seat.press("p")
    seat.at(1)
    assert page.locator(".hp-desk img, .hp-desk article b, .hp-desk i").count() == 0 and "<img src=x" in seat.desk.locator(".hp-text").inner_text()
    look("marking")
    seat.press("c")
    look("writing")
    seat.press("Escape"), seat.press("b")
    expect(seat.desk.locator(".hp-phrases li")).not_to_have_count(0)
    look("bank")
    seat.press("Escape"), seat.press("a")
    expect(seat.desk.locator("table tbody tr")).to_have_count(8, timeout=PATIENCE)  # scikit-learn is slow to load the first time
    expect(seat.desk.locator("table")).to_contain_text(word("kappa-few", lang, n=3))
    expect(seat.desk.locator("table")).to_contain_text(word("kappa-constant", lang))
    look("agreement")
    seat.press("Escape"), seat.press("d")
    expect(seat.desk.locator(".hp-panel")).to_contain_text(word("look", lang))
    assert "remark" not in seat.desk.inner_text(), "nothing of the first marker before both lay their marks side by side"
    look("before the differences")
    seat.press("Tab"), seat.press("Enter")  # to what it offers
    expect(seat.desk.locator(".hp-phrases li")).to_have_count(3)
    look("differences")
    seat.press("Tab"), seat.press("Tab"), seat.press("Enter")
    seat.at(2)
    expect(seat.desk.locator(".hp-standing")).to_contain_text(word("sealed", lang))
    expect(seat.desk).to_contain_text("<i>a remark of the first marker</i>")
    look("settling")
    seat.press("k")
    seat.says(word("taken", lang, who=word("marker-n", lang, n=1)))
    expect(seat.desk.locator(".hp-standing")).to_contain_text(word("settled", lang, n="–", of=4).split("–")[0].strip())
    seat.press("u")
    for decided, number in enumerate((0, 3), 1):  # the two in which they differ here: by other levels than either gave
        for _ in CRITERIA:
            seat.press("ArrowUp")
        for _ in range(1 if not number else 3):
            seat.press("ArrowDown")
        seat.press("1")
        expect(seat.desk.locator("h4 small", has_text=word("decided", lang))).to_have_count(decided)
    look("settled")
    assert not wrong, "\n".join(wrong)


def test_the_focus_can_be_seen_and_stays_at_the_desk(settled):
    _, seat = settled
    seat.press("Escape"), seat.press("f")
    seat.at(4)
    seat.press("Shift+Tab")  # from the first criterion back to the text
    for step in range(12):
        seat.press("Tab")
        outline = seat.page.evaluate("() => { const e = document.activeElement; if (!e.closest('.hp-desk')) return null; const s = getComputedStyle(e); return s.outlineStyle + parseFloat(s.outlineWidth); }")
        if outline is None:
            break
        assert outline in ("solid3", "solid1"), (step, outline)
    assert step == len(CRITERIA), "Tab goes from the text to each criterion, and then out"
    seat.page.keyboard.press("Shift+Tab")
    for key in ("b", "1", "Escape", "u", "a", "Escape", "d", "Escape", "n", "p", "?", "?"):
        seat.press(key)
        seat.page.wait_for_timeout(50)
    seat.page.wait_for_function("() => document.activeElement.closest('.hp-desk')")
    assert seat.page.locator(".jp-Notebook .jp-Cell").count() == 3


@pytest.mark.slow
def test_a_dead_kernel_is_said_and_what_is_written_stays(browser, course, tmp_path):
    room = Class(course, tmp_path.name, 2)
    page = browser.new_page(viewport=SIZE)  # it may meet errors: a dead kernel makes Lab complain
    page.set_default_timeout(PATIENCE)
    seat = room.open(page)
    seat.press("2")
    seat.says("Saved")
    with urllib.request.urlopen(f"{room.address}/api/sessions") as reply:
        (session,) = [s for s in json.loads(reply.read()) if s["path"].startswith("dead/")]
    urllib.request.urlopen(urllib.request.Request(f"{room.address}/api/kernels/{session['kernel']['id']}", method="DELETE"))
    seat.press("c")
    page.keyboard.type("not lost")
    expect(seat.status).to_contain_text("NOT SAVED", timeout=30_000)
    open_notebook(page, room.address, "dead/my-work/desk/geneva-bargain.ipynb")
    seat.run()
    expect(page.locator(".hp-desk textarea")).to_have_value("not lost")
    seat.press("Escape")
    seat.says("The comment is saved")
    assert [c["comment"] for c in room.desk().state()["criteria"]] == ["", "not lost", "", ""]
    page.close()

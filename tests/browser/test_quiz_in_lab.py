"""Quizzes in JupyterLab, in Chromium: answered with the keyboard alone and with the mouse, and after a kernel is killed."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from browsing import PATIENCE, open_notebook, run_all, watched_page
from playwright.sync_api import Page, expect

from hauphuong.journal import Journal
from hauphuong.quiz.words import WORDS

BANK = yaml.safe_load((Path(__file__).parents[1] / "99-demo-bank.yaml").read_text(encoding="utf-8"))
TALL = {"width": 1600, "height": 2600}  # the whole widget in view: Lab paints no other cell
SHOW = """
import json, time
from hauphuong.journal import Journal
from hauphuong.quiz.stop import Stop
from hauphuong.quiz.view import display

class Slow(Journal):
    def append(self, *entry):
        time.sleep({slow})
        return super().append(*entry)

display(Stop(json.loads({bank!r}), "all-kinds", {lang!r}, Slow({journal!r})))
"""


def ask(address: str, method: str, path: str, body: object = None) -> object:
    """The server's REST interface."""
    raw = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{address}/api/{path}", raw, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=30) as reply:
        said = reply.read()
    return json.loads(said) if said else None


class Desk:
    """A notebook with the demo quiz and a journal of its own, in Lab."""

    def __init__(self, page: Page, address: str, folder: Path, lang: str = "en", slow: float = 0):
        self.page, self.address, self.lang = page, address, lang
        self.name = f"{folder.name}.ipynb"
        self.journal = Journal(folder / "journal.jsonl")
        code = SHOW.format(bank=json.dumps(BANK), lang=lang, journal=str(self.journal.path), slow=slow)
        cell = {"cell_type": "code", "id": "quiz", "source": code, "metadata": {}, "outputs": [], "execution_count": None}
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
        ask(address, "PUT", f"contents/{self.name}", {"type": "notebook", "content": book})
        self.open()

    def open(self) -> None:
        self.page.set_viewport_size(TALL)
        open_notebook(self.page, self.address, self.name)
        self.run()

    def run(self) -> None:
        run_all(self.page)
        expect(self.page.locator(".hp-question")).to_have_count(9, timeout=PATIENCE)

    def word(self, key: str) -> str:
        return WORDS[key][self.lang]

    def question(self, kind: str):
        return self.page.locator(f'[data-question="99-{kind}"]')

    def status(self, kind: str):
        return self.question(kind).get_by_role("status")

    def button(self, kind: str):
        return self.question(kind).locator(".hp-check")

    def kernel(self) -> str:
        (session,) = [s for s in ask(self.address, "GET", "sessions") if s["path"] == self.name]
        return session["kernel"]["id"]

    def answers(self) -> list[tuple]:
        return [(e["question"].removeprefix("99-"), e["answer"], e["points"]) for e in self.journal.read()[0]]


@pytest.fixture
def desk(page, lab, tmp_path):
    return Desk(page, lab, tmp_path)


RIGHT = [
    ("choice", "red", 1),
    ("choices", ["two", "four"], 2),
    ("evidence", "delivered", 1),
    ("anachronism", "rouble", 1),
    ("number", "1.000", 1),
    ("estimate", "300 000", 1),
    ("order", ["dawn", "noon", "dusk", "night"], 3),
    ("match", {"one": "one", "two": "two"}, 2),
    ("text", "dien bien phu", 1),
]
SAID = {
    "choice": "Red is right.",
    "choices": "Four is even.",
    "evidence": "Delivered.",
    "anachronism": "Not before 1961.",
    "number": "A thousand it is.",
    "estimate": "You guessed 300,000; the source has 226,969 tonnes",
    "order": "The whole order is right.",
    "match": "Everything matches.",
    "text": "That is the place.",
}


def test_every_kind_with_the_keyboard_alone(desk):
    """One walk through the widget with Tab, arrows, Space, Enter and letters, none of which Lab may take for its own."""
    page, press, write = desk.page, desk.page.keyboard.press, desk.page.keyboard.type
    regions = {kind: desk.status(kind).element_handle() for kind in SAID}

    def answered(kind: str) -> None:
        expect(desk.status(kind)).to_contain_text(SAID[kind])
        assert regions[kind].inner_text() == desk.status(kind).inner_text(), "the live region must be the one that was there before"
        assert desk.status(kind).get_attribute("aria-live") == "polite"

    def tab_to(name: str) -> None:
        for _ in range(12):
            press("Tab")
            if page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent") == name:
                return
        raise AssertionError(f"Tab does not reach {name}")

    desk.question("choice").locator("input").first.focus()
    press("Space"), press("Tab"), press("Enter")
    answered("choice")
    press("Tab"), press("Space"), press("Tab"), press("Tab"), press("Space")
    tab_to(desk.word("check")), press("Enter")
    answered("choices")
    press("Tab"), press("ArrowDown"), press("Tab"), press("Space")
    answered("evidence")
    press("Tab"), press("ArrowDown"), press("ArrowUp"), press("Tab"), press("Enter")
    answered("anachronism")
    press("Tab"), write("1.000"), press("Enter")
    answered("number")
    press("Tab"), press("Tab"), write("300 000"), press("Enter")
    answered("estimate")
    tab_to("Move up: Night"), press("ArrowDown")
    expect(desk.status("order")).to_have_text("Night: number 4 of 4")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move up: Night", "the focus travels with the item"
    press("Enter"), press("ArrowDown")  # by its button up, by the arrow down again
    tab_to(desk.word("check")), press("Enter")
    answered("order")
    press("Tab"), write("odd"), press("Tab"), write("even"), press("Tab"), press("Enter")
    answered("match")
    press("Tab"), write("dien bien phu"), press("Enter")
    answered("text")

    assert desk.answers() == RIGHT and desk.journal.verify() == []
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1, "a letter typed in the quiz reached the notebook"
    assert page.locator(".jp-Dialog").count() == 0


def test_every_kind_with_the_mouse(page, lab, tmp_path):
    desk = Desk(page, lab, tmp_path, "vi")
    for kind, answers in (("choice", ["Xanh"]), ("choices", ["Hai", "Ba"]), ("anachronism", ["vải"])):
        for said in answers:
            desk.question(kind).get_by_label(said).click()
        desk.button(kind).click()
    desk.question("evidence").get_by_role("radio").first.click()  # its words are the data's, and may change
    desk.button("evidence").click()
    for kind, said in (("number", "104"), ("estimate", "1 triệu"), ("text", "Genève")):
        desk.question(kind).get_by_role("textbox").click()
        page.keyboard.type(said)
        desk.button(kind).click()
    desk.question("order").get_by_label("Đưa lên: Bình minh").click()
    desk.question("order").get_by_label("Đưa xuống: Bình minh").click()
    desk.button("order").click()
    for place, said in enumerate(("không phải số", "số chẵn")):
        desk.question("match").locator("select").nth(place).select_option(label=said)
    desk.button("match").click()
    told = {
        "choice": "Xanh là nhầm.",
        "choices": "Ba là số lẻ.",
        "evidence": "Đó là lời hứa.",
        "anachronism": "Vải thì có.",
        "number": "Thiếu một số không.",
        "estimate": "Cao hơn nguồn.",
        "order": "Đêm sau cùng.",
        "match": "Cả hai đều là số.",
        "text": "Ở đó là hội nghị.",
    }
    for kind, said in told.items():
        expect(desk.status(kind)).to_contain_text(said)
        expect(desk.status(kind)).to_contain_text("lần 1")
    assert desk.page.locator(".hp-quiz").get_attribute("lang") == "vi"
    # trying again: the same answer is no new attempt, another is
    desk.button("choice").click()
    expect(desk.status("choice")).to_contain_text(desk.word("same"))
    expect(desk.status("choice")).to_contain_text("Xanh là nhầm.")
    desk.question("choice").get_by_label("Đỏ").click()
    desk.button("choice").click()
    expect(desk.status("choice")).to_contain_text("Đúng. 1/1 điểm · lần 2")
    assert [a for a in desk.answers() if a[0] == "choice"] == [("choice", "blue", 0), ("choice", "red", 1)]


def test_it_says_that_it_is_saving_until_it_has(page, lab, tmp_path):
    desk = Desk(page, lab, tmp_path, slow=1.5)
    desk.question("choice").get_by_label("Red").click()
    desk.button("choice").click()
    expect(desk.button("choice")).to_have_text(desk.word("saving"))
    expect(desk.button("choice")).to_have_attribute("aria-disabled", "true")
    desk.button("choice").click(force=True)  # an impatient second click is no second attempt
    assert desk.answers() == []
    expect(desk.status("choice")).to_contain_text(desk.word("kept"))
    expect(desk.button("choice")).to_have_text(desk.word("again"))
    assert desk.answers() == [("choice", "red", 1)]


@pytest.fixture
def loose(browser):
    """A page that may meet errors: a dead kernel makes Lab complain."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


def answer_some(desk: Desk) -> None:
    desk.question("choice").get_by_label("Blue").click()
    desk.button("choice").click()
    expect(desk.status("choice")).to_contain_text(desk.word("kept"))
    desk.question("number").get_by_role("textbox").fill("1,000")
    desk.button("number").click()
    expect(desk.status("number")).to_contain_text(desk.word("kept"))
    desk.question("estimate").get_by_role("textbox").fill("100000")
    desk.button("estimate").click()
    expect(desk.status("estimate")).to_contain_text(desk.word("kept"))


def assert_resumed(desk: Desk) -> None:
    expect(desk.question("choice").get_by_label("Blue")).to_be_checked()
    for kind, said in (("choice", "Blue is a mix-up."), ("number", "A thousand it is."), ("estimate", "You guessed 100,000")):
        expect(desk.status(kind)).to_contain_text(said)
        expect(desk.status(kind)).to_contain_text(desk.word("resumed"))
    expect(desk.question("number").get_by_role("textbox")).to_have_value("1,000")
    expect(desk.question("estimate").get_by_role("textbox")).to_have_attribute("readonly", "")
    assert desk.answers() == [("choice", "blue", 0), ("number", "1,000", 1), ("estimate", "100000", 1)]


def test_a_restarted_kernel_finds_the_answers(loose, lab, tmp_path):
    desk = Desk(loose, lab, tmp_path)
    answer_some(desk)
    ask(lab, "POST", f"kernels/{desk.kernel()}/restart")
    desk.page.wait_for_timeout(1000)
    desk.page.evaluate("document.querySelector('.hp-quiz').setAttribute('data-old', '')")
    desk.run()
    expect(desk.page.locator(".hp-quiz:not([data-old])")).to_have_count(1)
    assert_resumed(desk)
    desk.question("choice").get_by_label("Red").click()
    desk.button("choice").click()
    expect(desk.status("choice")).to_contain_text("attempt 2")


def test_a_killed_kernel_loses_nothing(loose, lab, tmp_path):
    """Killed in the middle: what was saved comes back, what was typed and not saved is still in its box."""
    desk = Desk(loose, lab, tmp_path)
    answer_some(desk)
    ask(lab, "DELETE", f"kernels/{desk.kernel()}")
    desk.question("text").get_by_role("textbox").fill("Điện Biên Phủ")
    desk.button("text").click()
    expect(desk.status("text")).to_contain_text(desk.word("silent"), timeout=20_000)
    expect(desk.question("text").get_by_role("textbox")).to_have_value("Điện Biên Phủ")
    expect(desk.button("text")).to_have_text(desk.word("check"))
    desk.open()
    assert_resumed(desk)
    expect(desk.question("text").get_by_role("textbox")).to_have_value("Điện Biên Phủ")
    desk.button("text").click()
    expect(desk.status("text")).to_contain_text("That is the place.")
    assert desk.answers()[-1] == ("text", "Điện Biên Phủ", 1) and desk.journal.verify() == []


# -- for everyone: one desk for these, since opening Lab is what takes time ----------------------------------------------------


@pytest.fixture(scope="module")
def shared(browser, lab, tmp_path_factory):
    with watched_page(browser, viewport=TALL) as page:
        yield Desk(page, lab, tmp_path_factory.mktemp("shared"))


def test_texts_stay_texts(shared):
    assert shared.page.locator(".hp-quiz img, .hp-quiz b").count() == 0
    expect(shared.question("choice").locator("legend")).to_contain_text("<b>colour</b> & <img src=x")


def test_focus_can_be_seen(shared):
    for kind, control in (("choice", "input"), ("text", "input"), ("order", "li button"), ("match", "select"), ("choice", ".hp-check")):
        part = shared.question(kind).locator(control).first
        shared.page.keyboard.press("Shift")  # so that the browser takes the reader for one who uses the keyboard
        part.focus()
        outline = part.evaluate("e => getComputedStyle(e).outlineStyle + parseFloat(getComputedStyle(e).outlineWidth)")
        assert outline == "solid3", (kind, control, outline)


WIDTHS = (300, 700)  # what Lab leaves on a phone of 360 px, and a desk


def test_axe_finds_nothing_serious(shared):
    """Untouched, after empty answers and after real ones, on a phone and on a desk; nothing runs over the edge either."""
    quiz = shared.page.locator(".hp-quiz")

    def look() -> None:
        for width in WIDTHS:
            quiz.evaluate("(e, width) => { e.style.width = width + 'px'; }", width)
            found = Axe().run(shared.page, ".hp-quiz").response["violations"]
            grave = [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in found if v["impact"] in ("serious", "critical")]
            assert not grave, "\n".join(grave)
            over = "e => [...e.querySelectorAll('*')].filter(c => c.getBoundingClientRect().right > e.getBoundingClientRect().right).length"
            assert quiz.evaluate(over) == 0

    look()
    for kind in SAID:
        if kind != "order":  # an order is never empty
            shared.button(kind).click()
            expect(shared.status(kind)).to_contain_text(shared.word("unread"))
    assert shared.answers() == []
    look()
    for kind, said in (("choice", "Red"), ("choices", "Two"), ("anachronism", "cloth")):
        shared.question(kind).get_by_label(said).click()
        shared.button(kind).click()
    shared.question("evidence").get_by_role("radio").first.click()
    shared.button("evidence").click()
    for kind in ("number", "estimate", "text"):
        shared.question(kind).get_by_role("textbox").fill("7")
        shared.button(kind).click()
    for place in (0, 1):
        shared.question("match").locator("select").nth(place).select_option(label="odd")
    for kind in ("order", "match"):
        shared.button(kind).click()
    for kind in SAID:
        expect(shared.status(kind)).to_contain_text(shared.word("kept"))
    look()

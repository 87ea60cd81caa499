"""The reading site in a browser with the network cut: quizzes, search, links both ways, from a server and from a folder."""

from __future__ import annotations

import itertools
import json
import random
import re
import unicodedata
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import watched_page
from playwright.sync_api import expect

from hauphuong.data import banks
from hauphuong.editions.site import quizzes
from hauphuong.quiz.stop import Stop
from hauphuong.text import LANGUAGES

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
STATIC = Path(quizzes.__file__).with_name("static")
DEMO = Path(__file__).parents[1] / "99-demo-bank.yaml"


# -- the page marks as Python does ------------------------------------------------------------------------------------------------


def all_stops() -> list[tuple[dict, str]]:
    found = [banks.load("quizzes", name) for name in banks.names("quizzes")] + [banks.parse(DEMO)]
    return [(bank, stop["id"]) for bank in found for stop in bank["stops"]]


def written(value: float) -> list[str]:
    """A number as people of several countries write it, and some that are not one."""
    whole = f"{abs(value):,.6f}".rstrip("0").rstrip(".")
    sign = "-" if value < 0 else ""
    dotted = whole.replace(",", " ").replace(".", ",").replace(" ", ".")
    forms = [whole, dotted, whole.replace(",", ""), whole.replace(",", " "), whole.replace(",", "\u00a0"), whole.replace(",", "\u202f"), whole.replace(",", "'")]
    return [sign + form for form in forms] + [f"{sign}{whole} tấn", f"khoảng {sign}{dotted} %", f"−{whole}", f" {dotted}. "]


ODD = ["", " ", "abc", "1.2.3", "1,2,3", "12 34", "1.000", "1,000", "1 000,5", "1.000,50", "2 triệu", "2 triệu rưỡi", "3 nghìn", "4k", "5 TỈ", "½", "１２３", "١٢٣", "1e5", "--5", "+7", "0", "-0", "0.125", "0,375", "0.005", "1.005", "2.675", "0.625",
       "1" * 400, "9" * 16, "999999999999999", "5 5", "1.", ".5", "7 %", "’5", "1’000", "1\u200b000", "\ufeff12", "12\u0085", "1\x1c000", "5 K", "10 million USD", "tám", "1.000.00", "0.500", "٠.٥"]  # fmt: skip


def spoken(accepted: str) -> list[str]:
    """A text as it may be typed: case, Unicode forms, lost diacritics, stray marks."""
    bare = "".join(c for c in unicodedata.normalize("NFD", accepted) if not unicodedata.combining(c))
    return [
        *(accepted, accepted.upper(), accepted.lower(), f"  “{accepted}”. ", unicodedata.normalize("NFD", accepted), unicodedata.normalize("NFKC", accepted)),
        *(bare, bare.replace("đ", "d").replace("Đ", "D"), accepted.replace(" ", "\u00a0"), accepted.replace("oà", "òa").replace("oa", "oạ"), accepted[:-1], accepted + " x", "\u200b".join(accepted)),
    ]


def answers(question: dict, page, chance: random.Random) -> list:
    """Answers as the page sends them: right, wrong, partial, broken."""
    form, kind = page.form, question["kind"]
    if form == "one":
        return [*range(len(question["options"])), None, -1, 99]
    if form == "several":
        places = range(len(question["options"]))
        return [list(c) for size in range(len(places) + 1) for c in itertools.combinations(places, size)] + [None, [99]]
    if form == "order":
        many = len(question["items"])
        right = page.to_page([item["id"] for item in question["items"]])
        near = [right[:n] + [right[n + 1], right[n]] + right[n + 2 :] for n in range(many - 1)]
        return [right, right[::-1], *near, *(chance.sample(range(many), many) for _ in range(20)), [0] * many, [], None]
    if form == "match":
        sides, lines = len(page.public["right"]), len(page.public["left"])
        right = page.to_page({pair["id"]: pair["id"] for pair in question["pairs"]})
        single = [right[:line] + [side] + right[line + 1 :] for line in range(lines) for side in range(sides)]
        return [right, *single, *([chance.randrange(sides) for _ in range(lines)] for _ in range(20)), [None] * lines, [0], None]
    if kind == "text":
        accepted = [*question["accept"], *(a for trap in question.get("traps", ()) for a in trap["accept"])]
        return [form for one in accepted for form in spoken(one)] + ["", "  ", "…", "sai", "x" * 301, "Straße", "ﬁn", "ΟΔΟΣ", None]
    wanted = [quizzes.quantity(question["answer"]), *(quizzes.quantity(trap["near"]) for trap in question.get("traps", ()))]
    around = [value for one in wanted for value in (one, one * 1.01, one * 0.9, one * 1000, one / 3, one * 3, one + 0.125, one + 0.375, -one)]
    return [form for value in around for form in written(round(value, 6))] + ODD + [None]


class NoJournal:
    """Keeps nothing, so that each answer is the first."""

    def read(self):
        return [], []

    def append(self, *_):
        pass


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_marks_every_answer_as_python_does(browser, lang):
    """Both are put to thousands of answers made from every question of every bank; not one word may differ."""
    chance = random.Random(1954)
    tried, kinds = 0, set()
    with watched_page(browser) as page:
        page.set_content("<!doctype html>")
        page.add_script_tag(content=f"globalThis.hauphuongLanguage = {json.dumps(quizzes.language(lang))};")
        for name in ("marking.js", "quiz.js"):
            page.add_script_tag(content=(STATIC / name).read_text(encoding="utf-8").replace("const hauphuong", "var hauphuong"))
        for bank, stop_id in all_stops():
            told = quizzes.stop(stop_id, lang, bank)
            python = Stop(bank, stop_id, lang, NoJournal())
            table = [(name, answer) for name, shown in python.pages.items() for answer in answers(python.questions[name], shown, chance)]
            said = page.evaluate(
                "([told, table]) => table.map(([name, answer]) => { const stop = new hauphuongQuiz.Stop(told, hauphuongLanguage); stop.keep = () => null; return stop.answer(name, answer); })",
                [told, table],
            )
            for (name, answer), here in zip(table, said, strict=True):
                fresh = Stop(bank, stop_id, lang, NoJournal())
                there = fresh.answer_from_page(name, answer)
                if there["answer"] is not None and fresh.pages[name].form == "match":
                    here["answer"] = there["answer"]  # two right sides of one text have one place
                assert {**here, "note": ""} == {**there, "note": ""}, (name, answer)
            tried += len(table)
            kinds |= {question["kind"] for question in python.questions.values()}
    assert tried > 4000 and len(kinds) == 9


# -- a quiz on the page -----------------------------------------------------------------------------------------------------------


def answer_first(page) -> None:
    """Answer the first question of the first stop with a wrong, then a right number, by keyboard alone."""
    question = page.locator(".hp-question").first
    question.get_by_role("textbox").focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("Ít quá")
    question.get_by_role("textbox").fill("352")
    page.keyboard.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("Đúng.")
    expect(question.get_by_role("status")).to_contain_text("Nguồn:")


def test_a_quiz_is_answered_on_the_page_and_remembered(page, pages):
    page.goto(f"{pages}/vi/06-aid-in-tonnes.html")
    expect(page.locator(".hp-notice").first).to_contain_text("để tự học")
    answer_first(page)
    expect(page.locator(".hp-question").first.get_by_role("status")).to_contain_text("Đã lưu trong trình duyệt này")
    page.reload()
    expect(page.locator(".hp-question").first.get_by_role("status")).to_contain_text("Lấy lại từ trình duyệt này")
    expect(page.locator(".hp-question").first.get_by_role("textbox")).to_have_value("352")
    page.goto(f"{pages}/en/06-aid-in-tonnes.html")  # what was answered in one language is answered in the other
    expect(page.locator(".hp-question").first.get_by_role("status")).to_contain_text("Right.")
    page.goto(f"{pages}/vi/index.html")
    expect(page.locator("[data-lesson='06-aid-in-tonnes']")).to_contain_text(re.compile(r"Đã trả lời 1 trên \d+ câu"))


def test_where_nothing_may_be_stored_all_still_works(browser, pages):
    with watched_page(browser) as page:
        page.add_init_script("for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('blocked'); } });")
        page.goto(f"{pages}/vi/06-aid-in-tonnes.html")
        answer_first(page)
        expect(page.locator(".hp-question").first.get_by_role("status")).to_contain_text("Trình duyệt không cho trang này lưu")
        page.locator(".theme-button").click()
        expect(page.locator(".hp-plot:not([hidden] *) .main-svg:first-child").first).to_be_visible()


# -- search -----------------------------------------------------------------------------------------------------------------------


FORMS = ("dien bien phu", "Điện Biên Phủ", unicodedata.normalize("NFD", "Điện Biên Phủ"), "ĐIỆN BIÊN PHỦ", "  dien   bien  phu ")


@pytest.mark.parametrize("lang, origin", [("vi", "folder"), ("en", "server"), pytest.param("vi", "server", marks=pytest.mark.slow), pytest.param("en", "folder", marks=pytest.mark.slow)])
def test_search_finds_with_and_without_diacritics(browser, pages, site, lang, origin):
    root = pages if origin == "server" else site.as_uri()
    with watched_page(browser, viewport=PHONE) as page:
        page.goto(f"{root}/{lang}/index.html")
        lists = []
        for form in FORMS:
            page.get_by_role("searchbox").fill(form)
            page.keyboard.press("Enter")
            page.wait_for_url("**/search.html?**")
            first = page.locator("#search-results li").first
            expect(first).to_contain_text("Điện Biên Phủ")
            lists.append(set(page.locator("#search-results a").evaluate_all("all => all.map(a => a.getAttribute('href'))")))
        assert len(lists[0]) > 5 and all(found == lists[0] for found in lists)
        assert any(link.startswith("data/events.html#ev-") for link in lists[0]) and any(re.match(r"\d\d-", link) for link in lists[0])
        page.locator("#search-results a").first.click()
        expect(page.locator("main")).to_contain_text("Điện Biên Phủ")
        page.get_by_role("searchbox").fill("qwxyz")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text({"vi": "Không thấy", "en": "No place"}[lang])


def test_search_shows_a_query_as_text(page, pages):
    page.goto(f"{pages}/vi/search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E%20(%5B%5C")
    expect(page.get_by_role("searchbox")).to_have_value("<img src=x onerror=alert(1)> ([\\")
    expect(page.get_by_role("status")).to_contain_text("Không thấy")
    assert page.locator("main img").count() == 0


# -- says who? --------------------------------------------------------------------------------------------------------------------


def test_from_a_number_to_its_source_and_back(page, pages):
    page.goto(f"{pages}/vi/06-aid-in-tonnes.html")
    number = page.locator("a.hp-number").first
    said = number.inner_text()
    number.click()
    row = page.locator("tr:target")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text(said)
    place = page.url.rpartition("/")[2]
    row.locator("a[href*='#src-']").first.click()
    entry = page.locator("section.source:has(:target)")
    expect(entry.locator("h2")).to_be_in_viewport()
    fold = entry.locator("summary")
    if not entry.locator("details").evaluate("e => e.open"):
        fold.click()
    back = entry.locator(f"a[href$='{place}']")
    expect(back).to_have_count(1)
    back.click()
    expect(page.locator("tr:target")).to_contain_text(said)
    page.go_back()
    if not entry.locator("details").evaluate("e => e.open"):
        fold.click()
    entry.locator("a[href*='06-aid-in-tonnes.html#cell-id=']").first.click()
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_citation_is_a_footnote(page, pages):
    page.goto(f"{pages}/vi/06-aid-in-tonnes.html")
    cite = page.locator("a.hp-cite").first
    note = page.locator(f".footnotes li[id='{cite.get_attribute('href')[1:]}']")
    cite.click()
    expect(note).to_be_in_viewport()
    note.locator("a.back").first.click()
    expect(cite).to_be_in_viewport()
    note.locator("a").first.click()
    expect(page.locator("h2:target")).to_be_in_viewport()


# -- the page ---------------------------------------------------------------------------------------------------------------------


def test_a_chart_with_choices(page, pages):
    page.goto(f"{pages}/vi/06-aid-in-tonnes.html")
    choices = page.locator(".hp-choices").first
    shown = choices.locator(".hp-plot:not([hidden] *)")
    expect(shown.locator(".main-svg").first).to_be_visible()
    captions = []
    for box in choices.get_by_role("radio").all():
        box.check()
        expect(shown).to_have_count(1)
        expect(shown.locator(".main-svg").first).to_be_visible()
        assert shown.evaluate("e => e.querySelector('.main-svg').getBoundingClientRect().width") > 500
        captions.append(choices.locator("figcaption:not([hidden] *)").inner_text())
    assert len(set(captions)) == len(captions) == 3


def test_the_menu_and_the_theme_by_keyboard(browser, pages):
    with watched_page(browser, viewport=PHONE, color_scheme="dark") as page:
        page.goto(f"{pages}/en/08-routes.html")
        dark, charts = "getComputedStyle(document.body).backgroundColor", "getComputedStyle(document.querySelector('.hp-plot')).filter"
        assert page.evaluate(dark) == "rgb(22, 24, 27)" and "invert(0.88)" in page.evaluate(charts)
        page.locator(".theme-button").focus()
        page.keyboard.press("Enter")
        assert page.evaluate(dark) == "rgb(255, 255, 255)" and page.evaluate(charts) == "none"
        page.reload()
        assert page.evaluate(dark) == "rgb(255, 255, 255)"
        menu = page.get_by_role("navigation", name="Menu")
        expect(menu).to_be_hidden()
        page.locator(".menu-button").focus()
        page.keyboard.press("Enter")
        expect(menu).to_be_visible()
        page.keyboard.press("Escape")
        expect(menu).to_be_hidden()
        expect(page.locator(".menu-button")).to_be_focused()
        page.locator(".other").click()
        expect(page).to_have_url(f"{pages}/vi/08-routes.html")


def test_from_a_folder(browser, site):
    """A USB stick: no server at all."""
    with watched_page(browser, viewport=PHONE) as page:
        page.goto((site / "index.html").as_uri())
        assert page.locator("a[data-served]").count() == 0  # the browser edition needs a server
        page.get_by_role("link", name="00 ·").first.click()
        page.goto((site / "vi" / "06-aid-in-tonnes.html").as_uri())
        expect(page.locator(".hp-plot:not([hidden] *) .main-svg:first-child").last).to_be_visible()
        answer_first(page)
        page.locator("a.hp-number").first.click()
        expect(page.locator("tr:target")).to_be_in_viewport()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_way_into_the_browser_edition(page, pages, lang):
    """The button names the notebook by the place that it has there."""
    page.goto(f"{pages}/{lang}/06-aid-in-tonnes.html")
    address = page.locator("a[data-served]").evaluate("link => link.href")
    assert address == f"{pages}/lite/lab/index.html?path=lessons/{lang}/06-aid-in-tonnes.ipynb"


# -- accessible, and no wider than a phone ------------------------------------------------------------------------------------------


SAMPLE = ("index", "vi/index", "vi/06-aid-in-tonnes", "vi/sources/y", "en/data/polls", "en/search")  # one of each kind, and short


def every_page() -> list:
    """`make test` looks at a few pages, `make test-all` at all."""
    from hauphuong.editions.site import addresses, evidence
    from hauphuong.editions.notebooks import LESSONS

    names = [path.stem for path in sorted((LESSONS / "vi").glob("*.ipynb"))] + ["index", "search", "data/index"] + [f"data/{name}" for name in evidence.tables()]
    names += sorted({f"sources/{addresses.letter(key)}" for key in evidence.default().table("sources")["key"]})
    places = ["index", *(f"{lang}/{name}" for lang in LANGUAGES for name in names)]
    return [pytest.param(place, marks=[] if place in SAMPLE else [pytest.mark.slow]) for place in places]


@pytest.mark.parametrize("place", every_page())
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(browser, pages, place):
    for size, scheme in ((PHONE, "light"), (DESK, "dark")):
        with watched_page(browser, viewport=size, color_scheme=scheme) as page:
            page.goto(f"{pages}/{place}.html" + ("?q=dien+bien+phu" if place.endswith("search") else ""))
            page.locator(".menu-button:visible").first.click() if page.locator(".menu-button:visible").count() else None
            page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
            page.wait_for_function("[...document.querySelectorAll('.hp-plot')].every(p => p.closest('[hidden]') || p.querySelector('.main-svg'))")
            for element in ("documentElement", "body"):
                assert page.evaluate(f"document.{element}.scrollWidth - document.{element}.clientWidth") <= 0, (element, size)
            found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
            grave = [f"{v['id']}: {[n['html'][:160] for n in v['nodes'][:4]]}" for v in found if v["impact"] in ("serious", "critical")]
            assert not grave, (size, scheme, "\n".join(grave))

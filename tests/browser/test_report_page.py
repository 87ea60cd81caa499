"""The report's page, opened from its folder with the network cut: charts drawn, names harmless, all of it by keyboard."""

from __future__ import annotations

import random

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LOOK, watched_page
from playwright.sync_api import expect

from hauphuong import checks
from hauphuong.editions import class_report
from hauphuong.grading import report, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.score import Mark
from hauphuong.text import LANGUAGES

EXERCISES = ("audit-the-tonnage", "recognition-race")
NASTY = ("<script>window.hurt = 1</script>", '=HYPERLINK("x";"y")', "Nguyễn, Văn \"Ân\"\nxuống dòng", "<b>Đậm</b> <a href='https://example.org'>bấm</a>", "<img src=x onerror='window.hurt = 1'>")
SHARED = "muốn biết công bằng thì nên lập riêng một tờ giấy ghi từng chuyến hàng rồi so với lời kể của người bốc vác ở ga"
CODE = "# cộng từng dòng một cho chắc\nchosen = [n for n in aid.index if n.endswith('-all') and not n.startswith('at-1955-1975')]\nresult = 0\nfor n in chosen:\n    result = result + aid.value[n]\ntotal = result"
WIDTHS = (360, 700, 1280)


def fill(path, count: int, exercises=EXERCISES) -> None:
    """A class that has something of everything: traps, gaps, essays marked and waiting, late ones, names to be careful with."""
    dice = random.Random(count)
    with Gradebook(path) as book:
        for exercise in exercises:
            book.rules(exercise, "2026-11-01T23:59+07:00", 10, 5)
            for n in range(count):
                if n and n % 13 == 0:
                    continue
                marks = [judged(exercise, task, dice, n / count) for _, task, _ in run.exercise(exercise).checks]
                marks.append(Mark("essay", None, 4.0, "waiting"))
                essay = " ".join(f"{dice.choice('bcdghklmnpt')}{dice.choice('aăâeêioôơuưy')}{dice.choice('nmtcpiu')}" for _ in range(120)) + (f" {SHARED}" if n in (1, 2) else "") + (f" {NASTY[0]}" if n == 2 else "")
                answers = {"total-answer": CODE} if n in (1, 2) else {"total-answer": "total = 1"}
                outcome = "graded" if n % 11 != 5 else "unreadable"
                book.keep(
                    student=f"S{n:03}", exercise=exercise, place="p", digest=str(n), handed_in="2026-11-03T10:00:00+07:00" if n % 7 == 3 else "2026-11-01T10:00:00+07:00", rules="r", outcome=outcome,
                    reason={"vi": "Tệp trống.", "en": "The file is empty."}, notes=[], lang="vi", essay=essay, shown={}, marks=marks if outcome == "graded" else [], answers=answers,
                )  # fmt: skip
                if outcome == "graded" and n % 2:
                    book.mark(f"S{n:03}", exercise, "essay", dice.choice((1, 2.5, 4)))
        for n in range(count):
            book._db.execute("insert or ignore into students (key, name) values (?, ?)", (f"S{n:03}", ""))
            book._db.execute("update students set name=? where key=?", (NASTY[n] if n < len(NASTY) else f"Sinh viên {n + 1}", f"S{n:03}"))


def judged(exercise: str, task: str, dice: random.Random, weak: float) -> Mark:
    spec = checks.load(f"{exercise}/{task}")
    frozen = checks.frozen(spec)
    rows = {name: value["any"][0] if isinstance(value, dict) else value for name, value in frozen.get("rows", {}).items()}
    answer = {"number": frozen.get("expect"), "one-of": next((o for o, told in frozen.get("options", {}).items() if told.get("share") == 1), None), "set": frozen.get("expect"), "table": rows, "text": frozen.get("expect")}[spec["kind"]]
    if dice.random() < weak:
        traps = frozen.get("traps")
        answer = {"number": lambda: dice.choice(traps)["when"], "one-of": lambda: dice.choice(list(frozen["options"])), "set": lambda: [*answer, dice.choice(list(traps))], "table": lambda: {**rows, next(iter(rows)): 1}, "text": lambda: "zz"}[spec["kind"]]()
    if dice.random() < weak / 3:
        answer = None
    seen = checks.plain(answer)
    verdict = checks.judge(spec, seen)
    return Mark(task, checks.points(spec, verdict), float(spec["points"]), verdict.state, verdict.says, seen)


def written(folder, lang: str, count: int, exercises=EXERCISES):
    fill(folder / "gradebook.db", count, exercises)
    room = report.load(folder / "gradebook.db", lang=lang)
    _, page = class_report.write(folder / "gradebook.db", room.exercises, "", folder / "report", lang, True)
    return page.as_uri()


@pytest.fixture(scope="module", params=LANGUAGES)
def address(request, tmp_path_factory):
    return request.param, written(tmp_path_factory.mktemp("report"), request.param, 40)


def drawn(page, address: str) -> int:
    page.goto(address)
    count = page.locator(".hp-plot").count()
    expect(page.locator(".hp-plot .main-svg:first-child")).to_have_count(count)
    return count


def faults(page) -> list[str]:
    return [f for plot in page.locator(".hp-plot").all() for f in plot.evaluate(LOOK)["faults"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_chart_is_drawn_and_nothing_is_cut_off(browser, address, width):
    lang, place = address
    with watched_page(browser, viewport={"width": width, "height": 900}) as page:
        assert drawn(page, place) == 1 + 5 * len(EXERCISES)
        assert page.locator("html").get_attribute("lang") == lang
        for plot in page.locator(".hp-plot").all():
            seen = plot.evaluate(LOOK)
            assert seen["texts"] and (seen["bars"] or seen["points"] or plot.locator(".heatmaplayer image, .heatmaplayer path").count())
        assert not faults(page)
        page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_axe_finds_nothing_serious(browser, address):
    with watched_page(browser, viewport={"width": 360, "height": 900}) as page:
        drawn(page, address[1])
        for opened in (False, True):
            page.locator("details").evaluate_all("(all, open) => all.forEach(d => { d.open = open; })", opened)
            found = [f"{v['id']}: {[n['html'][:120] for n in v['nodes']]}" for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
            assert not found, "\n".join(found)


def test_a_name_does_nothing_but_stand_there(browser, address):
    """Neither in the page nor in plotly's labels, which know a few tags of their own."""
    with watched_page(browser, viewport={"width": 1280, "height": 900}) as page:
        drawn(page, address[1])
        assert page.evaluate("window.hurt") is None
        assert page.locator("img, main script[src], a[href^='https:'], svg a").count() == 0
        assert page.locator("b:text-is('Đậm')").count() == 0
        for name in ("<script>window.hurt", "=HYPERLINK(", "<b>Đậm</b> <a", "Nguyễn, Văn \"Ân\" xuống dòng"):
            expect(page.get_by_text(name).first).to_be_attached()
        grid = page.locator(".hp-plot:has(.heatmaplayer .hm)").first
        labels = grid.locator(".ytick text").all_text_contents()
        assert any(told.startswith("<b>Đậm</b> <a") for told in labels) and any(told.startswith("<script>window") for told in labels)
        assert grid.locator(".ytick tspan, .ytick a").count() == 0  # plotly's own tags would be spans and links
        bold = next(n for n, told in enumerate(labels) if told.startswith("<b>Đậm"))
        grid.locator(".ytick").nth(bold).scroll_into_view_if_needed()
        tick, box = grid.locator(".ytick").nth(bold).bounding_box(), grid.locator(".heatmaplayer").bounding_box()
        for step in range(30):  # plotly looks at the mouse now and then only
            page.mouse.move(box["x"] + 20 + step % 3, tick["y"] + tick["height"] / 2)
            page.wait_for_timeout(100)
            if page.locator(".hoverlayer .hovertext").count():
                break
        expect(page.locator(".hoverlayer .hovertext")).to_contain_text("<b>Đậm</b>")  # the rest stands on lines of its own
        assert page.locator(".hoverlayer a").count() == 0


def test_passages_stand_side_by_side_and_under_each_other_on_a_phone(browser, address):
    lang, place = address
    for width, beside in ((1280, True), (360, False)):
        with watched_page(browser, viewport={"width": width, "height": 900}) as page:
            drawn(page, place)
            left, right = (page.locator(".hp-pair").first.locator(".hp-side").nth(n) for n in (0, 1))
            expect(left.locator("mark")).to_have_text(SHARED)
            expect(right.locator("mark")).to_have_text(SHARED)
            assert (left.bounding_box()["y"] == right.bounding_box()["y"]) is beside
            said = {"vi": "không kết luận gì về ai", "en": "concludes nothing about anybody"}[lang]
            assert page.locator(".hp-limits").count() == 2 * len(EXERCISES)
            expect(page.locator(".hp-limits").first).to_contain_text(said)


def test_by_keyboard_alone(browser, address):
    with watched_page(browser, viewport={"width": 360, "height": 900}) as page:
        drawn(page, address[1])
        page.keyboard.press("Tab")
        expect(page.locator(".hp-skip")).to_be_focused()
        fold = page.locator("figure.hp-chart summary").first
        fold.focus()
        page.keyboard.press("Enter")
        frame = page.locator("figure.hp-chart .hp-scroll").first
        page.keyboard.press("Tab")
        expect(frame).to_be_focused()
        assert parseable(page.evaluate("getComputedStyle(document.activeElement).outlineWidth")) >= 2


def parseable(width: str) -> float:
    return float(width.removesuffix("px"))


@pytest.mark.parametrize("count", [3, pytest.param(200, marks=pytest.mark.slow)])
def test_a_class_of_three_and_a_class_of_two_hundred(browser, tmp_path, count):
    place = written(tmp_path, "vi", count, EXERCISES[:1])
    for width in (360, 1280):
        with watched_page(browser, viewport={"width": width, "height": 900}) as page:
            assert drawn(page, place) == (4 if count < 10 else 5)  # three are too few to say how a task discriminates
            assert not faults(page)
            page.locator("details").evaluate_all("all => all.forEach(d => { d.open = true; })")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

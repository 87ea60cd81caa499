"""The handouts: what stands on them, what must not, and (slowly) the PDFs themselves."""

import base64
import functools
import os
import re
import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from html import escape, unescape

import pytest

from hauphuong.data import banks
from hauphuong.editions import notebooks, painter
from hauphuong.editions.chromium import chromium
from hauphuong.editions.handouts import __main__ as press
from hauphuong.editions.handouts import content, pages, questions
from hauphuong.editions.handouts.words import WORDS
from hauphuong.quiz.bank import say
from hauphuong.text import LANGUAGES, CourseError

LESSONS = content.lessons()
gather = functools.cache(content.content)
both = pytest.mark.parametrize("lang", LANGUAGES)
SVG = "{http://www.w3.org/2000/svg}"


def need_chromium() -> None:
    try:
        chromium()
    except CourseError as why:
        pytest.fail(str(why), pytrace=False) if os.environ.get("CI") else pytest.skip(str(why))


# -- without a browser -------------------------------------------------------------------------------------------------------


def test_each_lesson_has_a_chart_to_draw():
    assert list(content.TO_DRAW) == LESSONS == list(banks.names("quizzes"))
    for slug in LESSONS:
        assert {gather(slug, lang).main.title != "" for lang in LANGUAGES} == {True}


@pytest.mark.parametrize("slug", LESSONS)
def test_the_plan_takes_the_lessons_own_minutes_and_is_one_in_both_languages(slug):
    vi, en = (gather(slug, lang) for lang in LANGUAGES)
    assert sum(step.minutes for step in vi.steps) == vi.minutes == notebooks.sources(only=[slug])[0].raw["minutes"]
    assert [step.minutes for step in vi.steps] == [step.minutes for step in en.steps] and min(step.minutes for step in vi.steps) >= 1
    planned = [n for step in en.steps for stop in step.stops for n in range(int(stop.split("–")[0]), int(stop.split("–")[-1]) + 1)]
    assert planned == [q.number for q in en.asked], "every question has its place in the plan"
    assert sum(len(step.charts) for step in en.steps) == len(en.charts)


@both
@pytest.mark.parametrize("slug", LESSONS)
def test_every_part_is_there_and_none_is_code(slug, lang):
    it = gather(slug, lang)
    parts = [it.header, it.question, it.voices, it.readings, it.summary, it.guide, *(part for kind, part in it.story if kind == "text")]
    for part in parts:
        assert len(re.sub(r"<[^>]+>", "", part).split()) > 8 and not re.search(r"<p>hp\.|<a\b|\]\(|ipynb|\{\{", part), part[:200]
    assert len(it.story) > 3 and len(it.discuss) >= 3 and len(it.cited) > 1


def test_minutes_are_shared_by_weight():
    assert content._share(10, [1, 1]) == [5, 5]
    assert content._share(60, [0.1, 5, 20]) == [1, 12, 47]
    assert sum(content._share(75, [0.3] * 17)) == 75


@both
@pytest.mark.parametrize("slug", LESSONS)
def test_a_student_is_asked_everything_and_told_nothing(slug, lang):
    it = gather(slug, lang)
    assert len(it.bank) == len(questions.questions(slug))
    for (_, question), asked, answered in zip(it.bank, it.asked, it.answered, strict=True):
        assert asked.ask == answered.ask == say(question["ask"], lang)
        assert answered.key and all(answered.key) and answered.why == say(question["why"], lang)
        shown = " ".join([asked.ask, asked.passage, *asked.options, *asked.left])
        assert answered.why not in shown and not any(reply in shown for _, reply in answered.wrong)
        if question["kind"] == "order":
            assert asked.options != [say(item["text"], lang) for item in question["items"]]


def test_words_are_in_both_languages():
    for key, said in WORDS.items():
        assert set(said) == set(LANGUAGES) and all(said.values()), key
        assert len({tuple(sorted(re.findall(r"\{\w+\}", text))) for text in said.values()}) == 1, key


def test_the_frame_has_no_finding():
    figure = gather("03-recognition-1950", "en").main.figure
    bare = painter.frame(figure)
    assert "title" not in bare["layout"] and figure["layout"]["title"], "the given figure stays as it was"
    assert all(trace["uid"].startswith("mark") for trace in bare["data"])
    land = painter.frame(gather("08-routes", "en").main.figure)["data"]
    assert {"frame", "mark"} == {trace["uid"].rstrip("0123456789") for trace in land}


def test_without_chromium_it_says_so(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("HAUPHUONG_CHROMIUM", "no-such-browser")
    assert press.main(["--to", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "no-such-browser" in told and "apt install chromium" in told and "Traceback" not in told
    assert not list(tmp_path.iterdir())


def test_what_is_no_browser_is_named(monkeypatch, capsys, tmp_path):
    (tmp_path / "browser").write_text("#!/bin/sh\nexit 0\n")
    (tmp_path / "browser").chmod(0o755)
    monkeypatch.setenv("HAUPHUONG_CHROMIUM", str(tmp_path / "browser"))
    assert press.main(["00-start-here", "--to", str(tmp_path / "out")]) == 1
    assert "HAUPHUONG_CHROMIUM" in capsys.readouterr().err


def test_a_lesson_that_is_not_there_is_named(capsys):
    assert press.main(["99-nowhere"]) == 1
    assert "99-nowhere" in capsys.readouterr().err


# -- one lesson, drawn -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made():
    """{(lang, kind): html} and the contents of one lesson, drawn by a browser."""
    need_chromium()
    contents = {lang: gather("03-recognition-1950", lang) for lang in LANGUAGES}
    with painter.Painter() as drawing:
        drawn = {lang: pages.pictures(it, drawing) for lang, it in contents.items()}
    return contents, drawn, {(lang, kind): pages.page(contents[lang], kind, drawn[lang]) for lang in LANGUAGES for kind in pages.KINDS}


def picture(uri: str) -> ET.Element:
    return ET.fromstring(base64.b64decode(uri.partition("base64,")[2]))


def marks(root: ET.Element) -> list[ET.Element]:
    layers = [g for g in root.iter(f"{SVG}g") if {"scatterlayer", "barlayer"} & set(g.get("class", "").split())]
    return [mark for layer in layers for mark in layer.iter(f"{SVG}path")]


def words(root: ET.Element, kind: str) -> list[str]:
    return ["".join(text.itertext()) for g in root.iter(f"{SVG}g") if g.get("class") == kind for text in g.iter(f"{SVG}text")]


@pytest.mark.browser
@both
def test_a_students_handout(made, lang):
    contents, _, html = made
    it, page = contents[lang], html[lang, "student"]
    assert f'<html lang="{lang}">' in page and f"<title>{escape(it.title)}" in page
    for kind, part in it.story:
        assert kind != "text" or part in page
    assert page.count("<tbody>") == 1 and page.partition("<tbody>")[2].partition("</tbody>")[0].count("<tr>") == len(it.main.table[1])
    assert re.findall(r'<figure class="(\w+)">', page) == [*("small" for kind, _ in it.story if kind == "chart"), "large", "blank"]
    for told in it.answered:
        assert told.ask in unescape(page)
        assert told.why not in unescape(page)
        assert not any(reply in unescape(page) for _, reply in told.wrong)
    assert all(f"[{rest.rpartition('[')[2]}" in unescape(page) for _, rest in it.cited) and "CC BY 4.0" in page


@pytest.mark.browser
@both
def test_a_teachers_pack(made, lang):
    contents, _, html = made
    it, page = contents[lang], unescape(html[lang, "teacher"])
    for told in it.answered:
        assert all(said in page for said in (told.ask, told.why, *told.key, *(reply for _, reply in told.wrong)))
    assert f"{it.minutes}</td>" in page and it.steps[-1].heading in page
    assert unescape(it.guide) in page


@pytest.mark.browser
@both
def test_pictures_show_their_marks_and_the_blank_one_none(made, lang):
    contents, drawn, html = made
    for (cell, kind), uri in drawn[lang].items():
        if kind != "blank":
            assert len(marks(picture(uri))) >= len(contents[lang].charts[cell].table[1]) / 2, (cell, kind)
    main = contents[lang].main.cell
    full, blank = picture(drawn[lang][main, "large"]), picture(drawn[lang][main, "blank"])
    assert not marks(blank)
    assert sorted(words(blank, "xtick")) == sorted(words(full, "xtick")) and len(words(blank, "xtick")) > 3
    assert contents[lang].main.title.split()[0] not in " ".join(blank.itertext()).split()
    for page in (html[lang, kind] for kind in pages.KINDS):
        assert not re.search(r'(?:src|href|url\()\W*(?!data:)(?:https?:)?//', page), "nothing is fetched to print"
        assert all(alt for alt in re.findall(r'<img [^>]*alt="([^"]*)"', page)) and page.count("<img") == page.count("alt=")


@pytest.mark.browser
def test_the_blank_map_keeps_its_coast():
    need_chromium()
    it = gather("08-routes", "vi")
    with painter.Painter() as drawing:
        root = ET.fromstring(drawing.blank(it.main.figure, 880))
    kept = [group.get("class") for group in root.iter(f"{SVG}g") if "trace" in group.get("class", "").split() and "scatter" in group.get("class", "").split()]
    assert kept and all("traceframe" in name for name in kept)
    assert {"Hoàng Sa (Việt Nam)", "Biển Đông"} <= {" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")}


# -- every PDF ---------------------------------------------------------------------------------------------------------------


def tool(name: str, *arguments: str) -> str:
    if not shutil.which(name):
        pytest.skip(f"no {name}: install poppler-utils")
    return subprocess.run([name, *arguments], capture_output=True, text=True, encoding="utf-8", check=True, timeout=60).stdout


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    need_chromium()
    folder, told = tmp_path_factory.mktemp("handouts"), []
    assert press.main(["--to", str(folder)]) == 0
    assert len(list(folder.rglob("*"))) == len(LANGUAGES) * (1 + 2 * len(LESSONS))
    return folder


@pytest.mark.slow
@pytest.mark.browser
@both
@pytest.mark.parametrize("slug", LESSONS)
def test_printed(printed, slug, lang):
    it = gather(slug, lang)
    for kind, most in (("student", 9), ("teacher", 6)):
        path = str(printed / lang / press.name(slug, kind))
        about = dict(re.findall(r"^(\w[\w ]*):\s+(.*)$", tool("pdfinfo", path), re.M))
        assert about["Title"].startswith(it.title) and about["Tagged"] == "yes" and "A4" in about["Page size"]
        assert 2 <= int(about["Pages"]) <= most, f"{kind}: {about['Pages']} pages"
        assert int(about["File size"].split()[0]) < 2_000_000
        fonts = [line.split() for line in tool("pdffonts", path).splitlines()[2:]]
        assert fonts and all(line[-5] == "yes" for line in fonts), "every font is embedded"
        text = squeezed(tool("pdftotext", path, "-"))
        for told in it.answered:
            assert squeezed(told.ask) in text, told.name
            assert (squeezed(told.why) in text) == (kind == "teacher"), told.name
        assert "�" not in text

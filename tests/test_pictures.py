"""The README's pictures: there, small, and of the charts as the lessons have them now."""

import re

import pytest

from hauphuong.editions import pictures, pictures_lab, stored
from hauphuong.editions.lesson import LessonError
from hauphuong.text import LANGUAGES

both = pytest.mark.parametrize("lang", LANGUAGES)


def test_pictures_are_up_to_date():
    assert not pictures.stale(), "run: make pictures"


def test_a_picture_of_another_chart_or_one_that_was_changed_is_stale(tmp_path):
    for path in pictures.PICTURES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert not pictures.stale(tmp_path)
    first, second = (file for file, _, _ in pictures.shown("vi")[:2])
    (tmp_path / first).write_bytes(b"RIFF")
    listed = (tmp_path / "drawn-from.json").read_text("utf-8")
    figure = pictures.listed(tmp_path)[second]["figure"]
    (tmp_path / "drawn-from.json").write_text(listed.replace(figure, "0" * 64), "utf-8")
    assert pictures.stale(tmp_path) == [first, second]


def test_the_picture_of_a_lesson_grows_old_with_its_quiz(monkeypatch):
    stop = pictures_lab._stop()
    monkeypatch.setattr(pictures_lab, "_stop", lambda: {**stop, "questions": stop["questions"][:1]})
    assert pictures.stale() == list(map(pictures_lab.name, LANGUAGES))


@both
def test_the_option_it_shows_is_right(lang):
    question = next(q for q in pictures_lab._stop()["questions"] if q["id"] == pictures_lab.QUESTION)
    assert next(o for o in question["options"] if o["id"] == pictures_lab.RIGHT)["right"] and pictures_lab._said(pictures_lab.RIGHT, lang)


def test_the_digest_follows_the_figure():
    _, _, chart = pictures.shown("en")[0]
    moved = stored.StoredChart(chart.cell, {**chart.figure, "data": chart.figure["data"][:-1]}, chart.still)
    assert moved.digest != chart.digest


@both
def test_they_are_small_pictures(lang):
    for file in (*(file for file, _, _ in pictures.shown(lang)), pictures_lab.name(lang)):
        content = (pictures.PICTURES / file).read_bytes()
        assert content[:4] == b"RIFF" and content[8:12] == b"WEBP"
        assert 10_000 < len(content) < 120_000, file


def test_no_others_are_kept():
    assert {path.name for path in pictures.PICTURES.iterdir()} == {"drawn-from.json", *map(pictures_lab.name, LANGUAGES), *(file for lang in LANGUAGES for file, _, _ in pictures.shown(lang))}


def test_the_readme_shows_them_as_they_are():
    told = pictures.README.read_text("utf-8")
    assert pictures.written(told) == told, "run: make pictures"


@both
def test_each_has_a_description_in_its_language(lang):
    told = pictures.markdown(lang)
    described = re.findall(r"!\[((?:[^\]\\]|\\.)+)\]\((docs/pictures/[^)]+)\)", told)
    assert len(described) == 4
    assert described.pop() == (pictures_lab.ALT[lang], f"docs/pictures/{pictures_lab.name(lang)}") and len(pictures_lab.ALT[lang]) > 100
    for (alt, path), (file, _, chart) in zip(described, pictures.shown(lang), strict=True):
        assert path == f"docs/pictures/{file}" and file.endswith(f"-{lang}.webp")
        assert chart.alt in re.sub(r"\\(.)", r"\1", alt) and len(alt) > 100
        assert chart.finding in told


def test_a_readme_without_its_marks_is_told_so():
    with pytest.raises(LessonError, match="pictures vi"):
        pictures.written("# Hậu phương")

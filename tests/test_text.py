"""Numbers, dates and Unicode as each language writes them."""

import unicodedata

import pytest

from hauphuong import text


@pytest.mark.parametrize(
    ("value", "lang", "options", "written"),
    [
        (2362581, "vi", {}, "2.362.581"),
        (2362581, "en", {}, "2,362,581"),
        (0.5, "vi", {}, "0,5"),
        (20368.45, "vi", {}, "20.368,45"),
        (20368.45, "en", {}, "20,368.45"),
        (352, "en", {"sign": True}, "+352"),
        (-599999, "vi", {"sign": True}, "−599.999"),
        (0, "vi", {"sign": True}, "0"),
        (22.57, "vi", {"decimals": 1}, "22,6"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, lang, options, written):
    assert text.number(value, lang, **options) == written


def test_percent():
    assert text.percent(21.738, "vi") == "21,7%"
    assert text.percent(50, "en", 0) == "50%"


@pytest.mark.parametrize(
    ("iso", "vi", "en"),
    [("1950", "1950", "1950"), ("1965-04", "4-1965", "April 1965"), ("1950-01-30", "30-1-1950", "30 January 1950")],
)
def test_dates_of_any_length(iso, vi, en):
    assert text.date(iso, "vi") == vi
    assert text.date(iso, "en") == en


def test_periods():
    assert text.period("1965", "1968", "vi") == "1965–1968"
    assert text.period("1967", "1967", "en") == "1967"
    assert text.period("1950-05", "1954-06", "en") == "May 1950 – June 1954"


def test_folding_forgives_case_accents_and_either_unicode_form():
    written = "Điện  Biên Phủ"
    for form in ("NFC", "NFD"):
        assert text.fold(unicodedata.normalize(form, written)) == "dien bien phu"
    assert text.nfc(unicodedata.normalize("NFD", written)) == written


def test_wrapping_loses_nothing():
    sentence = "Xét theo tấn, Liên Xô dẫn đầu đến năm 1968, Trung Quốc từ năm 1969"
    lines = text.wrap(sentence, 20)
    assert " ".join(lines) == sentence
    assert max(map(len, lines)) <= 20
    assert text.wrap("một-từ-rất-dài-không-cắt-được", 5) == ["một-từ-rất-dài-không-cắt-được"]


def test_an_error_speaks_the_reader_s_language(monkeypatch):
    monkeypatch.setattr(text, "_chosen", None)
    for name in ("HAUPHUONG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    mistake = text.CourseError(vi="Sai.", en="Wrong.")
    assert str(mistake) == "Sai."
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert str(mistake) == "Wrong."
    monkeypatch.setenv("HAUPHUONG_LANG", "vi")
    assert str(mistake) == "Sai."
    text.choose_language("en")
    assert str(mistake) == "Wrong."
    assert mistake._render_traceback_() == ["⚠ Wrong."]


def test_only_two_languages():
    with pytest.raises(text.CourseError, match="“fr”"):
        text.check_language("fr")

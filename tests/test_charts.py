"""Every chart answers for itself: rows with sources, words for those who cannot see it, and the same marks in both languages."""

import base64
import csv
import io
import json
import re

import pytest

from hauphuong import charts, data, text
from hauphuong.charts import style
from hauphuong.charts.advisers import WINDOWS
from hauphuong.charts.aid import MEASURES, aid_by_donor
from hauphuong.charts.chart import PLOTLY
from hauphuong.charts.timelines import TOPICS

VIEWS = [(name, {}) for name in charts.__all__ if name != "timeline"] + [("aid_by_donor", {"measure": m}) for m in MEASURES[1:]]
VIEWS += [("advisers_timeline", {"years": y}) for y in list(WINDOWS)[1:]]
VIEWS += [("timeline", {"topic": t}) for t in TOPICS]
EACH = [(name, options, lang) for name, options in VIEWS for lang in text.LANGUAGES]
SAYS_WHO = {"vi": re.compile(r"Nguồn: .+ \(.+\)", re.S), "en": re.compile(r"Source: .+ \(.+\)", re.S)}  # who, and where in it
ABOUT_THE_COURSE = {"marks", "how_we_read"}  # their rows are not evidence


def draw(name, options, lang):
    return getattr(charts, name)(lang, **options)


@pytest.mark.parametrize(("name", "options", "lang"), EACH)
def test_a_chart_has_all_its_parts(name, options, lang):
    chart = draw(name, options, lang)
    bundle = chart.bundle()
    assert set(bundle) == {PLOTLY, "text/html", "text/plain"}
    assert chart.title and chart.finding.endswith(".") and len(chart.alt) > 60
    assert chart.alt in bundle["text/plain"]
    for part in (bundle["text/html"], chart.notes()):
        assert part.count("<table") == 1 and f'lang="{lang}"' in part
        assert "<nan>" not in part.lower() and ">nan<" not in part.lower()
    shown = chart.figure.layout.title.text.replace("<br>", " ")
    assert shown == f"<b>{chart.title}</b>"
    json.dumps(bundle, allow_nan=False)  # browsers know no NaN


@pytest.mark.parametrize(("name", "options", "lang"), EACH)
def test_every_drawn_row_says_who(name, options, lang):
    chart = draw(name, options, lang)
    if name in ABOUT_THE_COURSE:
        return
    assert chart.sources
    for row in chart.data.to_dict("records"):
        assert row["locator"] if "locator" in row else row["read_as"]
        for key in row["source"].split():
            assert data.source(key)
    for trace in chart.figure.data:
        if trace.hoverinfo != "skip":
            labels = [trace.hovertext] if isinstance(trace.hovertext, str) else list(trace.hovertext)
            assert len(labels) == len(trace.x)
            no_data = trace.type == "bar" and trace.marker.pattern.shape == "/"
            assert no_data or name == "family_of_a_table" or all(SAYS_WHO[lang].search(said.replace("<br>", " ")) for said in labels)


@pytest.mark.parametrize(("name", "options"), VIEWS)
def test_both_languages_draw_the_same_marks(name, options):
    def marks(chart):
        # where the y axis is only room for words (lanes), a longer word may take another row
        axes = "xy" if chart.figure.layout.yaxis.visible is not False else ("x", "base")
        return [
            (trace.type, *([v for v in (getattr(trace, axis, None) or []) if axis == "base" or isinstance(v, (int, float))] for axis in axes if axis in trace))
            for trace in chart.figure.data
            if trace.hoverinfo != "skip"
        ]

    vi, en = draw(name, options, "vi"), draw(name, options, "en")
    assert marks(vi) == marks(en)
    assert list(vi.data.columns.drop("what", errors="ignore")) == list(en.data.columns.drop("what", errors="ignore"))
    assert vi.sources == en.sources
    numbers = [sorted(re.findall(r"\d{3,}", c.finding.replace(".", "").replace(",", ""))) for c in (vi, en)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize(("name", "options", "lang"), EACH)
def test_titles_fit_a_phone(name, options, lang):
    lines = re.sub(r"</?b>", "", draw(name, options, lang).figure.layout.title.text).split("<br>")
    assert all(len(line) <= style.TITLE_WIDTH for line in lines)


def test_colour_never_stands_alone():
    """Each donor has a pattern or symbol of its own, and the slanted hatch stays free for "no data"."""
    assert len({(look["hatch"], look["symbol"]) for look in style.DONORS.values()}) == len(style.DONORS)
    assert len({look["symbol"] for look in style.DONORS.values()}) == len(style.DONORS)
    assert "/" not in {look["hatch"] for look in style.DONORS.values()}


def test_the_table_for_excel_keeps_its_letters():
    notes = aid_by_donor("vi").notes()
    raw = base64.b64decode(re.search(r"base64,([^\"]+)", notes)[1])
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {r["id"] for r in rows} >= {"at-1965-1968-ussr", "at-1973-1975-china"}
    assert all(r["source"] and r["locator"] for r in rows)


def test_hostile_text_is_shown_and_not_run():
    from dataclasses import replace

    chart = aid_by_donor("en")
    chart.data.loc[0, "note_en"] = "<script>alert(1)</script>"
    hostile = replace(chart, finding='<img src=x onerror="alert(1)">', alt='"><script>alert(2)</script>')
    for part in (hostile.html(), hostile.notes()):
        assert "alert(1)</script>" not in part and "alert(2)</script>" not in part and "<img" not in part


def test_share_is_of_the_printed_total():
    """1961–64 comes to more than a hundred per cent, and the chart shows it: what does not add up is not hidden."""
    rows = aid_by_donor("en", "share").data
    of_1961 = rows[(rows["start"] == "1961") & (rows["donor"] != "all")]["value"].sum()
    assert of_1961 == pytest.approx(100.5, abs=0.01)


def test_per_year_divides_by_the_years_of_the_period():
    rows = aid_by_donor("en", "per-year").data.set_index("id")["value"]
    assert rows["at-1955-1960-all"] == round(49585 / 6)
    assert rows["at-1973-1975-china"] == round(620354 / 3)


def test_an_unknown_measure_names_the_known_ones():
    with pytest.raises(text.CourseError, match="per-year"):
        aid_by_donor("en", "kilos")

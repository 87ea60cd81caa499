"""The years of unanswered letters, 1945–1949: who was approached from where, when, and what came back."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import weak_alone
from . import maps, style
from .aid import _source
from .chart import Chart
from .timelines import told

TIMELINE = {
    "window": ("1945-08", "1949-12"),
    "lanes": ["approaches", "answers", "party", "culture", "soviet-press", "france", "world"],
    "title": {"vi": "Hỏi nhiều nơi, hầu như không ai đáp", "en": "Many were asked, hardly any answered"},
    "finding": {
        "vi": "Từ năm 1945 đến năm 1949, phía Việt Nam tìm đến Moskva và nhiều nơi khác hết lần này đến lần khác; trong làn trả lời, ta chỉ đọc được sự lảng tránh và khước từ.",
        "en": "From 1945 to 1949 Vietnam approached Moscow and many others again and again; the lane of answers holds only evasion and refusal, as far as we could read.",
    },
}

# What came back: dash and symbol carry it, colour only helps.
_ANSWERS = {
    "unknown": ("dot", "circle", style.BLUE, "không rõ có trả lời", "no answer known"),
    "evasive": ("dash", "diamond", style.PURPLE, "lảng tránh hoặc ra điều kiện", "evasive, or with conditions"),
    "declined": ("dashdot", "x", style.VERMILION, "không làm gì, không giúp", "no action, no help"),
    "recognition": ("solid", "star", style.GREEN, "sau đó được công nhận", "recognition followed"),
}


@dataclass(frozen=True)
class _Way:
    """One way on the map: the event that it belongs to, its ends (cities), what came back, and how far the line swings out."""

    event: str
    ends: tuple[str, str]
    answer: str
    bend: float


_LETTERS = [  # from Hà Nội, and at the end from the base area
    _Way("ev-1945-09-22-telegram-to-stalin", ("hanoi", "paris"), "unknown", -0.1),
    _Way("ev-1945-09-22-telegram-to-stalin", ("paris", "moscow"), "unknown", 0.25),
    _Way("ev-1945-10-note-to-moscow", ("hanoi", "moscow"), "unknown", 0.06),
    _Way("ev-1945-10-17-telegram-to-truman", ("hanoi", "washington"), "declined", 0.12),
    _Way("ev-1945-10-radio-appeal", ("hanoi", "washington"), "unknown", 0.04),
    _Way("ev-1945-10-radio-appeal", ("hanoi", "london"), "unknown", -0.2),
    _Way("ev-1945-10-radio-appeal", ("hanoi", "paris"), "evasive", -0.28),
    _Way("ev-1946-01-telegram-to-soviet-leaders", ("hanoi", "moscow"), "unknown", 0.16),
    _Way("ev-1946-02-18-note-to-four-powers", ("hanoi", "moscow"), "unknown", 0.26),
    _Way("ev-1946-02-18-note-to-four-powers", ("hanoi", "washington"), "unknown", -0.04),
    _Way("ev-1946-02-18-note-to-four-powers", ("hanoi", "london"), "unknown", -0.14),
    _Way("ev-1949-12-05-telegram-to-mao", ("hanoi", "beijing"), "recognition", 0.2),
]
_ENVOYS = [
    _Way("ev-1947-03-new-delhi", ("hanoi", "new-delhi"), "evasive", 0.15),
    _Way("ev-1947-04-americans-in-thailand", ("hanoi", "bangkok"), "declined", 0.35),
    _Way("ev-1947-09-bern", ("hanoi", "bern"), "evasive", 0.2),
    _Way("ev-1947-09-letter-on-united-nations", ("bern", "moscow"), "unknown", 0.3),
    _Way("ev-1948-08-le-hy-moscow", ("hanoi", "moscow"), "evasive", 0.12),
    _Way("ev-1948-09-nguyen-duc-quy-bangkok", ("hanoi", "bangkok"), "evasive", -0.35),
    _Way("ev-1949-10-tran-ngoc-danh-prague", ("hanoi", "prague"), "evasive", 0.34),
]
_WORLD = maps.Window(-54, 92, -46, 60, centre=(52.0, 58.0))  # a globe from above the Urals: every capital that was written to is in view
_EURASIA = maps.Window(-8, 146, -12, 66, axis="2")


def _places(ways: list[_Way], lang: str) -> list[maps.Place]:
    """The cities of the ways, each with the dates of what went there, and the symbol of what came back."""
    rows = told()
    found: dict[str, list[_Way]] = {}
    for way in ways:
        found.setdefault(way.ends[1], []).append(way)
    starts = [key for key in dict.fromkeys(way.ends[0] for way in ways) if key not in found]
    bare = ways is _LETTERS  # lines fan out where the words would stand; the heading names the place
    points = [maps.city(key, lang, label="" if bare else "Việt Nam", symbol="square", color=style.INK, size=8) for key in starts]
    for key, mine in found.items():
        events = list(dict.fromkeys(way.event for way in mine))
        dates = sorted({rows[event]["start"][:7] for event in events})
        span = _months(dates[0], dates[-1])
        worst = max(mine, key=lambda way: list(_ANSWERS).index(way.answer))
        said = style.hover(*[_told(rows[event], lang) for event in events], _source(rows[events[0]], lang))
        _, symbol, color, *_ = _ANSWERS[worst.answer]
        name = maps.CITIES[key][2 if lang == "vi" else 3]
        points.append(maps.city(key, lang, said, label=f"{name} {span}", symbol=symbol, color=color, size=10, hollow=all(weak_alone(k) for k in rows[events[0]]["source"].split())))
    return points


def _months(first: str, last: str) -> str:
    """Months as a map has room for them, the same in both languages: "9/1945", "9–10/1945", "9/1945–2/1946"."""
    (one, m), (other, n) = ((iso[:4], int(iso[5:])) for iso in (first, last))
    return f"{m}/{one}" if first == last else f"{m}–{n}/{one}" if one == other else f"{m}/{one}–{n}/{other}"


def _told(row: dict, lang: str) -> str:
    return f"{text.period(row['start'], row['end'], lang)}: {row[f'title_{lang}']}"


def _arcs(window: maps.Window, ways: list[_Way], lang: str) -> list:
    traces: list = []
    for way in ways:
        row = told()[way.event]
        dash, _, color, *words = _ANSWERS[way.answer]
        said = style.hover(f"<b>{_told(row, lang)}</b>", row[f"text_{lang}"], words[lang == "en"], _source(row, lang))
        ends = [maps.CITIES[key][:2] for key in way.ends]
        traces += maps.arc(window, *ends, color=color, dash=dash, said=said, bend=way.bend)
    return traces


def approaches_map(lang: str) -> Chart:
    """Two maps: letters and telegrams of 1945–49 with the capitals they went to, and the envoys of 1947–49; lines and marks say what came back."""
    title = {"vi": "Mười bốn lần tìm đến, chỉ sau lần cuối mới có công nhận", "en": "Fourteen approaches, and recognition only after the last"}[lang]
    finding = {
        "vi": "Trong mười bốn lần tìm đến ghi trên bản đồ, chỉ lần cuối, bức điện gửi Bắc Kinh tháng 12-1949, được nối tiếp bằng việc công nhận khoảng sáu tuần sau; Moskva công nhận mười hai ngày sau Bắc Kinh.",
        "en": "Of the fourteen approaches on the maps only the last, the telegram to Beijing of December 1949, was followed by recognition, about six weeks later; Moscow recognised twelve days after Beijing.",
    }[lang]
    panels = [(window, _arcs(window, ways, lang), _places(ways, lang)) for window, ways in ((_WORLD, _LETTERS), (_EURASIA, _ENVOYS))]
    figure = maps.draw(title, lang, panels, gap=34, margin={"b": 98, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))})
    heads = {"vi": ("Thư, điện, đài, từ Việt Nam: 1945–1949", "Phái viên: 1947–1949"), "en": ("Letters, telegrams, radio, from Vietnam: 1945–49", "Envoys: 1947–49")}[lang]
    for head, (window, *_) in zip(heads, panels):
        top = figure.layout[f"yaxis{window.axis}"].domain[1]
        figure.add_annotation(text=f"<b>{head}</b>", xref="paper", x=0, xanchor="left", yref="paper", y=top, yanchor="bottom", showarrow=False, font={"size": 12, "color": style.INK})
    for dash, symbol, color, *words in _ANSWERS.values():
        figure.add_trace(
            go.Scatter(
                x=[None], y=[None], mode="lines+markers", name=words[lang == "en"], line={"dash": dash, "color": color, "width": 1.6},
                marker={"symbol": symbol, "size": 10, "color": color}, hoverinfo="skip", showlegend=True,
            )
        )  # fmt: skip
    figure.update_layout(showlegend=True, legend={"itemclick": False, "itemdoubleclick": False})
    ways: dict[str, list[_Way]] = {}
    for way in _LETTERS + _ENVOYS:
        ways.setdefault(way.event, []).append(way)
    order = sorted(ways, key=lambda event: (told()[event]["start"][:7], event))
    what = {event: f"{told()[event][f'title_{lang}']} ({_ends(ways[event], lang)})" for event in order}
    data = pd.DataFrame([{"what": what[e]} | {k: told()[e][k] for k in ("id", "start", "end", "precision", "source", "locator")} for e in order])
    lead = {
        "vi": "Hai bản đồ: trên là thư, điện và đài phát thanh, dưới là các phái viên. Mỗi đường đi từ Việt Nam, kiểu nét cho biết điều nhận lại. ",
        "en": "Two maps: letters, telegrams and radio above, envoys below. Each line starts in Vietnam, its dashes say what came back. ",
    }[lang]
    alt = lead + "; ".join(f"{text.period(told()[e]['start'], told()[e]['end'], lang)}: {what[e]}" for e in order) + "."
    return Chart("approaches-map", lang, title, finding, alt, figure, data)


def _ends(ways: list[_Way], lang: str) -> str:
    """Where one approach went and what came back: "Paris, Moskva: không rõ có trả lời"."""
    column = 2 if lang == "vi" else 3
    by_answer: dict[str, list[str]] = {}
    for way in ways:
        by_answer.setdefault(way.answer, []).append(maps.CITIES[way.ends[1]][column])
    return "; ".join(f"{', '.join(cities)}: {_ANSWERS[answer][3 if lang == 'vi' else 4]}" for answer, cities in by_answer.items())

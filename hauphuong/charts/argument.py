"""Charts for a writer: the whole story on one page, and the evidence picked for a claim and against it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from .. import argument, text
from .. import data as course
from ..data import default, label, source
from . import grammar, style
from .aid import _source
from .chart import Chart
from .lanes import Lane, draw, framed
from .timelines import event_marks, meets, told

# the worked example of lesson 12: what one student picked, before writing
FOR = ["at-1969-1972-all", "am-1972-all-military", "pe-1967-china-peak", "ev-1965-04-two-training-centres", "st-method-no-unhelped-victory"]
AGAINST = ["ev-1968-03-chinese-leave", "ev-1966-crews-stop-firing", "at-1967-04-ussr-transit-quota", "st-method-own-strength"]

_WINDOW = ("1917", "1975")
# a lane for each subject of the course, with the events that a lane names; all the others are ticks
_KEY = {
    "roots": ["ev-1920-07-lenin-theses", "ev-1923-06-30-petrograd", "ev-1930-02-03-party"],
    "letters": ["ev-1945-09-22-telegram-to-stalin", "ev-1946-12-19-nationwide-resistance"],
    "recognition": ["ev-1950-01-30-ussr-recognises", "ev-1950-02-07-us-uk-recognise"],
    "alliance": ["ev-1952-04-embassy-opens", "ev-1953-04-01-regiment-367"],
    "geneva": ["ev-1954-05-07-dien-bien-phu", "ev-1954-07-21-cease-fires"],
    "advisers": ["ev-1965-07-24-first-missiles", "ev-1968-03-chinese-leave", "ev-1973-11-cuban-engineers"],
    "routes": ["ev-1967-04-07-quota", "ev-1972-05-09-mining"],
    "solidarity": ["ev-1966-01-tricontinental", "ev-1972-08-08-georgetown"],
    "protest": ["ev-1967-04-15-king-and-spock", "ev-1969-11-15-mobilization"],
}
_COLORS = (style.VERMILION, style.ORANGE, style.BLUE, style.SKY, style.GREEN, style.BLACK, style.GREY, style.PURPLE, style.VERMILION)
_SPANS = (("1917", "1944"), ("1945", "1954"), ("1955", "1964"), ("1965", "1975"))


def whole_story(lang: str) -> Chart:
    """Every event of the course between 1917 and 1975, a lane for each subject; the chief ones by name."""
    first, last = _WINDOW
    traces: list = []
    headings: list[dict] = []
    records: list[dict] = []
    y = 0.0
    for (topic, key), color in zip(_KEY.items(), _COLORS):
        mine = sorted((r for r in told().values() if r["topic"] == topic and meets(r["start"], r["end"], first, last)), key=lambda r: (r["start"], r["id"]))
        if not mine:
            continue
        drawn, heads, y = draw([Lane(label("topic", topic, lang), event_marks([r for r in mine if r["id"] in key], lang), color)], first, last, top=y)
        traces += [*drawn, _ticks([r for r in mine if r["id"] not in key], y - 2, color, lang)]
        headings += heads
        y += 12
        records += mine
    counts = [sum(_within(r, a, b) for r in records) for a, b in _SPANS]
    title = {"vi": "Mười năm ít lời: 1955–1964", "en": "Ten years of few words, 1955–1964"}[lang]
    before, war, between, later = (f"{n}" for n in counts)
    finding = {
        "vi": f"Bảng của khóa học kể {before} sự kiện trước năm 1945, {war} sự kiện từ 1945 đến 1954, {between} từ 1955 đến 1964, {later} từ 1965 đến 1975; ít lời chưa phải là ít việc.",
        "en": f"The course’s table tells {before} events before 1945, {war} from 1945 to 1954, {between} from 1955 to 1964 and {later} from 1965 to 1975; few words do not mean that little happened.",
    }[lang]
    alt = {"vi": "Các làn thời gian, mỗi chủ đề một làn. ", "en": "Lanes of time, one for each subject. "}[lang] + " ".join(
        f"{label('topic', topic, lang)}: " + "; ".join(f"{text.period(told()[i]['start'], told()[i]['end'], lang)}: {told()[i][f'title_{lang}']}" for i in key) + "."
        for topic, key in _KEY.items()
        if key
    )
    years = {"type": "date", "tickformat": "%Y", "dtick": "M120", "tick0": "1920-01-01", "range": [grammar.first_day(first).isoformat(), grammar.last_day(last).isoformat()]}
    figure = framed(traces, headings, y, title, lang, years)
    rows = pd.DataFrame([{"what": r[f"title_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "precision", "source", "locator")} for r in records])
    return Chart("whole-story", lang, title, finding, alt, figure, rows)


def _within(row: dict, first: str, last: str) -> bool:
    return first <= row["start"][:4] <= last


def _ticks(rows: list[dict], y: float, color: str, lang: str) -> go.Scatter:
    """Events that have no room for words: a dot each, hollow where only weak sources tell of it."""
    days = [_middle(r["start"], r["end"] or r["start"]).isoformat() for r in rows]
    weak = [all(course.weak_alone(k) for k in r["source"].split()) for r in rows]
    return go.Scatter(
        x=days,
        y=[y] * len(rows),
        mode="markers",
        marker={"size": 7, "opacity": 0.75, "color": [style.PAGE if w else color for w in weak], "line": {"width": 1.5, "color": color}},
        hovertext=[mark.said for mark in event_marks(rows, lang)],
        hoverinfo="text",
        showlegend=False,
    )


def _middle(start: str, end: str) -> date:
    low, high = max(grammar.first_day(start), grammar.first_day(_WINDOW[0])), min(grammar.last_day(end), grammar.last_day(_WINDOW[1]))
    return low + (high - low) / 2


# -- for and against -----------------------------------------------------------------------------------------------------------


def evidence_balance(lang: str, supporting: list[str] | None = None, against: list[str] | None = None) -> Chart:
    """The rows picked for a claim (to the right) and against it (to the left), by the language in which their sources speak.

    `supporting`, `against`: ids of rows; the worked example of lesson 12 where neither is given. Raises `CourseError`
    where an id is unknown, naming the nearest, or where there is nothing to draw.
    """
    if supporting is None and against is None:
        supporting, against = FOR, AGAINST
    picked = [(side, row_id) for side, ids in (("for", supporting), ("against", against)) for row_id in dict.fromkeys(ids or [])]
    if not picked:
        raise text.CourseError(vi="Chưa có dòng nào để vẽ: hãy đưa vào ít nhất một mã dòng.", en="There is nothing to draw yet: give at least one id of a row.")
    for _, row_id in picked:
        if row_id not in default():
            close = ", ".join(argument.near(str(row_id)))
            raise text.CourseError(vi=f"Không có dòng nào mang mã “{row_id}”. Gần nhất: {close}.", en=f"No row has the id “{row_id}”. The nearest: {close}.")
    records = _voices(picked, lang)
    spoken = list(dict.fromkeys(r["language"] for r in sorted(records, key=lambda r: r["order"])))
    names = {"for": {"vi": "ủng hộ luận điểm", "en": "for the claim"}, "against": {"vi": "chống lại luận điểm", "en": "against the claim"}}
    traces = []
    for side, sign, color, symbol in (("against", -1, style.VERMILION, "square"), ("for", 1, style.BLUE, "circle")):
        xs, ys, said, hollow, numbers = [], [], [], [], []
        for n, language in enumerate(spoken):
            for place, record in enumerate((r for r in records if (r["side"], r["language"]) == (side, language)), 1):
                xs.append(sign * (place - 0.5))
                ys.append(n)
                numbers.append(str(record["number"]))
                hollow.append(record["weak"])
                said.append(style.hover(f"<b>{record['what']}</b>", names[side][lang], _source(record, lang)))
        traces.append(
            go.Scatter(
                name=names[side][lang],
                x=xs,
                y=ys,
                mode="markers+text",
                text=[f"<b>{n}</b>" for n in numbers],
                textfont={"size": 12, "color": [style.INK if h else style.PAGE for h in hollow]},
                marker={"symbol": symbol, "size": 25, "color": [style.PAGE if h else color for h in hollow], "line": {"width": 2.5, "color": color}},
                hovertext=said,
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    rows = pd.DataFrame([{k: r[k] for k in ("what", "id", "start", "end", "precision", "source", "locator")} for r in records])
    sides = [len({r["id"] for r in records if r["side"] == side}) for side in ("for", "against")]
    title = {"vi": f"{sides[0]} dòng ủng hộ, {sides[1]} dòng chống lại", "en": f"{sides[0]} rows for, {sides[1]} against"}[lang]
    alone = [label("language", code, lang) for code in spoken if len({r["side"] for r in records if r["language"] == code}) == 1]
    one = {"vi": f"; nguồn {', '.join(alone)} chỉ nói cho một phía", "en": f"; sources in {', '.join(alone)} speak for one side only"}[lang] if alone else ""
    finding = {
        "vi": f"Bằng chứng đã chọn đến từ {len(argument.roots_of([i for _, i in picked]))} nguồn độc lập viết bằng {len(spoken)} thứ tiếng{one}.",
        "en": f"The evidence picked comes from {len(argument.roots_of([i for _, i in picked]))} independent sources in {len(spoken)} languages{one}.",
    }[lang]
    alt = {"vi": "Dấu đánh số; bên phải ủng hộ, bên trái chống lại; mỗi hàng một thứ tiếng. ", "en": "Numbered marks, for the claim to the right and against it to the left, a row for each language. "}[lang] + " ".join(
        f"{r['what']} ({label('language', r['language'], lang)}, {names[r['side']][lang]})." for r in records
    )
    traces.insert(0, go.Scatter(x=[0, 0], y=[-0.6, len(spoken) - 0.4], mode="lines", line={"color": style.GREY, "width": 2}, hoverinfo="skip", showlegend=False))
    most = max([1.0, *(abs(x) + 0.5 for trace in traces[1:] for x in trace.x)])
    key, foot = _key_of(records, len(spoken) - 0.3)
    figure = style.figure(
        traces,
        title,
        lang,
        height=round(110 + _ROW * (foot + 0.6)),
        annotations=key,
        xaxis={"range": [-most - 0.3, most + 0.3], "showticklabels": False, "showgrid": False, "ticks": "", "zeroline": False},
        yaxis={"tickvals": list(range(len(spoken))), "ticktext": [label("language", code, lang) for code in spoken], "range": [foot, -0.6], "ticks": "", "showgrid": False, "zeroline": False, "showline": False},
    )
    return Chart("evidence-balance", lang, title, finding, alt, figure, rows)


def _key_of(records: list[dict], y: float) -> tuple[list[dict], float]:
    """What each number stands for, as lines of text under the marks, and where they end (in rows of the y axis)."""
    lines = []
    for what in dict.fromkeys(r["what"] for r in records):
        wrapped = text.wrap(what, 38)
        lines.append({"text": "<br>".join(wrapped), "y": y, "yref": "y", "yanchor": "top", "x": 0, "xref": "paper", "xanchor": "left", "align": "left", "showarrow": False, "font": {"size": 12, "color": style.INK}})
        y += (17 * len(wrapped) + 5) / _ROW
    return lines, y + 0.1


def _voices(picked: list[tuple[str, str]], lang: str) -> list[dict]:
    """One record for each row and language in which a source tells it: an event told in two languages speaks twice."""
    records = []
    for number, (side, row_id) in enumerate(picked, 1):
        row = course.row(row_id)
        behind = [(link["source"], link["locator"]) for link in course.links(row_id)] or [(key, row.get("locator", "")) for key in row.get("source", "").split()]
        for language in dict.fromkeys(source(key)["language"] for key, _ in behind):
            mine = [(key, where) for key, where in behind if source(key)["language"] == language]
            records.append(
                {
                    "number": number,
                    "what": f"{number} · {argument.title_of(row_id, lang)}" + (f" ({text.period(row['start'], row['end'] or row['start'], lang)})" if row.get("start") else ""),
                    "id": row_id,
                    "side": side,
                    "language": language,
                    "order": list(_LANGUAGES).index(language) if language in _LANGUAGES else len(_LANGUAGES),
                    "start": row.get("start", ""),
                    "end": row.get("end", "") or row.get("start", ""),
                    "precision": row.get("precision", ""),
                    "source": " ".join(dict.fromkeys(key for key, _ in mine)),
                    "locator": "; ".join(dict.fromkeys(where for _, where in mine if where)),
                    "weak": all(course.weak_alone(key) for key, _ in mine),
                }
            )
    return records


_LANGUAGES = ("vi", "en", "ru", "zh")
_ROW = 46  # pixels of a language's row

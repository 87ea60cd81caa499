"""The charts of lesson 10: crowds by who counted them, polls beside the great gatherings, and soldiers who left."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, value, weak_alone
from . import grammar, style
from .aid import _source
from .chart import Chart
from .timelines import told

TIMELINE = {
    "window": ("1964-01", "1973-12"),
    "lanes": ["students", "draft", "religious", "streets", "soldiers", "tribunal", "visitors", "congress", "politics"],
    "title": {"vi": "Mười năm phản chiến: từ giảng đường vào Quốc hội", "en": "Ten years of protest: from the campus into Congress"},
    "finding": {
        "vi": "Giảng đường, nhà thờ và những người đốt thẻ đi trước, từ năm 1965; các đám đông lớn nhất ở giữa, 1969–1971; những quyết định của Quốc hội nhằm hạn chế chiến tranh đến sau, 1970–1973.",
        "en": "Campuses, churches and card burners came first, from 1965; the largest crowds in the middle, 1969–1971; the votes of Congress to limit the war last, 1970–1973.",
    },
    "every": "M24",
    "from": "1964-01-01",
}
GATHERINGS = (
    "1965-04-17-washington",
    "1965-05-21-berkeley",
    "1965-11-27-washington",
    "1967-04-15-new-york",
    "1967-04-15-san-francisco",
    "1967-10-21-lincoln",
    "1969-11-15-washington",
    "1969-11-15-san-francisco",
    "1970-05-09-washington",
    "1970-05-20-new-york",
    "1971-04-24-washington",
    "1971-04-24-san-francisco",
    "1972-new-york",
    "1972-04-22-los-angeles",
    "1972-05-21-washington",
)
_COUNTERS = {  # colour and symbol: neither stands alone
    "police": (style.BLUE, "square"),
    "organisers": (style.VERMILION, "triangle-up"),
    "movement": (style.ORANGE, "star"),
    "press": (style.GREEN, "circle"),
    "government": (style.PURPLE, "diamond"),
    "memory": (style.SKY, "triangle-down"),
    "unattributed": (style.GREY, "x"),
}
_NAME, _LINE, _GAP = 20, 15, 8  # pixels of a gathering’s name, of the line of each kind of counter under it, and of the space after it
_RANGE = (math.log10(7000), math.log10(2_700_000))


def is_outlier(row: dict) -> bool:
    """Whether the row's note marks it as a figure far from all the others."""
    return "OUTLIER" in row["note_en"]


def ends(row: dict) -> tuple[int, int]:
    """The lowest and the highest that an estimate says; the same for a single figure."""
    if pd.notna(row["value"]):
        return int(row["value"]), int(row["value"])
    low, high = row["low"], row["high"]
    return int(low if pd.notna(low) else high), int(high if pd.notna(high) else low)


def _figure(row: dict, lang: str) -> str:
    """An estimate in words: “more than 250,000”, “100,000–125,000”."""
    low, high = ends(row)
    if low != high:
        return f"{text.number(low, lang)}–{text.number(high, lang)}"
    word = "" if row["qualifier"] in ("exact", "range") else label("qualifier", row["qualifier"], lang) + " "
    return word + text.number(low, lang)


def _place(rows: list[dict], lang: str) -> str:
    first = rows[0]
    where = f"{first[f'place_{lang}'].split(',')[0]}, {text.period(first['start'], first['end'], lang)}"
    if first["stance"] == "for-the-war":
        where += {"vi": ": ỦNG HỘ chiến tranh", "en": ": FOR the war"}[lang]
    return where


def crowds_by_who_counted(lang: str) -> Chart:
    """Each American gathering in a row, each estimate a mark by who counted; outliers hollow and outside the grey field."""
    table = default().table("crowds").to_dict("records")
    own = {g: sorted((r for r in table if r["gathering"] == g), key=lambda r: (ends(r), r["id"])) for g in GATHERINGS}
    traces: list = []
    notes: list[dict] = []
    y = 0.0
    level: dict[tuple[str, str], float] = {}
    for gathering, rows in own.items():
        notes.append({"text": f"<b>{_place(rows, lang)}</b>", "xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": y + _NAME / 2, "yanchor": "middle", "showarrow": False, "bgcolor": style.PAGE, "borderpad": 0, "font": {"size": 11, "color": style.INK}})
        counters = [c for c in _COUNTERS if any(r["counter"] == c for r in rows)]
        for n, counter in enumerate(counters):
            level[gathering, counter] = y + _NAME + _LINE * (n + 0.5)
        inside = [n for r in rows if not is_outlier(r) for n in ends(r)]
        top, foot = y + _NAME, y + _NAME + _LINE * len(counters)
        # the span of all figures but outliers, behind the marks
        traces.append(go.Scatter(x=[min(inside) * 0.94, max(inside) * 1.06, max(inside) * 1.06, min(inside) * 0.94], y=[top, top, foot, foot], fill="toself", mode="none", fillcolor="#EDEDED", hoverinfo="skip", showlegend=False))
        y = foot + _GAP
    for counter, (color, symbol) in _COUNTERS.items():
        mine = [r for rows in own.values() for r in rows if r["counter"] == counter]
        for row in mine:
            low, high = ends(row)
            hollow = is_outlier(row) or weak_alone(row["source"])
            said = style.hover(f"<b>{label('counter', counter, lang)}: {_figure(row, lang)}</b>", row[f"note_{lang}"], _source(row, lang))
            at = [low] if low == high else [low, high]
            traces.append(
                go.Scatter(
                    x=at,
                    y=[level[row["gathering"], counter]] * len(at),
                    mode="markers" if len(at) == 1 else "lines+markers",
                    line={"width": 2, "color": color, "dash": "dot" if hollow else "solid"},
                    marker={"symbol": symbol + ("-open" if hollow else ""), "size": 10, "color": color, "line": {"width": 1.6 if hollow else 0.5, "color": color if hollow else style.PAGE}},
                    hovertext=[said] * len(at),
                    hoverinfo="text",
                    showlegend=False,
                )
            )
        traces.append(go.Scatter(name=label("counter", counter, lang), x=[None], y=[None], mode="markers", marker={"symbol": symbol, "size": 10, "color": color}, hoverinfo="skip"))
    traces.append(go.Scatter(name={"vi": "hình rỗng: nguồn yếu hoặc số lạc", "en": "hollow: weak source or outlier"}[lang], x=[None], y=[None], mode="markers", marker={"symbol": "circle-open", "size": 10, "color": style.GREY, "line": {"width": 1.6}}, hoverinfo="skip"))
    drawn = [r for rows in own.values() for r in rows]
    data = pd.DataFrame(drawn)
    data.insert(0, "what", [f"{_place(own[r['gathering']], lang)}: {label('counter', r['counter'], lang)}" for r in drawn])
    data = data[["what", "id", "start", "end", "qualifier", "value", "low", "high", "source", "locator", "note_vi", "note_en"]]
    title = {"vi": "Một đám đông, mỗi người đếm một khác", "en": "One crowd, and each counter counts another"}[lang]
    police, organisers = (value(f"cr-1971-04-24-washington-{who}", lang) for who in ("police", "organisers"))
    low, high = (value(f"cr-1969-11-15-washington-{who}", lang) for who in ("police", "media"))
    finding = {
        "vi": f"Ở đâu có cả hai số thì ban tổ chức cũng đếm nhiều hơn cảnh sát, nhiều nhất là ngày 24-4-1971 ({organisers} so với {police}); nhưng đếm theo ai thì ngày 15-11-1969 ({low} đến {high}) và ngày 24-4-1971 vẫn lớn hơn mọi cuộc năm 1972 ở đây.",
        "en": f"Wherever both counted, organisers count more than the police, the most on 24 April 1971 ({organisers} against {police}); but by any counter 15 November 1969 ({low} to {high}) and 24 April 1971 outdo every gathering of 1972 shown here.",
    }[lang]
    alt = {"vi": "Mỗi hàng một cuộc tụ họp ở Mỹ, từ 1965 đến 1972; trục ngang là số người, mỗi vạch gấp mười. ", "en": "One row a gathering in the United States, 1965 to 1972; the axis of people grows tenfold from mark to mark. "}[lang] + " ".join(
        f"{_place(rows, lang)}: " + "; ".join(f"{label('counter', r['counter'], lang)} {_figure(r, lang)}" + ({"vi": " (số lạc)", "en": " (outlier)"}[lang] if is_outlier(r) else "") for r in rows) + "." for rows in own.values()
    )
    ticks = {"vi": ["10.000", "100.000", "1 triệu"], "en": ["10,000", "100,000", "1 million"]}[lang]
    people = {"type": "log", "range": list(_RANGE), "tickvals": [10_000, 100_000, 1_000_000], "ticktext": ticks}
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(y) + 260,
        margin={"l": 8, "r": 12, "b": 150, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        annotations=notes,
        hovermode="closest",
        xaxis={**people, "side": "bottom", "title": {"text": {"vi": "số người (thang lũy thừa)", "en": "people (logarithmic scale)"}[lang]}},
        xaxis2={**people, "overlaying": "x", "matches": "x", "side": "top", "showgrid": False},
        yaxis={"range": [y, 0], "visible": False, "fixedrange": True},
    )
    figure.add_scatter(x=[10_000], y=[0], xaxis="x2", mode="markers", marker={"opacity": 0}, hoverinfo="skip", showlegend=False)
    return Chart("crowds-by-who-counted", lang, title, finding, alt, figure, data)


_MARKED = {  # event: its words on the chart, and on which side of its line they stand
    "ev-1967-04-15-king-and-spock": ({"vi": "New York, 4-1967", "en": "New York, April 1967"}, -1),
    "ev-1967-10-21-pentagon": ({"vi": "Lầu Năm Góc, 10-1967", "en": "Pentagon, Oct. 1967"}, 1),
    "ev-1969-10-15-moratorium": ({"vi": "Moratorium, 10-1969", "en": "Moratorium, Oct. 1969"}, -1),
    "ev-1969-11-15-mobilization": ({"vi": "Washington, 11-1969", "en": "Washington, Nov. 1969"}, 1),
    "ev-1970-05-09-washington": ({"vi": "Washington, 5-1970", "en": "Washington, May 1970"}, 1),
    "ev-1971-04-24-washington": ({"vi": "Washington, 4-1971", "en": "Washington, April 1971"}, -1),
}


def polls_and_protests(lang: str) -> Chart:
    """The shares of one question by date, with the great gatherings marked; only answers of one source are joined, and no doubtful one."""
    rows = [r for r in default().table("polls").to_dict("records") if r["question"] == "mistake" and r["answer"] in ("not-mistake", "mistake")]

    def day(row: dict) -> str:
        first, last = grammar.first_day(row["start"]), grammar.last_day(row["end"])
        return (first + (last - first) / 2).isoformat()

    def said(row: dict) -> str:
        return style.hover(f"<b>{label('answer', row['answer'], lang)}: {row['value']}% · {text.period(row['start'], row['end'], lang)}</b>", row[f"question_{lang}"], row[f"note_{lang}"], _source(row, lang))

    traces: list = []
    notes: list[dict] = []
    for event, (words, side) in _MARKED.items():
        row = told()[event]
        hint = style.hover(f"<b>{row[f'title_{lang}']}, {text.period(row['start'], row['end'], lang)}</b>", _source(row, lang))
        traces.append(go.Scatter(x=[row["start"]] * 2, y=[0, 113], mode="lines", line={"width": 1.2, "color": style.GREY, "dash": "dot"}, hovertext=[hint] * 2, hoverinfo="text", showlegend=False))
        notes.append({"text": words[lang], "x": row["start"], "xref": "x", "xanchor": "center", "xshift": 9 * side, "yref": "y", "y": 113, "yanchor": "top", "textangle": -90, "showarrow": False, "font": {"size": 11, "color": style.GREY}})
    series = [r for r in rows if r["answer"] == "not-mistake"]
    sure = [r for r in series if "DOUBTFUL" not in r["note_en"]]
    doubtful = [r for r in series if "DOUBTFUL" in r["note_en"]]
    other = [r for r in rows if r["answer"] == "mistake"]
    for part, name, color, symbol, mode in (
        (sure, {"vi": "“không sai lầm” (nguồn yếu: hình rỗng)", "en": "“not a mistake” (weak source: hollow)"}, style.BLUE, "circle-open", "lines+markers"),
        (doubtful, {"vi": "“không sai lầm”, con số còn nghi ngờ", "en": "“not a mistake”, a doubtful figure"}, style.BLUE, "x", "markers"),
        (other, {"vi": "“là sai lầm” (nguồn khác: không nối)", "en": "“a mistake” (other sources: not joined)"}, style.VERMILION, None, "markers"),
    ):
        signs = symbol or ["square" + ("-open" if weak_alone(r["source"]) else "") for r in part]
        traces.append(
            go.Scatter(name=name[lang], x=[day(r) for r in part], y=[r["value"] for r in part], mode=mode, line={"width": 1.5, "color": color}, marker={"symbol": signs, "size": 9, "color": color, "line": {"width": 2, "color": color}}, hovertext=[said(r) for r in part], hoverinfo="text")
        )
    for row, place in ((sure[0], "top center"), *((r, "middle right") for r in (sure[-1], *other))):  # to the right: above runs the line of a gathering
        traces.append(go.Scatter(x=[day(row)], y=[row["value"] + (3 if place == "top center" else 0)], mode="text", text=[("" if place == "top center" else "  ") + f"<b>{row['value']}%</b>"], textposition=place, textfont={"size": 12, "color": style.INK}, hoverinfo="skip", showlegend=False, cliponaxis=False))
    drawn = pd.DataFrame(rows)
    drawn.insert(0, "what", [f"{r['pollster']}: {label('answer', r['answer'], lang)}" for r in rows])
    drawn = drawn[["what", "id", "start", "end", "value", "unit", "source", "locator", "note_vi", "note_en"]]
    marked = pd.DataFrame([{"what": told()[e][f"title_{lang}"], **{k: told()[e][k] for k in ("id", "start", "end", "source", "locator")}, "unit": "", "note_vi": "", "note_en": ""} for e in _MARKED])
    data = pd.concat([drawn, marked], ignore_index=True)
    first, last, yes = (value(f"po-{i}", lang) for i in ("1966-03-not-mistake", "1971-05-not-mistake", "1971-05-mistake"))
    title = {"vi": f"“Không sai lầm”: từ {first} xuống {last} phần trăm trong năm năm", "en": f"“Not a mistake”: from {first} to {last} per cent in five years"}[lang]
    finding = {
        "vi": f"Phần “không sai lầm” giảm từ {first} phần trăm (tháng 3-1966) còn {last} phần trăm (tháng 5-1971), khi {yes} phần trăm nói “sai lầm”; biểu đồ cho thấy hai việc diễn ra cùng thời, không cho thấy việc nào gây ra việc nào.",
        "en": f"“Not a mistake” fell from {first} per cent (March 1966) to {last} per cent (May 1971), when {yes} per cent said “a mistake”; the chart shows two things at one time, not which caused which.",
    }[lang]
    alt = {"vi": "Trục ngang là thời gian, 1965–1971; trục dọc là phần trăm người trả lời. ", "en": "Time runs from left to right, 1965–1971; upwards the per cent of those asked. "}[lang] + " ".join(
        f"{text.period(r['start'], r['end'], lang)}: {label('answer', r['answer'], lang)} {r['value']}%." for r in sorted(rows, key=lambda r: r["start"])
    )
    alt += " " + {"vi": "Đường chấm đứng đánh dấu: ", "en": "Dotted upright lines mark: "}[lang] + "; ".join(words[lang] for words, _ in _MARKED.values()) + "."
    figure = style.figure(
        traces,
        title,
        lang,
        height=560,
        margin={"l": 8, "r": 12, "b": 120, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        annotations=notes,
        hovermode="closest",
        xaxis={"type": "date", "range": ["1965-05-01", "1972-03-15"], "tickformat": "%Y", "dtick": "M12", "tick0": "1966-01-01"},
        yaxis={"range": [0, 114], "tickvals": [0, 20, 40, 60], "ticktext": ["0%", "20%", "40%", "60%"]},
    )
    return Chart("polls-and-protests", lang, title, finding, alt, figure, data)


_FORCES = {  # id part: heading, colour and hatch
    "army": ({"vi": "Lục quân", "en": "Army"}, style.VERMILION, ""),
    "marine": ({"vi": "Thủy quân lục chiến", "en": "Marine Corps"}, style.ORANGE, "."),
    "all": ({"vi": "Mọi quân chủng (cách đếm khác)", "en": "All services (another count)"}, style.SKY, "x"),
}


def soldiers_and_desertion(lang: str) -> Chart:
    """Deserters of each fiscal year by force: two counts that must not be laid on one another."""
    counts = default().table("counts").to_dict("records")
    rows = [r for force in _FORCES for r in counts if r["id"].startswith(f"ct-protest-{force}-deserters-")]
    notes: list[dict] = []
    traces: list = []
    y, ticks = 0.0, []
    for force, (heading, color, hatch) in _FORCES.items():
        mine = [r for r in rows if r["id"].startswith(f"ct-protest-{force}-")]
        notes.append({"text": f"<b>{heading[lang]}</b>", "xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": y + 0.5, "yanchor": "middle", "showarrow": False, "font": {"size": 12, "color": style.INK}})
        at = [y + 1.5 + n for n in range(len(mine))]
        ticks += list(zip(at, (r["id"][-4:] for r in mine)))
        traces.append(
            go.Bar(
                x=[int(r["value"]) for r in mine],
                y=at,
                width=0.7,
                orientation="h",
                marker={"color": color, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(hatch)},
                text=[_figure(r, lang) for r in mine],
                textposition="outside",
                textfont={"size": 12},
                hovertext=[style.hover(f"<b>{_figure(r, lang)}</b>", r[f"counted_{lang}"], r[f"note_{lang}"], _source(r, lang)) for r in mine],
                hoverinfo="text",
                showlegend=False,
                cliponaxis=False,
            )
        )
        y += len(mine) + 1.4
    data = pd.DataFrame(rows)
    data.insert(0, "what", data[f"counted_{lang}"])
    data = data[["what", "id", "start", "end", "qualifier", "value", "low", "high", "unit", "source", "locator", "note_vi", "note_en"]]
    title = {"vi": "Lính Mỹ đào ngũ: mỗi năm một tăng", "en": "Deserters: the figures rose yearly"}[lang]
    first, last, every = (value(f"ct-protest-{i}", lang) for i in ("army-deserters-1967", "army-deserters-1970", "all-deserters-1967"))
    finding = {
        "vi": f"Lục quân đếm khoảng {first} người trong năm tài khóa 1967 và {last} người trong năm 1970; mọi quân chủng, năm 1967, là {every}: đó là một phép đếm khác, không cộng, không so với số trên. Con số không nói vì sao từng người bỏ đi.",
        "en": f"The Army counted about {first} in the fiscal year 1967 and {last} in 1970; all services in 1967, {every}: another count, neither to be added to the first nor compared with it. The figures do not tell why each man left.",
    }[lang]
    alt = {"vi": "Các thanh ngang, mỗi thanh một năm tài khóa của một lực lượng. ", "en": "Level bars, one for each fiscal year of each force. "}[lang] + " ".join(f"{r[f'counted_{lang}']}: {_figure(r, lang)}." for r in rows)
    figure = style.figure(
        traces,
        title,
        lang,
        height=150 + int(26 * y),
        annotations=notes,
        xaxis={"range": [0, 84000], "tickvals": [0, 20000, 40000, 60000], "tickformat": ",d", "title": {"text": {"vi": "số người, theo năm tài khóa", "en": "people, by fiscal year"}[lang]}},
        yaxis={"range": [y, 0], "tickvals": [t for t, _ in ticks], "ticktext": [w for _, w in ticks], "showgrid": False, "zeroline": False, "fixedrange": True},
    )
    return Chart("soldiers-and-desertion", lang, title, finding, alt, figure, data)

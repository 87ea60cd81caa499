"""The charts of lesson 05: the Geneva Conference of 1954 day by day, and the bargaining over the line and the elections."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, weak_alone
from . import grammar, style
from .aid import _source
from .chart import Chart

TIMELINE = {
    "window": ("1953-04", "1954-10"),
    "lanes": ["soundings", "berlin", "preparation", "conference", "outcome"],
    "title": {"vi": "Một năm thăm dò, ba tháng mặc cả", "en": "A year of soundings, three months of bargaining"},
    "finding": {
        "vi": "Từ những lần thăm dò đầu tiên ở Paris đến lễ ký ở Genève là mười lăm tháng; riêng phần Đông Dương mất chưa đầy mười một tuần.",
        "en": "From the first soundings in Paris to the signing in Geneva fifteen months passed; the Indochina part took less than eleven weeks.",
    },
    "every": "M6",
    "from": "1953-07-01",
}

# -- the calendar ------------------------------------------------------------------------------------------------------

MONTHS = (4, 5, 6, 7)
_KINDS = {  # in this order a day with several things shows the first
    "plenary": (style.VERMILION, "square"),
    "restricted": (style.BLUE, "circle"),
    "private": (style.ORANGE, "diamond"),
    "elsewhere": (style.GREEN, "triangle-up"),
    "paper": (style.PURPLE, "triangle-down"),
}
_LETTER = {"eden": "E", "molotov": "M"}
_WEEKDAYS = {"vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"), "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")}
_MONTH_NAMES = {"vi": "Tháng {} năm 1954", "en": {4: "April 1954", 5: "May 1954", 6: "June 1954", 7: "July 1954"}}


def _rows(table: str) -> list[dict]:
    return default().table(table).astype(object).where(lambda f: f.notna(), "").to_dict("records")


def geneva_calendar(lang: str) -> Chart:
    """April to July 1954 as a wall calendar: one mark a day by kind, with a letter for who was in the chair."""
    rows = [r for r in _rows("geneva") if len(r["start"]) == 10 and "1954-04-01" <= r["start"] <= "1954-07-31"]
    order = list(_KINDS)
    days: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        days[row["start"]].append(row)
    for own in days.values():
        own.sort(key=lambda r: (order.index(r["kind"]), r["id"]))
    places, numbers, headings, y = {}, [], [], 0.0
    for month in MONTHS:
        headings.append((_MONTH_NAMES["vi"].format(month) if lang == "vi" else _MONTH_NAMES["en"][month], y))
        y += 1.75
        for week in calendar.Calendar().monthdayscalendar(1954, month):
            for column, day in enumerate(week):
                if day:
                    iso = date(1954, month, day).isoformat()
                    places[iso] = (column, y)
                    numbers.append((column, y, str(day), iso in days))
            y += 1
        y += 0.35
    traces: list = [
        go.Scatter(
            x=[c - 0.42 for c, *_ in numbers],
            y=[r - 0.3 for _, r, *_ in numbers],
            mode="text",
            text=[n for _, _, n, _ in numbers],
            textfont={"size": 9, "color": style.GREY},
            textposition="middle right",
            hoverinfo="skip",
            showlegend=False,
        )
    ]
    for kind, (color, symbol) in _KINDS.items():
        mine = [iso for iso, own in days.items() if own[0]["kind"] == kind]
        mine.sort()
        traces.append(
            go.Scatter(
                name=label("kind", kind, lang),
                x=[places[iso][0] + 0.08 for iso in mine],
                y=[places[iso][1] + 0.08 for iso in mine],
                mode="markers+text",
                text=[f"<b>{_LETTER.get(days[iso][0]['chair'], '')}</b>" for iso in mine],
                textfont={"size": 11, "color": style.PAGE},
                textposition="middle center",
                marker={"symbol": symbol, "size": 20 if kind in ("plenary", "restricted") else 15, "color": color},
                hovertext=[_day_said(days[iso], lang) for iso in mine],
                hoverinfo="text",
            )
        )
    more = [(iso, len(own) - 1) for iso, own in sorted(days.items()) if len(own) > 1]
    traces.append(
        go.Scatter(
            x=[places[iso][0] - 0.47 for iso, _ in more],  # under the day's number: to the right it would touch the next day's
            y=[places[iso][1] + 0.2 for iso, _ in more],
            mode="text",
            text=[f"+{n}" for _, n in more],
            textfont={"size": 9, "color": style.INK},
            textposition="middle right",
            hoverinfo="skip",
            showlegend=False,
        )
    )
    grid: list[dict] = []
    for month, (_, at) in zip(MONTHS, headings):
        weeks = calendar.Calendar().monthdayscalendar(1954, month)
        top = at + 1.25
        grid += [{"x0": -0.5, "x1": 6.5, "y0": top + n, "y1": top + n} for n in range(len(weeks) + 1)]
        grid += [{"x0": c - 0.5, "x1": c - 0.5, "y0": top, "y1": top + len(weeks)} for c in range(8)]
    rules = [{"type": "line", "layer": "below", "line": {"width": 1, "color": style.RULE}, **line} for line in grid]
    notes = [{"text": f"<b>{name}</b>", "x": -0.42, "y": at, "xanchor": "left", "showarrow": False, "font": {"size": 12}} for name, at in headings]
    notes += [
        {"text": name, "x": column, "y": at + 0.85, "showarrow": False, "font": {"size": 9, "color": style.GREY}}
        for _, at in headings
        for column, name in enumerate(_WEEKDAYS[lang])
    ]
    key = {"vi": "E, M: Eden, Molotov chủ tọa (trống: không rõ)<br>+1, +2: hôm ấy còn một, hai việc nữa", "en": "E, M: Eden, Molotov in the chair (empty: not known)<br>+1, +2: one, two things more that day"}[lang]
    notes.append({"text": key, "x": 6.5, "y": -0.15, "xanchor": "right", "yanchor": "bottom", "align": "right", "showarrow": False, "font": {"size": 11, "color": style.GREY}})
    session = ("plenary", "restricted")
    counts = {m: (sum(r["kind"] in session for r in rows if r["start"][5:7] == m), sum(r["kind"] == "private" for r in rows if r["start"][5:7] == m)) for m in ("05", "06", "07")}
    title = {"vi": "Tháng 5 họp trong phòng, tháng 7 mặc cả riêng", "en": "May: sessions round a table. July: bargaining in private"}[lang]
    finding = {
        "vi": f"Trong các nguồn đã đọc, còn thiếu nhiều phiên hẹp, tháng 5 có {counts['05'][0]} phiên họp và {counts['05'][1]} cuộc gặp riêng, tháng 7 có {counts['07'][0]} phiên họp và {counts['07'][1]} cuộc gặp riêng.",
        "en": f"In the sources read, which miss many restricted sessions, May has {counts['05'][0]} sessions and {counts['05'][1]} private meeting{'s' if counts['05'][1] != 1 else ''}; July has {counts['07'][0]} sessions and {counts['07'][1]} private meetings.",
    }[lang]
    alt = {"vi": "Lịch bốn tháng, mỗi ngày có việc một dấu. ", "en": "A calendar of four months with one mark for each day on which something happened. "}[lang]
    alt += " ".join(f"{text.date(r['start'], lang)}, {_kind_and_chair(r, lang)}: {r[f'title_{lang}']}." for r in sorted(rows, key=lambda r: (r["start"], r["id"])))
    data = pd.DataFrame(
        [
            {"id": r["id"], "start": r["start"], "end": r["end"], "what": f"{label('kind', r['kind'], lang)}: {r[f'title_{lang}']}", "chair": r["chair"], "source": r["source"], "locator": r["locator"], "note_vi": r["note_vi"], "note_en": r["note_en"]}
            for r in sorted(rows, key=lambda r: (r["start"], r["id"]))
        ]
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(25 * y) + 190,
        annotations=notes,
        shapes=rules,
        hovermode="closest",
        xaxis={"range": [-0.55, 6.6], "visible": False, "fixedrange": True},
        yaxis={"range": [y, -1.4], "showticklabels": False, "ticks": "", "showgrid": False, "zeroline": False, "fixedrange": True},
    )
    return Chart("geneva-calendar", lang, title, finding, alt, figure, data)


def _kind_and_chair(row: dict, lang: str) -> str:
    kind = label("kind", row["kind"], lang)
    if not row["chair"]:
        return kind
    return f"{kind}, {label('chair', row['chair'], lang)} {'chủ tọa' if lang == 'vi' else 'in the chair'}"


def _day_said(own: list[dict], lang: str) -> str:
    """The hover label of a day: everything known of it, the first thing in full."""
    parts = [f"<b>{text.date(own[0]['start'], lang)}</b>"]
    for row in own:
        parts += [f"{_kind_and_chair(row, lang)}: <b>{row[f'title_{lang}']}</b>", row[f"text_{lang}"] if len(own) < 3 else "", row[f"note_{lang}"] if len(own) < 3 else "", _source(row, lang)]
    return style.hover(*parts)


# -- the bargaining ----------------------------------------------------------------------------------------------------

_PARTIES = {
    "drv": (style.VERMILION, "circle"),
    "france": (style.BLUE, "square"),
    "china": (style.ORANGE, "diamond"),
    "ussr": (style.PURPLE, "triangle-up"),
    "uk": (style.GREEN, "pentagon"),
    "state-of-vietnam": (style.GREY, "x"),
    "final": (style.BLACK, "star"),
}
_CLOSE = ("1954-06-13", "1954-07-31")
_UNDATED = date(1954, 7, 26)  # a column of its own, right of the last day, for offers whose day no source gives
_EARLY = ("1954-03-01", "1954-05-31")
_TICKS = ("1954-06-16", "1954-06-26", "1954-07-04", "1954-07-13", "1954-07-20")
_IMPOSSIBLE = "khrushchev-mem"
_GUESS = "of-1954-07-14-france-16-18"  # what one side believed of the other: named in the picture, lest it be read as an offer


def bargaining_ladder(lang: str) -> Chart:
    """Who named which parallel, and when: each offer of each source a mark of its own, never joined."""
    title = {"vi": "Một bên từ vĩ tuyến 13, một bên từ 18, dừng lại ở 17", "en": "From the 13th and from the 18th parallel to the 17th"}[lang]
    finding = {
        "vi": "Việt Nam Dân chủ Cộng hòa đi từ vĩ tuyến 13–14 đến 16, Pháp giữ quanh 18 đến ngày 16-7, kết cục là 17; không nguồn nào đã đọc ghi rõ ai nói ra số 17 trước tiên tại bàn đàm phán.",
        "en": "The DRV went from the 13th–14th parallel to the 16th, France stayed near the 18th until 16 July, and the outcome was the 17th; no source read shows who first said 17 across the table.",
    }[lang]
    return _ladder("bargaining-ladder", "line", lang, title, finding, (12.1, 18.7), 12.5, [13, 14, 15, 16, 17, 18], {"vi": "vĩ tuyến (độ vĩ bắc)", "en": "parallel (degrees north)"}[lang], 0.24)


def election_dates(lang: str) -> Chart:
    """How long to wait for elections: months after the cease-fire, or the words of those who named no number."""
    title = {"vi": "Sáu tháng hay hai năm? Văn bản cuối ghi hai năm", "en": "Six months or two years? The final text has two years"}[lang]
    finding = {
        "vi": "Việt Nam Dân chủ Cộng hòa muốn tuyển cử sau sáu tháng, Chu Ân Lai nói hai năm, Pháp nói gần hai năm rồi độ hai năm; văn bản cuối ghi tháng 7-1956, tức hai năm.",
        "en": "The DRV wanted elections after six months, Zhou spoke of two years, the French of not quite two and then of about two; the final text says July 1956, which is two years.",
    }[lang]
    return _ladder("election-dates", "elections", lang, title, finding, (-9, 28), -7.5, [0, 6, 12, 18, 24], {"vi": "tháng sau ngừng bắn", "en": "months after the cease-fire"}[lang], 1.6)


def _ladder(name: str, subject: str, lang: str, title: str, finding: str, span: tuple[float, float], words_at: float, ticks: list[int], unit: str, step: float) -> Chart:
    rows = sorted((r for r in _rows("offers") if r["subject"] == subject), key=lambda r: (r["start"], r["id"]))
    early = any(grammar.last_day(r["end"]) <= grammar.last_day(_EARLY[1]) for r in rows)
    taken: list[tuple[date, float]] = []
    undated = 0
    traces: list = []
    for row in rows:
        color, symbol = _PARTIES[row["party"]]
        low, high = (row["value"], row["value"]) if row["value"] != "" else (row["low"], row["high"])
        worded = low == ""
        begin, finish = grammar.first_day(row["start"]), grammar.last_day(row["end"])
        left_panel = finish <= grammar.last_day(_EARLY[1])
        first, last = (grammar.first_day(d) for d in (_EARLY if left_panel else _CLOSE))
        if (finish - begin).days > 20 and finish > date(1954, 7, 15):
            undated += 1
            begin = finish = _UNDATED + timedelta(days=2 * undated - 2)
        begin, finish = max(begin, first), min(finish, last)
        axis = "x2" if left_panel else "x"
        middle = begin + (finish - begin) / 2
        y = words_at if worded else float(low)
        near = 9 if left_panel else 4 if worded else 2
        while row["party"] != "final" and any(abs(y - there) < 0.9 * step and abs((middle - day).days) < near for day, there in taken):
            y += step  # two marks on one spot are set a little apart
        taken.append((middle, y))
        said = _offer_said(row, lang)
        hollow = weak_alone(row["source"]) or row["source"] == _IMPOSSIBLE
        on = {"xaxis": axis, "hovertext": [said], "hoverinfo": "text", "showlegend": False}
        if finish > begin:  # known to a span only: a soft bar as long as the doubt
            traces.append(
                go.Scatter(x=[begin.isoformat(), finish.isoformat()], y=[y, y], mode="lines", line={"width": 7, "color": color}, opacity=0.3, **(on | {"hovertext": [said, said]}))
            )
        if not worded and high != low:  # a range of degrees or months: a line with two ends
            traces.append(
                go.Scatter(
                    x=[middle.isoformat()] * 2,
                    y=[float(low), float(high)],
                    mode="lines+markers+text" if row["id"] == _GUESS else "lines+markers",
                    text=[{"vi": "Chu Ân Lai đoán<br> ", "en": "Zhou’s guess<br> "}[lang], ""] if row["id"] == _GUESS else None,
                    textposition="top left",
                    textfont={"size": 10, "color": style.INK},
                    line={"width": 2, "color": color},
                    marker={"symbol": symbol + ("-open" if hollow else ""), "size": 10, "color": color, "line": {"width": 2 if hollow else 0, "color": color}},
                    **(on | {"hovertext": [said, said]}),
                )
            )
            continue
        traces.append(
            go.Scatter(
                x=[middle.isoformat()],
                y=[y],
                mode="markers+text" if row["source"] == _IMPOSSIBLE else "markers",
                text=["?"] if row["source"] == _IMPOSSIBLE else None,
                textposition="top center",
                textfont={"size": 14, "color": style.INK},
                marker={"symbol": symbol + ("-open" if hollow else ""), "size": 14 if row["party"] == "final" else 11, "color": color, "line": {"width": 2 if hollow else 0, "color": color}},
                **on,
            )
        )
    for party in dict.fromkeys(r["party"] for r in rows):
        color, symbol = _PARTIES[party]
        traces.append(go.Scatter(name=label("party", party, lang), x=[None], y=[None], mode="markers", marker={"symbol": symbol, "size": 11, "color": color}, hoverinfo="skip"))
    in_words = {"vi": "bằng lời", "en": "in words"}[lang]
    marks = [words_at, *ticks]
    names = [in_words, *(str(t) for t in ticks)]
    key = {
        "vi": f"Trục đứng: {unit}. Mỗi dấu là một lời đề nghị trong một nguồn; dấu trùng chỗ được tách ra đôi chút. Rỗng: nguồn yếu. Vệt mờ: không rõ ngày.",
        "en": f"Upwards: {unit}. Each mark is one offer in one source; marks on one spot are set a little apart. Hollow: a weak source. Pale bar: the day is unknown.",
    }[lang]
    if early:
        key += {"vi": " “?”: ký ức của Khrushchev, không khớp với sự việc.", "en": " “?”: Khrushchev’s memory, which does not fit the facts."}[lang]
    alt = {"vi": "Các lời đề nghị theo thời gian. ", "en": "The offers in order of time. "}[lang] + " ".join(_offer_spoken(r, lang) for r in rows)
    lines = text.wrap(key, 50)
    left = [0.0, 0.24] if early else None
    axes = {
        "xaxis": {"type": "date", "range": list(_CLOSE), "domain": [0.3, 1] if early else [0, 1], "tickvals": [*_TICKS, _UNDATED.isoformat()], "ticktext": [*(_short(d, lang) for d in _TICKS), {"vi": "không rõ ngày", "en": "no day given"}[lang]], "tickangle": -90},
        "yaxis": {"range": list(span), "tickvals": marks, "ticktext": names, "zeroline": False},
    }
    if early:
        axes["xaxis2"] = {"type": "date", "range": list(_EARLY), "domain": left, "tickvals": ["1954-03-15", "1954-04-15", "1954-05-15"], "ticktext": {"vi": ["tháng 3", "tháng 4", "tháng 5"], "en": ["March", "April", "May"]}[lang], "tickangle": -90, "anchor": "y"}
        axes["yaxis"]["anchor"] = "x2"
    data = pd.DataFrame([{k: r[k] for k in ("id", "start", "end", "precision", "party", "value", "low", "high", "qualifier", "unit", "original", "source", "locator", "note_vi", "note_en")} for r in rows])
    for column in ("value", "low", "high"):
        data[column] = data[column].replace("", pd.NA).astype("Int64")
    figure = style.figure(
        traces,
        title,
        lang,
        height=650,
        hovermode="closest",
        margin={"l": 8, "r": 12, "b": 20, "t": 34 + 20 * len(text.wrap(title, style.TITLE_WIDTH)) + 15 * len(lines)},
        annotations=[{"text": "<br>".join(lines), "xref": "paper", "yref": "paper", "x": 0, "xshift": -58, "y": 1, "xanchor": "left", "yanchor": "bottom", "align": "left", "showarrow": False, "font": {"size": 11, "color": style.GREY}}],
        **axes,
    )
    return Chart(name, lang, title, finding, alt, figure, data)


def _short(iso: str, lang: str) -> str:
    _, month, day = (int(part) for part in iso.split("-"))
    return f"{day}-{month}" if lang == "vi" else f"{day} {_MONTH_NAMES['en'][month][:3]}"


def _amount(row: dict, lang: str) -> str:
    if row["value"] == "" and row["low"] == "":
        return f"“{row['original']}”"
    figure = text.number(row["value"], lang) if row["value"] != "" else f"{text.number(row['low'], lang)}–{text.number(row['high'], lang)}"
    about = f"{label('qualifier', 'about', lang)} " if row["qualifier"] == "about" else ""
    return f"{about}{figure} {label('unit', row['unit'], lang)}" + (f" (“{row['original']}”)" if row["original"] else "")


def _offer_said(row: dict, lang: str) -> str:
    when = text.period(row["start"], row["end"], lang)
    if row["precision"] == "about":
        when = f"{label('precision', 'about', lang)} {when}"
    return style.hover(f"<b>{label('party', row['party'], lang)}, {when}</b>", _amount(row, lang), row[f"note_{lang}"], _source(row, lang))


def _offer_spoken(row: dict, lang: str) -> str:
    return f"{text.period(row['start'], row['end'], lang)}, {label('party', row['party'], lang)}: {_amount(row, lang)}."

"""The charts of lesson 03: who recognised whom in 1950, in what order, and by whose dates."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, links, short_name, weak_alone
from ..data.computed import appeal_dates
from . import grammar, lanes, style
from .aid import _source
from .chart import Chart
from .lanes import Lane, Mark, framed
from .timelines import event_marks, told

TIMELINE = {
    "window": ("1949-08", "1950-12"),
    "lanes": ["border", "appeal", "recognitions", "moscow", "france", "washington"],
    "title": {"vi": "Sáu tuần đầu năm 1950: cả hai chính phủ được công nhận", "en": "Six weeks of early 1950: both governments recognised"},
    "finding": {
        "vi": "Từ giữa tháng 1 đến cuối tháng 2-1950 cả hai chính phủ Việt Nam đều được công nhận; Chiến dịch Biên giới đến tháng 9 mới mở màn.",
        "en": "Between mid-January and the end of February 1950 both Vietnamese governments were recognised; the Border Campaign began only in September.",
    },
    "every": "M3",
}
WINDOW = ("1950-01-10", "1950-03-20")
_LANES = {
    "drv": ({"vi": "Công nhận Việt Nam Dân chủ Cộng hòa", "en": "Recognised the Democratic Republic (DRV)"}, style.VERMILION, "circle"),
    "state-of-vietnam": ({"vi": "Công nhận Quốc gia Việt Nam (Bảo Đại)", "en": "Recognised the State of Vietnam (Bảo Đại)"}, style.BLUE, "square"),
}
_ROW, _HEAD, _WORDS = 24, 30, 17  # pixels of a state's row, of a lane's heading, of a line of words


def _states(recognised: str) -> list[list[dict]]:
    """The rows of each state, the accepted date first and then its rivals, in the order of the dates; the undated last."""
    rows = default().table("recognitions")
    rows = rows[(rows["recognised"] == recognised) & (rows["start"] < "1955")].to_dict("records")  # later ties are the matter of lesson 09
    own = [[r, *(v for v in rows if v["variant_of"] == r["id"])] for r in rows if not r["variant_of"]]
    return sorted(own, key=lambda of_state: (of_state[0]["precision"] in ("year", "about"), of_state[0]["start"] or "9"))


def _when(row: dict, lang: str) -> str:
    return text.period(row["start"], row["end"], lang) if row["start"] else label("precision", row["precision"], lang)


def _said(of_state: list[dict], lang: str) -> str:
    """The hover label of a state: each date with its note and its source."""
    name = label("state", of_state[0]["state"], lang)
    return "<br>".join(style.hover(f"<b>{name}: {_when(r, lang)}</b>", r[f"note_{lang}"], _source(r, lang)) for r in of_state)


def recognition_race(lang: str) -> Chart:
    """Who recognised which Vietnamese government, January to March 1950, a row a state; those without a date are listed, not placed."""
    left, right = (grammar.first_day(day) for day in WINDOW)
    scale = lanes.PHONE / (right - left).days
    traces: list = []
    notes: list[dict] = []
    drawn: list[dict] = []
    listed: dict[str, list[str]] = {}
    y = 0.0

    def words(said: str, at: float, bold: bool = False) -> dict:
        return {"text": f"<b>{said}</b>" if bold else said, "xref": "paper", "x": 0, "xanchor": "left", "yref": "y", "y": at, "yanchor": "middle", "align": "left", "showarrow": False, "font": {"size": 12 if bold else 11, "color": style.INK}}

    for recognised, (heading, color, symbol) in _LANES.items():
        notes.append(words(heading[lang], y + _HEAD / 2, bold=True))
        y += _HEAD
        later, undated = [], []
        for of_state in _states(recognised):
            drawn += of_state
            main, name, said = of_state[0], label("state", of_state[0]["state"], lang), _said(of_state, lang)
            if not main["start"]:
                undated.append(("○ " if weak_alone(main["source"]) else "").replace(" ", "\u00a0") + name)
                continue
            if grammar.first_day(main["start"]) > right:
                later.append(f"{name}: " + {"vi": ", có bảng ghi ", "en": ", in one list "}[lang].join(_when(r, lang) for r in of_state))
                continue
            whole_year = len(main["start"]) == 4
            if whole_year:  # some day of the year: soft from edge to edge, with its words above
                notes.append(words(f"{name} ({main['start']})", y + _WORDS / 2))
                y += _WORDS
                traces += grammar.bar([grammar.Piece(left, right, 0.35)], y + _ROW / 4, _ROW * 0.4, color, said, weak_alone(main["source"]))
                y += _ROW * 0.7
                continue
            first = min(grammar.first_day(r["start"]) for r in of_state)
            last = max(grammar.last_day(r["end"]) for r in of_state)
            if first != last:
                traces.append(grammar.bracket(first, last, y + _ROW / 2, color, said))
            if main["precision"] == "day":
                hollow = weak_alone(main["source"])
                traces.append(
                    go.Scatter(x=[main["start"]], y=[y + _ROW / 2], mode="markers", marker={"symbol": symbol + ("-open" if hollow else ""), "size": 11, "color": color, "line": {"width": 2 if hollow else 0, "color": color}}, hovertext=[said], hoverinfo="text", showlegend=False)
                )
            wide = lanes.LETTER * len(name) + 16
            fits = (last - left).days * scale + wide <= lanes.PHONE
            traces.append(
                go.Scatter(x=[(last if fits else first).isoformat()], y=[y + _ROW / 2], mode="text", text=[f"   {name}" if fits else f"{name}   "], textposition="middle right" if fits else "middle left", textfont={"size": lanes.LABEL, "color": style.INK}, hoverinfo="skip", showlegend=False, cliponaxis=False)
            )
            y += _ROW
        for head, names in (({"vi": "Ngoài khung hình: ", "en": "Outside this frame: "}, later), ({"vi": "Không ghi ngày (○ nguồn yếu): ", "en": "Undated (○ weak source): "}, undated)):
            if names:
                listed[recognised] = [*listed.get(recognised, []), head[lang] + ", ".join(names)]
        for sentence in listed.get(recognised, []):
            lines = text.wrap(sentence, 46)
            notes.append(words("<br>".join(lines), y + _WORDS * len(lines) / 2 + 4))
            y += _WORDS * len(lines) + 8
        y += _ROW / 3
    finding = {
        "vi": "Từ 18-1 đến 8-2-1950 có chín nước công nhận Việt Nam Dân chủ Cộng hòa, Trung Quốc trước Liên Xô mười hai ngày; ngày 7-2 Mỹ và Anh công nhận Quốc gia Việt Nam.",
        "en": "Nine states recognised the Democratic Republic from 18 January to 8 February 1950, China twelve days before the Soviet Union; on 7 February the United States and Britain recognised the State of Vietnam.",
    }[lang]
    title = {"vi": "Trung Quốc mở đầu, Liên Xô mười hai ngày sau, Mỹ và Anh ngày 7-2", "en": "China first, Moscow twelve days later, America and Britain on 7 February"}[lang]
    alt = {"vi": "Hai làn trên trục ngày, từ tháng 1 đến tháng 3-1950; mỗi nước một hàng. ", "en": "Two lanes on an axis of days, January to March 1950; one row a state. "}[lang] + " ".join(
        heading[lang] + ": " + "; ".join(f"{label('state', rows[0]['state'], lang)} " + {"vi": " hoặc ", "en": " or "}[lang].join(_when(r, lang) for r in rows) for rows in _states(recognised)) + "."
        for recognised, (heading, _, _) in _LANES.items()
    )
    data = pd.DataFrame(drawn)
    data.insert(0, "what", [f"{label('state', r['state'], lang)} → {label('recognised', r['recognised'], lang)}" for r in drawn])
    data = data[["what", "id", "start", "end", "precision", "source", "locator", "note_vi", "note_en"]]
    days = {"type": "date", "range": list(WINDOW), "tickvals": ["1950-01-15", "1950-02-01", "1950-02-15", "1950-03-01", "1950-03-15"], "tickformat": "%-d-%-m" if lang == "vi" else "%-d %b"}
    figure = framed(traces, notes, y, title, lang, days, margin=24)
    return Chart("recognition-race", lang, title, finding, alt, figure, data)


def three_dates_of_an_appeal(lang: str) -> Chart:
    """The day of the appeal by each source, above what happened next: a late date leaves the world less time to answer."""
    first, last = "1949-12-29", "1950-02-03"
    says = {row["source"]: row for row in links("ev-1950-01-appeal")}
    marks, drawn = [], []
    for key, day in sorted(appeal_dates().items(), key=lambda item: item[1]):
        row = says[key]
        heard = key == "frus-1950-v06"  # the broadcast, not the appeal
        marks.append(
            Mark(
                start=day,
                label=short_name(key, lang) + ({"vi": " (nghe đài)", "en": " (heard)"}[lang] if heard else ""),
                said=style.hover(f"<b>{text.date(day, lang)}</b>", row[f"says_{lang}"], _source(row, lang)),
                hollow=weak_alone(key),
                symbol="diamond" if heard else "circle",
            )
        )
        drawn.append({"what": row[f"says_{lang}"], "id": "ev-1950-01-appeal", "start": day, "end": day, "source": key, "locator": row["locator"]})
    after = ["ev-1950-01-15-drv-recognises-china", "ev-1950-01-18-china-recognises", "ev-1950-01-19-appeal-in-bangkok", "ev-1950-01-29-assembly-ratifies", "ev-1950-01-30-ussr-recognises"]
    events = [told()[event] for event in after]
    drawn += [{"what": r[f"title_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "source", "locator")} for r in events]
    rows = [
        Lane({"vi": "Lời kêu gọi ra ngày nào, theo từng nguồn", "en": "The day of the appeal, by each source"}[lang], marks, style.PURPLE),
        Lane({"vi": "Những việc tiếp theo", "en": "What came next"}[lang], event_marks(events, lang), style.VERMILION),
    ]
    traces, headings, bottom = lanes.draw(rows, first, last)
    title = {"vi": "Một lời kêu gọi, ba ngày tháng", "en": "One appeal, three dates"}[lang]
    finding = {
        "vi": "Bốn nguồn ghi lời kêu gọi vào ngày 14-1-1950, một nguồn ghi ngày 11-1, một nguồn ghi ngày 1-1; chọn ngày nào thì Moskva trả lời nhanh hay chậm theo ngày ấy.",
        "en": "Four sources put the appeal on 14 January 1950, one on 11 January, one on 1 January; by the day that one chooses, Moscow answers fast or slowly.",
    }[lang]
    alt = {"vi": "Hai làn trên trục ngày, tháng 1-1950. ", "en": "Two lanes on an axis of days, January 1950. "}[lang] + " ".join(
        f"{lane.heading}: " + "; ".join(f"{text.date(m.start, lang)}: {m.label}" for m in lane.marks) + "." for lane in rows
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(bottom) + 100,
        margin={"l": 8, "r": 12, "b": 24, "t": 24 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        annotations=headings,
        hovermode="closest",
        xaxis={"type": "date", "range": [first, last], "tickvals": ["1950-01-01", "1950-01-11", "1950-01-18", "1950-01-30"], "tickformat": "%-d-%-m" if lang == "vi" else "%-d %b"},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    return Chart("three-dates-of-an-appeal", lang, title, finding, alt, figure, pd.DataFrame(drawn))


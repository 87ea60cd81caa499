"""The charts of lesson 08: by what ways a tonne travelled, and what a thousand tonnes a day come to."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from .. import data as course
from .. import text
from ..data import default, label, value, weak_alone
from ..data.computed import NAMES
from . import maps, style
from .aid import _source
from .chart import Chart
from .timelines import told

TIMELINE = {
    "window": ("1964-10", "1975-06"),
    "lanes": ["rail", "sea", "ports", "pipeline", "laos", "trail", "sihanoukville", "bombing"],
    "title": {"vi": "Đường mở, đường đóng: mỗi lối vào một thời kỳ", "en": "Ways opened and closed: each had its own years"},
    "finding": {
        "vi": "Tàu nước ngoài còn vào Hải Phòng cho tới khi Mỹ thả thủy lôi ngày 9-5-1972; cảng Sihanoukville đóng từ năm 1970; đường ống có từ năm 1968.",
        "en": "Foreign ships reached Hải Phòng until the United States mined it on 9 May 1972; Sihanoukville was closed in 1970; the pipeline began in 1968.",
    },
}

# Each way has a dash of its own; colour only helps.
_WAYS = {
    "rail": ("solid", style.VERMILION, "đường sắt", "rail"),
    "sea": ("dash", style.BLUE, "đường biển", "sea"),
    "pipeline": ("dot", style.GREEN, "đường ống", "pipeline"),
    "trail": ("dashdot", style.BLACK, "đường Trường Sơn", "the Trail"),
    "sihanoukville": ("4px,2px", style.PURPLE, "đường qua Campuchia", "through Cambodia"),
}
_WORLD = maps.Window(29, 160, -8, 62)  # room on the right for the name of Vladivostok
_INDOCHINA = maps.Window(100.5, 116.5, 7.5, 24, axis="2")
_NOVOROSSIYSK, _VLADIVOSTOK, _HAIPHONG, _HANOI, _PASS = (37.77, 44.72), (131.89, 43.12), (106.68, 20.86), (105.85, 21.03), (106.71, 21.98)
_RAIL = [(37.62, 55.75), (43, 59.5), (62, 59.5), (78, 55.0), (104.3, 52.3), (117.4, 49.6), (116.4, 39.9), (114.3, 30.6), _PASS, _HANOI]
_PIPE = [(106.74, 21.9), (106.02, 20.9), (105.85, 19.8), (105.68, 18.67), (105.85, 17.6), (106.5, 16.6), (107.2, 15.3), (107.6, 14.3), (107.25, 12.2)]
_TRAIL = [(105.5, 18.5), (105.35, 17.6), (105.9, 16.6), (106.5, 15.3), (106.75, 14.2), (106.5, 12.9), (106.6, 11.7)]
_KHMER = [(103.52, 10.63), (103.75, 11.25), (104.92, 11.56), (105.9, 11.5), (106.6, 11.3)]


def _said(row: dict, lang: str) -> str:
    """The hover label of an event."""
    return style.hover(f"<b>{text.period(row['start'], row['end'], lang)}: {row[f'title_{lang}']}</b>", row[f"text_{lang}"], _source(row, lang))


def routes_map(lang: str) -> Chart:
    """Two maps: the ways from the Soviet Union through China and over the sea, and those within Indochina. Schematic lines, no courses."""
    rows = told()
    said = {event: _said(row, lang) for event, row in rows.items() if row["topic"] == "routes"}

    def look(way: str) -> dict:
        return {"dash": _WAYS[way][0], "color": _WAYS[way][1]}

    def town(lon: float, lat: float, vi: str, en: str, event: str, symbol: str = "circle") -> maps.Place:
        hollow = all(weak_alone(key) for key in rows[event]["source"].split())
        return maps.Place(lon, lat, vi if lang == "vi" else en, said[event], symbol=symbol, color=style.INK, hollow=hollow, size=8)

    world = maps.route(_WORLD, _RAIL, said=said["ev-1965-03-30-transit-protocol"], **look("rail"))
    world += maps.arc(_WORLD, _NOVOROSSIYSK, _HAIPHONG, said=said["ev-1968-07-grin-novorossiysk"], bend=-0.3, width=2.2, **look("sea"))
    world += maps.arc(_WORLD, _VLADIVOSTOK, _HAIPHONG, said=said["ev-1967-04-turkestan-vladivostok"], bend=0.24, width=2.2, **look("sea"))
    far = [
        town(*_RAIL[0], "Moskva", "Moscow", "ev-1965-03-30-transit-protocol", "square"),
        town(*_NOVOROSSIYSK, "Novorossiysk", "Novorossiysk", "ev-1968-07-grin-novorossiysk"),
        town(*_VLADIVOSTOK, "Vladivostok", "Vladivostok", "ev-1967-04-turkestan-vladivostok"),
        town(116.4, 39.9, "Bắc Kinh", "Beijing", "ev-1967-04-07-quota", "square"),
        town(*_HAIPHONG, "Hải Phòng", "Hải Phòng", "ev-1972-05-09-mining"),
    ]
    near = maps.route(_INDOCHINA, [(108.37, 22.82), (106.75, 22.1), _PASS, _HANOI], said=said["ev-1965-04-missile-trains"], **look("rail"))
    near += maps.route(_INDOCHINA, [(113.5, 18.6), (108.3, 19.9), (106.85, 20.7)], said=said["ev-1967-ships-call"], **look("sea"))
    near += maps.route(_INDOCHINA, [(108.35, 21.6), (107.7, 21.1), (107.3, 20.95)], said=said["ev-1972-08-coastal-route"], **look("sea"))
    near += maps.route(_INDOCHINA, _PIPE, said=said["ev-1968-03-pipeline"], **look("pipeline"))
    near += maps.route(_INDOCHINA, _TRAIL, said=said["ev-1967-09-dry-season"], **look("trail"))
    near += maps.route(_INDOCHINA, [(112.5, 8.2), (105, 8.0), (103.3, 9.6), (103.5, 10.45)], said=said["ev-1970-12-records"], **look("sea"))
    near += maps.route(_INDOCHINA, _KHMER, said=said["ev-1966-07-group-17"], **look("sihanoukville"))
    close = [
        town(*_PASS, "Hữu Nghị quan", "Hữu Nghị Pass", "ev-1965-04-missile-trains"),
        town(*_HANOI, "Hà Nội", "Hanoi", "ev-1965-missile-train-210", "square"),
        town(*_HAIPHONG, "Hải Phòng", "Hải Phòng", "ev-1972-05-ships-trapped"),
        town(105.68, 18.67, "Vinh", "Vinh", "ev-1968-08-10-first-section"),
        town(105.35, 17.6, "Khăm Muộn", "Khammouane", "ev-1965-lao-villages-leave", "diamond"),
        town(107.25, 12.2, "Bù Gia Mập", "Bù Gia Mập", "ev-1968-03-pipeline"),
        town(104.92, 11.56, "Phnom Penh", "Phnom Penh", "ev-1970-03-18-sihanouk-deposed", "square"),
        town(103.52, 10.63, "Sihanoukville", "Sihanoukville", "ev-1966-07-group-17"),
    ]
    title = {"vi": "Năm con đường vào chiến trường", "en": "Five ways to the battlefield"}[lang]
    finding = {
        "vi": "Hàng tới miền Bắc bằng đường sắt qua Trung Quốc và bằng tàu biển, rồi vào Nam bằng đường Trường Sơn, đường ống và, tới năm 1970, qua cảng Sihanoukville; đường vẽ chỉ là sơ đồ.",
        "en": "Goods reached the North by rail through China and by ship, and went south by the Trail, the pipeline and, until 1970, the port of Sihanoukville; the lines are schematic.",
    }[lang]
    figure = maps.draw(title, lang, [(_WORLD, world, far), (_INDOCHINA, near, close)], gap=34, margin={"b": 104, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))})
    heads = {"vi": ("Từ Liên Xô tới miền Bắc (sơ đồ)", "Từ biên giới vào Nam (sơ đồ)"), "en": ("From the Soviet Union to the North (schematic)", "From the border to the South (schematic)")}[lang]
    for head, axis in zip(heads, ("", "2")):
        top = figure.layout[f"yaxis{axis}"].domain[1]
        figure.add_annotation(text=f"<b>{head}</b>", xref="paper", x=0, xanchor="left", yref="paper", y=top, yanchor="bottom", showarrow=False, font={"size": 12, "color": style.INK})
    for dash, color, *words in _WAYS.values():
        figure.add_trace(go.Scatter(x=[None], y=[None], mode="lines", name=words[lang == "en"], line={"dash": dash, "color": color, "width": 2.4}, hoverinfo="skip", showlegend=True))
    figure.update_layout(showlegend=True, legend={"itemclick": False, "itemdoubleclick": False})
    shown = [
        "ev-1965-03-30-transit-protocol", "ev-1965-04-missile-trains", "ev-1965-missile-train-210", "ev-1967-04-07-quota", "ev-1967-04-turkestan-vladivostok", "ev-1967-ships-call",
        "ev-1968-07-grin-novorossiysk", "ev-1972-05-09-mining", "ev-1972-05-ships-trapped", "ev-1972-08-coastal-route", "ev-1968-03-pipeline", "ev-1968-08-10-first-section",
        "ev-1967-09-dry-season", "ev-1965-lao-villages-leave", "ev-1966-07-group-17", "ev-1970-03-18-sihanouk-deposed", "ev-1970-12-records",
    ]  # fmt: skip
    data = pd.DataFrame([{"what": rows[e][f"title_{lang}"]} | {k: rows[e][k] for k in ("id", "start", "end", "precision", "source", "locator")} for e in shown])
    lead = {
        "vi": "Hai bản đồ sơ lược. Trên: đường sắt từ Moskva qua Bắc Kinh tới Hà Nội; đường biển từ Biển Đen và từ Vladivostok tới Hải Phòng. Dưới: đường sắt qua Hữu Nghị quan, đường ống từ Lạng Sơn tới Bù Gia Mập, đường Trường Sơn qua Lào, đường từ cảng Sihanoukville qua Phnom Penh; Biển Đông với Hoàng Sa và Trường Sa. ",
        "en": "Two rough maps. Above: the railway from Moscow by Beijing to Hanoi; sea lanes from the Black Sea and from Vladivostok to Hải Phòng. Below: the railway over the Hữu Nghị Pass, the pipeline from Lạng Sơn to Bù Gia Mập, the Trail through Laos, the road from the port of Sihanoukville by Phnom Penh; the East Sea with Hoàng Sa and Trường Sa. ",
    }[lang]
    alt = lead + "; ".join(f"{text.period(rows[e]['start'], rows[e]['end'], lang)}: {rows[e][f'title_{lang}']}" for e in shown) + "."
    return Chart("routes-map", lang, title, finding, alt, figure, data)


# -- a thousand tonnes a day -----------------------------------------------------------------------------------------------

# What a bar counts: colour and hatch.
_KINDS = {
    "claim": (style.VERMILION, "", "con số của bài báo, nhân lên", "the article’s figure, multiplied"),
    "military": (style.BLUE, "x", "hàng quân sự, mọi đường (bảng)", "military goods, all routes (table)"),
    "all": (style.ORANGE, ".", "mọi thứ hàng, đường bộ và sắt", "all goods, by land"),
    "limit": (style.SKY, "-", "mức cho phép hoặc sức chở", "allowed, or capacity"),
}
_CLAIM = "at-1965-1972-all-rail-daily"
_OVER_YEARS = [  # id, named value (or the row's own), kind, words
    (_CLAIM, "thousand-a-day-per-year", "claim", {"vi": "một năm: 1.000\u00a0×\u00a0365", "en": "one year: 1,000\u00a0×\u00a0365"}),
    ("at-1965-1968-all", "table-per-year-1965-1968", "military", {"vi": "bảng: mỗi năm, 1965–1968", "en": "table: a year, 1965–1968"}),
    (_CLAIM, "thousand-a-day-four-years", "claim", {"vi": "bốn năm: 1.000\u00a0×\u00a01.461", "en": "four years: 1,000\u00a0×\u00a01,461"}),
    ("at-1965-1968-all", "", "military", {"vi": "bảng: cả 1965–1968", "en": "table: all 1965–1968"}),
    ("at-1969-1972-all", "", "military", {"vi": "bảng: cả 1969–1972", "en": "table: all 1969–1972"}),
]
_PER_DAY = [
    (_CLAIM, "", "claim", {"vi": "đoàn tàu của bài báo", "en": "the article’s train"}),
    ("at-1965-1968-all", "table-per-day-1965-1968", "military", {"vi": "bảng, 1965–1968", "en": "table, 1965–1968"}),
    ("at-1969-1972-all", "table-per-day-1969-1972", "military", {"vi": "bảng, 1969–1972", "en": "table, 1969–1972"}),
    ("lg-land-1967", "land-1967-tonnes-per-day", "all", {"vi": "mọi hàng qua biên giới, 1967", "en": "all goods by land, 1967"}),
    ("lg-rail-traffic-1964", "", "all", {"vi": "đường sắt, cuối 1964", "en": "railway, late 1964"}),
    ("at-1967-04-ussr-transit-quota", "quota-per-day", "limit", {"vi": "hạn ngạch Liên Xô, 4-1967", "en": "Soviet quota, April 1967"}),
    ("at-1967-04-ussr-transit-quota-proposed", "quota-proposed-per-day", "limit", {"vi": "hạn ngạch xin nâng", "en": "quota asked for"}),
    ("lg-rail-capacity", "", "limit", {"vi": "sức chở, trước bom", "en": "capacity, unbombed"}),
]


def _amounts(plan: list, unit: str, lang: str) -> list[dict]:
    """Records of the bars of one half: what, the row behind it and the tonnes."""
    records = []
    for row_id, name, kind, words in plan:
        row = course.row(row_id)
        exact = NAMES[name][0]() if name else row["value"]
        ranged = not name and pd.isna(exact)
        records.append(
            {
                "what": words[lang], "id": row_id, "start": row["start"], "end": row["end"], "value": float(row["low"]) if ranged else round(float(exact)),
                "high": float(row["high"]) if ranged else None, "unit": unit, "source": row["source"], "locator": row["locator"],
                "note_vi": row.get("note_vi", ""), "note_en": row.get("note_en", ""), "kind": kind,
            }
        )  # fmt: skip
    return records


def a_thousand_tonnes_a_day(lang: str) -> Chart:
    """The daily train multiplied out beside the table's totals; and, a day at a time, beside what other sources count."""
    halves = [_amounts(_OVER_YEARS, "tonnes", lang), _amounts(_PER_DAY, "tonnes-per-day", lang)]
    traces: list = []
    axes = [[("<br>".join(text.wrap(r["what"], 17))) for r in half] for half in halves]
    for number, half in enumerate(halves):
        on = {"xaxis": "x2", "yaxis": "y2"} if number else {}
        for kind, ranged in ((k, r) for k in _KINDS for r in (False, True)):
            color, hatch, *_ = _KINDS[kind]
            own = [n for n, r in enumerate(half) if r["kind"] == kind and bool(r["high"]) == ranged]
            if not own:
                continue
            written = [_written(half[n], lang) for n in own]
            over = {"type": "data", "symmetric": False, "array": [half[n]["high"] - half[n]["value"] for n in own], "arrayminus": [0] * len(own), "color": style.INK, "width": 5} if ranged else None
            traces.append(
                go.Bar(
                    x=[half[n]["value"] for n in own], y=[axes[number][n] for n in own], orientation="h", showlegend=False,
                    marker={"color": color, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(hatch)},
                    error_x=over,
                    hovertext=[style.hover(f"<b>{half[n]['what']}</b>", f"{w} {label('unit', half[n]['unit'], lang)}", half[n][f"note_{lang}"], _source(half[n], lang)) for n, w in zip(own, written)],
                    hoverinfo="text", **on,
                )
            )  # fmt: skip
            ends = [half[n]["high"] or half[n]["value"] for n in own]
            traces.append(go.Scatter(x=ends, y=[axes[number][n] for n in own], mode="text", text=[f"  <b>{w}</b>" for w in written], textposition="middle right", textfont={"size": 12, "color": style.INK}, hoverinfo="skip", showlegend=False, cliponaxis=False, **on))
    for color, hatch, *words in _KINDS.values():
        traces.append(go.Bar(x=[None], y=[None], name=words[lang == "en"], marker={"color": color, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(hatch)}, hoverinfo="skip"))
    title = {"vi": "Một nghìn tấn mỗi ngày: tùy ta đếm thứ hàng nào", "en": "A thousand tonnes a day: it depends on what is counted"}[lang]
    finding = {
        "vi": f"Nhân với số ngày của bốn năm 1965–1968, đoàn tàu chở {value('thousand-a-day-four-years', lang)} tấn, còn bảng chỉ có {value('at-1965-1968-all', lang)} tấn hàng quân sự, mọi đường; nhưng nếu kể mọi thứ hàng thì năm 1967 mỗi ngày có {value('land-1967-tonnes-per-day', lang)} tấn qua biên giới bộ.",
        "en": f"Times the days of the four years 1965–1968 the train carries {value('thousand-a-day-four-years', lang)} tonnes, where the table has {value('at-1965-1968-all', lang)} of military goods by all routes; but counting goods of every kind, {value('land-1967-tonnes-per-day', lang)} tonnes a day crossed the land border in 1967.",
    }[lang]
    heads = {"vi": ("Bước 1: nhân lên (tấn)", "Bước 2: chia từng ngày (tấn)"), "en": ("Step 1: multiply (tonnes)", "Step 2: divide by days (tonnes)")}[lang]
    figure = style.figure(
        traces, title, lang, height=760, barmode="overlay", bargap=0.34,
        margin={"l": 8, "r": 12, "b": 108, "t": 52 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        xaxis={"range": [0, 2050000], "tickvals": [0, 1000000], "ticktext": ["0", {"vi": "1 triệu", "en": "1 million"}[lang]], "tickangle": 0, "anchor": "y", "showgrid": True, "zeroline": True},
        yaxis={"domain": [0.67, 1], "autorange": "reversed", "categoryorder": "array", "categoryarray": axes[0], "ticks": "", "tickfont": {"size": 12}},
        xaxis2={"range": [0, 4100], "tickvals": [0, 1000, 2000, 3000], "tickformat": ",d", "anchor": "y2"},
        yaxis2={"domain": [0, 0.55], "autorange": "reversed", "categoryorder": "array", "categoryarray": axes[1], "ticks": "", "tickfont": {"size": 12}},
        shapes=[{"type": "line", "xref": "x2", "yref": "y2 domain", "x0": 1000, "x1": 1000, "y0": 0, "y1": 1, "line": {"color": style.VERMILION, "width": 1.5, "dash": "dot"}, "layer": "below"}],
        annotations=[{"text": f"<b>{head}</b>", "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": y, "yanchor": "bottom", "showarrow": False, "font": {"size": 13, "color": style.INK}} for head, y in zip(heads, (1.005, 0.555))],
        legend={"itemclick": False, "itemdoubleclick": False},
    )  # fmt: skip
    records = [r for half in halves for r in half]
    alt = {"vi": "Hai nhóm thanh ngang. ", "en": "Two groups of horizontal bars. "}[lang] + " ".join(f"{r['what']}: {_written(r, lang)} {label('unit', r['unit'], lang)}." for r in records)
    return Chart("a-thousand-tonnes-a-day", lang, title, finding, alt, figure, pd.DataFrame(records).drop(columns="kind"))


def _written(record: dict, lang: str) -> str:
    low = text.number(record["value"], lang, 0)
    return f"{low}–{text.number(record['high'], lang, 0)}" if record["high"] else low


# -- Sihanoukville ---------------------------------------------------------------------------------------------------------

_RIVALS = [  # id, named value, what is counted, who says it
    ("lg-shv-fish", "", "fish", {"vi": "Time, 4-1966: cá khô", "en": "Time, April 1966: dried fish"}),
    ("lg-shv-rice-contract", "", "rice", {"vi": "Bộ chỉ huy Mỹ, 1966: gạo đã ký", "en": "US command, 1966: rice contracted"}),
    ("lg-shv-rice-day", "rice-per-year", "rice", {"vi": "Bộ chỉ huy Mỹ: 140 tấn gạo × 365", "en": "US command: 140 of rice × 365"}),
    ("lg-shv-rice-year", "", "rice", {"vi": "Bộ chỉ huy Mỹ: gạo, “có thể vượt”", "en": "US command: rice, “could exceed”"}),
    ("ev-1968-03-cia-doubts", "", "none", {"vi": "CIA, 3-1968: số của nhà báo Alsop quá cao", "en": "CIA, March 1968: a columnist is too high"}),
    ("ev-1968-graham-review", "", "none", {"vi": "Đoàn tình báo Graham, 1968: đường chính là Lào", "en": "Graham mission, 1968: Laos is the main way"}),
    ("lg-shv-records", "", "arms", {"vi": "Sổ sách Campuchia, 1966–1969: hàng quân sự", "en": "Cambodian records, 1966–1969: military"}),
    ("st-routes-sihanouk-help", "", "none", {"vi": "Bài báo 2025: “nhất là vũ khí”", "en": "The article, 2025: “above all arms”"}),
]
_COUNTED = {
    "arms": ("circle", style.VERMILION, "hàng quân sự", "military supplies"),
    "rice": ("square", style.GREEN, "gạo", "rice"),
    "fish": ("diamond", style.BLUE, "cá khô", "dried fish"),
}


def sihanoukville_estimates(lang: str) -> Chart:
    """Who put what through Sihanoukville: tonnages of different goods on one scale of tens, and those who spoke without a figure."""
    records = []
    for row_id, name, kind, words in _RIVALS:
        row = course.row(row_id)
        amount = NAMES[name][0]() if name else row.get("value")
        records.append(
            {
                "what": words[lang], "id": row_id, "start": row.get("start", ""), "end": row.get("end", ""), "value": float(amount) if kind != "none" else None,
                "source": row["source"], "locator": row["locator"], "note_vi": row.get("note_vi") or row.get("text_vi", ""), "note_en": row.get("note_en") or row.get("text_en", ""), "kind": kind,
            }
        )  # fmt: skip
    axis = ["<br>".join(text.wrap(r["what"], 18)) for r in records]

    def said(record: dict) -> str:
        figure = f"{text.number(record['value'], lang, 0)} {label('unit', 'tons-unspecified', lang)}" if record["value"] else {"vi": "không nêu số", "en": "no figure"}[lang]
        return style.hover(f"<b>{record['what']}</b>", figure, record[f"note_{lang}"], _source(record, lang))

    traces: list = []
    for kind, (symbol, color, *words) in _COUNTED.items():
        own = [n for n, r in enumerate(records) if r["kind"] == kind]
        high = [records[n]["value"] > 1000 for n in own]
        traces.append(
            go.Scatter(
                x=[records[n]["value"] for n in own], y=[axis[n] for n in own], mode="markers+text", name=words[lang == "en"],
                marker={"symbol": symbol, "size": 13, "color": color, "line": {"width": 1, "color": style.INK}},
                text=[f"<b>{text.number(records[n]['value'], lang, 0)}</b>" for n in own], textposition=["middle left" if h else "middle right" for h in high],
                hovertext=[said(records[n]) for n in own], hoverinfo="text", cliponaxis=False,
            )
        )  # fmt: skip
    own = [n for n, r in enumerate(records) if r["kind"] == "none"]
    traces.append(
        go.Scatter(
            x=[300.0] * len(own), y=[axis[n] for n in own], mode="text", text=[{"vi": "(không nêu số tấn)", "en": "(no tonnage given)"}[lang]] * len(own), textposition="top center",
            textfont={"size": 12, "color": style.GREY}, hovertext=[said(records[n]) for n in own], hoverinfo="text", showlegend=False, cliponaxis=False,
        )
    )  # fmt: skip
    title = {"vi": "Qua Sihanoukville: những con số lớn nhất đếm gạo, không đếm vũ khí", "en": "Through Sihanoukville: the largest figures count rice, not arms"}[lang]
    finding = {
        "vi": f"Con số gần sự việc nhất là sổ sách của bên chuyên chở: khoảng {value('lg-shv-records', lang)} tấn hàng quân sự trong các năm 1966–1969; những con số lớn hơn đều là gạo.",
        "en": f"The figure nearest to the event is in the carriers’ own records: about {value('lg-shv-records', lang)} tons of military supplies in 1966–1969; the larger figures are all rice.",
    }[lang]
    alt = {"vi": "Tám dòng, thang mười lần: mỗi vạch gấp mười vạch trước. ", "en": "Eight rows on a scale of tens: each mark is ten times the one before. "}[lang] + " ".join(
        f"{r['what']}: {text.number(r['value'], lang, 0) if r['value'] else {'vi': 'không nêu số', 'en': 'no figure'}[lang]}." for r in records
    )
    figure = style.figure(
        traces, title, lang, height=660,
        margin={"l": 8, "r": 14, "b": 78, "t": 24 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        xaxis={"type": "log", "range": [0.5, 5.4], "tickvals": [10, 100, 1000, 10000, 100000], "ticktext": [text.number(v, lang, 0) for v in (10, 100, 1000, 10000, 100000)], "tickangle": 0, "tickfont": {"size": 11}, "title": {"text": {"vi": "tấn; mỗi vạch gấp mười", "en": "tons; each mark is tenfold"}[lang]}},
        yaxis={"autorange": "reversed", "categoryorder": "array", "categoryarray": axis, "ticks": "", "tickfont": {"size": 12}},
        legend={"itemclick": False, "itemdoubleclick": False},
    )  # fmt: skip
    return Chart("sihanoukville-estimates", lang, title, finding, alt, figure, pd.DataFrame(records).drop(columns="kind"))

"""The alliance of 1950–1953: what was to be sent, what was asked for and by whom given, and the votes of one day in the Security Council."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from .. import data as course
from .. import text
from ..data import label, value
from . import style
from .aid import _source
from .chart import Chart

TIMELINE = {
    "window": ("1949-10", "1953-12"),
    "lanes": ["ho-in-moscow", "culture", "society", "aid", "congresses", "moscow", "embassy", "united-nations", "usa"],
    "title": {"vi": "1950: hội hữu nghị, danh sách sách; 1952: sứ quán, lá phiếu", "en": "1950: a society, a list of books; 1952: an embassy, votes"},
    "finding": {
        "vi": "Năm 1950 có quyết định giúp qua Trung Quốc, một danh sách sách phim, một hội hữu nghị; năm 1952 có sứ quán, bốn lần bỏ phiếu, và một danh sách Hồ Chí Minh đề nghị giúp súng, thuốc, chỗ học.",
        "en": "The year 1950 has a decision to help by way of China, a list of books and films, a friendship society; 1952 has the embassy, four votes, and a list of guns, medicine and places to study that Hồ Chí Minh asked for.",
    },
}
_KEPT = ["id", "start", "end", "value", "low", "high", "unit", "source", "locator", "note_vi", "note_en"]


def _table(rows: list[dict]) -> pd.DataFrame:
    """Rows of several tables side by side, with their words first; numbers stay whole."""
    data = pd.DataFrame(rows)
    for column in ("value", "low", "high"):
        data[column] = pd.to_numeric(data[column], errors="coerce").astype("Int64")
    return data


def _row(name: str, what: str, **more) -> dict:
    row = course.row(name)
    return {"what": what} | {key: row.get(key, "") for key in _KEPT} | more


# -- the parcel --------------------------------------------------------------------------------------------------------

_ACROSS = 25  # marks in one line of the parcel
_PARCEL = (  # row of `counts`, words, how many things one mark stands for, symbol, colour
    ("ct-voks-titles", {"vi": "tên sách tiếng Pháp", "en": "titles of books in French"}, 1, "square", style.BLUE),
    ("ct-voks-new-times", {"vi": "bản tạp chí Thời đại mới (một dấu: mười bản)", "en": "copies of New Times (one mark: ten)"}, 10, "diamond", style.GREEN),
    ("ct-voks-films", {"vi": "phim lồng tiếng Pháp và tiếng Nga", "en": "films dubbed in French and Russian"}, 1, "circle", style.VERMILION),
    ("ct-voks-projector", {"vi": "bộ máy chiếu lưu động", "en": "mobile projection set"}, 1, "triangle-right", style.ORANGE),
)
_UNCOUNTED = {
    "vi": ("bản kẽm chân dung lãnh đạo", "máy hát kèm đĩa", "sách nhạc, bài hát", "máy thu thanh VEF", "đồ dùng Thiếu niên Tiền phong"),
    "en": ("plates of leaders’ portraits", "gramophone and records", "music and song books", "VEF radio set", "things for Young Pioneers"),
}


def voks_parcel(lang: str) -> Chart:
    """What the first consignment was to hold, each kind counted in its own unit; a dashed frame, for nothing here is known to have arrived."""
    title = {"vi": "Kiện hàng trên giấy: dự kiến gửi, chưa rõ có tới", "en": "A parcel on paper: planned, not known to have arrived"}[lang]
    finding = {
        "vi": f"Tháng 4-1950, hội VOKS dự kiến gửi {value('ct-voks-titles', lang)} tên sách, {value('ct-voks-new-times', lang)} bản tạp chí, {value('ct-voks-films', lang)} bộ phim và một máy chiếu; nguồn không kể món nào đã tới Việt Nam.",
        "en": f"In April 1950 VOKS planned to send {value('ct-voks-titles', lang)} titles, {value('ct-voks-new-times', lang)} copies of a magazine, {value('ct-voks-films', lang)} films and a projector; the source does not say that any of it reached Vietnam.",
    }[lang]
    planned = {"vi": "Dự kiến, chưa rõ có giao", "en": "Planned, delivery unknown"}[lang]
    traces, notes, rows = [], [], []
    y = 0.0
    for name, words, each, symbol, color in _PARCEL:
        row = course.row(name)
        rows.append(_row(name, words[lang]))
        marks = int(row["value"]) // each
        notes.append((f"<b>{text.number(row['value'], lang)}</b> {words[lang]}", y))
        said = style.hover(f"<b>{text.number(row['value'], lang)} {words[lang]}</b>", planned, _source(row, lang))
        traces.append(
            go.Scatter(
                x=[n % _ACROSS for n in range(marks)],
                y=[y + 0.95 + n // _ACROSS * 0.85 for n in range(marks)],
                mode="markers",
                marker={"symbol": symbol, "size": 9, "color": color},
                hovertext=[said] * marks,
                hoverinfo="text",
                showlegend=False,
            )
        )
        y += 0.95 + (marks - 1) // _ACROSS * 0.85 + 1.15
    row = course.row("st-alliance-uncounted-goods")
    rows.append(_row("st-alliance-uncounted-goods", row[f"title_{lang}"]))
    notes.append(({"vi": "<b>?</b> và những món không ghi số lượng:", "en": "<b>?</b> and things without a number:"}[lang], y))
    said = style.hover(f"<b>{row[f'title_{lang}']}</b>", row[f"text_{lang}"], planned, _source(row, lang))
    traces.append(
        go.Scatter(
            x=[0.0] * len(_UNCOUNTED[lang]),
            y=[y + 1.05 + n for n in range(len(_UNCOUNTED[lang]))],
            mode="markers+text",
            text=[f" {words}" for words in _UNCOUNTED[lang]],
            textposition="middle right",
            textfont={"size": 12},
            marker={"symbol": "cross-thin", "size": 9, "line": {"width": 2, "color": style.GREY}},
            hovertext=[said] * len(_UNCOUNTED[lang]),
            hoverinfo="text",
            showlegend=False,
        )
    )
    bottom = y + 1.05 + len(_UNCOUNTED[lang])
    frame = {"type": "rect", "x0": -0.9, "x1": _ACROSS - 0.1, "y0": -0.75, "y1": bottom - 0.1, "line": {"dash": "dash", "width": 2, "color": style.GREY}, "layer": "below"}
    key = {"vi": "Khung đứt: dự kiến gửi, chưa rõ có giao", "en": "Dashed frame: planned, delivery unknown"}[lang]
    annotations = [{"text": words, "x": -0.5, "y": at, "xanchor": "left", "showarrow": False, "font": {"size": 12}} for words, at in notes]
    annotations.append({"text": key, "x": -0.9, "y": bottom + 0.5, "xanchor": "left", "showarrow": False, "font": {"size": 11, "color": style.GREY}})
    alt = {"vi": "Một kiện hàng vẽ khung đứt, nghĩa là dự kiến gửi. Trong kiện: ", "en": "A parcel in a dashed frame, which means planned. In it: "}[lang]
    alt += "; ".join(f"{text.number(course.row(name)['value'], lang)} {words[lang]}" for name, words, *_ in _PARCEL)
    alt += {"vi": "; không ghi số lượng: ", "en": "; without a number: "}[lang] + ", ".join(_UNCOUNTED[lang]) + "."
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(20 * (bottom + 1.5)) + 90,
        annotations=annotations,
        shapes=[frame],
        hovermode="closest",
        xaxis={"range": [-1.2, _ACROSS + 0.2], "visible": False, "fixedrange": True},
        yaxis={"range": [bottom + 1, -1], "visible": False, "fixedrange": True},
    )
    return Chart("voks-parcel", lang, title, finding, alt, figure, _table(rows))


# -- asked and received ------------------------------------------------------------------------------------------------

_ASKED = {"vi": "Xin Stalin, 30-10-1952", "en": "Asked of Stalin, 30 October 1952"}
_PAPER = {"vi": "Biên chế Trung đoàn 367, 1-4-1953", "en": "Strength of Regiment 367, 1 April 1953"}
_GUNS = (  # heading, then bars: kind of bar, row, words
    ({"vi": "Pháo cao xạ 37 mm", "en": "37-mm anti-aircraft guns"}, (
        ("asked", "ct-1952-asked-37mm", _ASKED),
        ("paper", "ct-regiment-367-guns", _PAPER),
        ("china", "ai-1950-1954-china-anti-aircraft-guns-37mm", {"vi": "Nhận 1950–1954, Goscha: phần lớn kho Trung Quốc", "en": "Received 1950–54, Goscha: mostly Chinese stocks"}),
        ("ussr", "ai-1950-1954-ussr-anti-aircraft-guns-37mm", {"vi": "Nhận 1950–1954, Sputnik: của Liên Xô", "en": "Received 1950–54, Sputnik: from the Soviet Union"}),
    )),
    ({"vi": "Pháo dã chiến 76,2 mm", "en": "76.2-mm field guns"}, (("asked", "ct-1952-asked-76mm", _ASKED),)),
    ({"vi": "Súng máy phòng không 12,7 mm", "en": "12.7-mm anti-aircraft machine-guns"}, (
        ("asked", "ct-1952-asked-machine-guns", _ASKED),
        ("paper", "ct-regiment-367-machine-guns", _PAPER),
    )),
)  # fmt: skip
_BARS = {
    "asked": ({"color": style.SKY, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern("|")}, {"vi": "đã xin", "en": "asked for"}),
    "paper": ({"color": style.RULE, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern("-")}, {"vi": "trên giấy", "en": "on paper"}),
    "china": (style.bar_marker("china"), {"vi": "nhận, tính cho Trung Quốc", "en": "received, credited to China"}),
    "ussr": (style.bar_marker("ussr"), {"vi": "nhận, tính cho Liên Xô", "en": "received, credited to the USSR"}),
}


def asked_and_received(lang: str) -> Chart:
    """Guns asked for in October 1952, guns a regiment was to have in 1953, and guns received by two accounts of who gave them."""
    title = {"vi": "Xin 144 khẩu; nhận 76 khẩu, hai nguồn ghi hai nước cho", "en": "144 asked for; 76 received, two sources, two givers"}[lang]
    finding = {
        "vi": f"Tháng 10-1952, Hồ Chí Minh còn xin {value('ct-1952-asked-37mm', lang)} pháo cao xạ 37 mm; trong những năm 1950–1954 Việt Nam nhận {value('ai-1950-1954-ussr-anti-aircraft-guns-37mm', lang)} khẩu, mà nguồn này tính cho Liên Xô, nguồn kia nói phần lớn từ kho Trung Quốc.",
        "en": f"In October 1952 Hồ Chí Minh was still asking for {value('ct-1952-asked-37mm', lang)} anti-aircraft guns of 37 mm; in 1950–1954 Vietnam received {value('ai-1950-1954-ussr-anti-aircraft-guns-37mm', lang)}, which one source credits to the Soviet Union and another mostly to Chinese stocks.",
    }[lang]
    traces, notes, rows, spoken = [], [], [], []
    y = 0.0
    shown = set()
    for heading, bars in _GUNS:
        notes.append((f"<b>{heading[lang]}</b>", y, 13))
        y += 0.85
        for kind, name, words in bars:
            row = course.row(name)
            marker, legend = _BARS[kind]
            rows.append(_row(name, f"{heading[lang]}: {words[lang]}", unit="guns"))
            spoken.append(f"{heading[lang]}, {words[lang]}: {text.number(row['value'], lang)}.")
            notes.append((words[lang], y, 11))
            amount = f"{text.number(row['value'], lang)} {label('unit', 'guns', lang)}"
            traces.append(
                go.Bar(
                    name=legend[lang],
                    legendgroup=kind,
                    showlegend=kind not in shown,
                    x=[int(row["value"])],
                    y=[y + 0.62],
                    width=0.5,
                    orientation="h",
                    marker=marker,
                    text=[f"<b>{text.number(row['value'], lang)}</b>"],
                    textposition="outside",
                    hovertext=[style.hover(f"<b>{heading[lang]}</b>", words[lang], amount, row[f"note_{lang}"], _source(row, lang))],
                    hoverinfo="text",
                    cliponaxis=False,
                )
            )
            shown.add(kind)
            y += 1.3
        if len(bars) < 4:  # what came of this request no source that was read says
            notes.append(({"vi": "Nhận bao nhiêu: không nguồn nào đã đọc nói", "en": "Received: no source read says"}[lang], y, 11))
            traces.append(
                go.Bar(
                    name={"vi": "không có số liệu", "en": "no data"}[lang],
                    legendgroup="none",
                    showlegend="none" not in shown,
                    x=[40],
                    y=[y + 0.62],
                    width=0.5,
                    orientation="h",
                    marker={"color": style.PAGE, "line": {"color": style.GREY, "width": 0.6}, "pattern": style.pattern("/")},
                    hovertext=[{"vi": "Không có số liệu; bề dài của ô này không có nghĩa.", "en": "No data; the length of this box means nothing."}[lang]],
                    hoverinfo="text",
                )
            )
            shown.add("none")
            y += 1.3
        y += 0.35
    alt = {"vi": "Các thanh ngang, tính bằng khẩu. ", "en": "Horizontal bars, in guns. "}[lang] + " ".join(spoken)
    alt += {"vi": " Hai loại sau: không rõ nhận bao nhiêu.", "en": " Of the last two kinds it is not known how many were received."}[lang]
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(34 * y) + 170,
        annotations=[{"text": words, "x": 0, "y": at, "xanchor": "left", "xshift": 2, "showarrow": False, "font": {"size": size}} for words, at, size in notes],
        barmode="overlay",
        hovermode="closest",
        xaxis={"range": [0, 232], "title": {"text": {"vi": "khẩu", "en": "guns"}[lang]}},
        yaxis={"range": [y, -0.5], "visible": False, "fixedrange": True},
    )
    return Chart("asked-and-received", lang, title, finding, alt, figure, _table(rows))


# -- the Security Council ----------------------------------------------------------------------------------------------

_MEMBERS = (  # in the order of the source, the Soviet Union last
    {"vi": "Brazil", "en": "Brazil"},
    {"vi": "Chile", "en": "Chile"},
    {"vi": "“China”: Tưởng Giới Thạch", "en": "“China”: Chiang Kai-shek"},
    {"vi": "Pháp", "en": "France"},
    {"vi": "Hy Lạp", "en": "Greece"},
    {"vi": "Hà Lan", "en": "Netherlands"},
    {"vi": "Pakistan", "en": "Pakistan"},
    {"vi": "Thổ Nhĩ Kỳ", "en": "Turkey"},
    {"vi": "Anh", "en": "Britain"},
    {"vi": "Mỹ", "en": "USA"},
    {"vi": "Liên Xô", "en": "Soviet Union"},
)
_TICKS = {2: {"vi": "“China”: phía Tưởng", "en": "“China”: Chiang"}}  # two short lines: four columns must stand beside them on a phone
_DRAFTS = (  # middle of the ids, words, who moved it
    ("vietnam", {"vi": "Quốc gia Việt Nam", "en": "State of Vietnam"}, "S/2758", "france"),
    ("laos", {"vi": "Lào", "en": "Laos"}, "S/2759", "france"),
    ("cambodia", {"vi": "Campuchia", "en": "Cambodia"}, "S/2760", "france"),
    ("drv", {"vi": "VNDCCH", "en": "DRV"}, "S/2773", "ussr"),
)


def security_council_1952(lang: str) -> Chart:
    """Four votes of 19 September 1952: who voted how on which draft, who had moved it, and what came of it."""
    title = {"vi": "Một lá phiếu chặn được ba đơn, không mở được cửa", "en": "One vote could bar three, and not let one in"}[lang]
    finding = {
        "vi": f"Ngày 19-9-1952, ba dự thảo của Pháp đều được {value('ct-un-1952-vietnam-for', lang)} phiếu thuận mà đổ vì một phiếu Liên Xô; dự thảo của Liên Xô cho Việt Nam Dân chủ Cộng hòa thua với {value('ct-un-1952-drv-against', lang)} phiếu chống.",
        "en": f"On 19 September 1952 the three French drafts each won {value('ct-un-1952-vietnam-for', lang)} votes and fell to the one Soviet vote; the Soviet draft for the Democratic Republic lost with {value('ct-un-1952-drv-against', lang)} against.",
    }[lang]
    by = {"france": {"vi": "Pháp đưa ra", "en": "moved by France"}, "ussr": {"vi": "Liên Xô đưa ra", "en": "moved by the USSR"}}
    voted = {True: {"vi": "thuận", "en": "for"}, False: {"vi": "chống", "en": "against"}}
    marks: dict[bool, list[tuple[int, int, str]]] = {True: [], False: []}
    rows, notes, spoken = [], [], []
    for x, (name, words, symbol, mover) in enumerate(_DRAFTS):
        for way in ("for", "against"):
            row = course.row(f"ct-un-1952-{name}-{way}")
            rows.append(_row(row["id"], row[f"counted_{lang}"]))
        won, lost = (int(course.row(f"ct-un-1952-{name}-{way}")["value"]) for way in ("for", "against"))
        veto = won > lost
        source = course.row(f"ct-un-1952-{name}-for")
        for y, member in enumerate(_MEMBERS):
            soviet = y == len(_MEMBERS) - 1
            yes = soviet != veto
            note = course.row("st-alliance-china-seat")[f"text_{lang}"] if y == 2 else ""
            is_veto = {"vi": "Phiếu chống của ủy viên thường trực: phủ quyết.", "en": "The negative vote of a permanent member: a veto."}[lang] if soviet and veto else ""
            said = style.hover(f"<b>{member[lang]}: {voted[yes][lang]}</b>", f"{words[lang]} ({symbol}), {by[mover][lang]}", is_veto, note, _source(source, lang))
            marks[yes].append((x, y, said))
        head = "<br>".join([f"<b>{line}</b>" for line in text.wrap(words[lang], 9)] + [symbol])
        notes.append({"text": head, "x": x, "y": -0.6, "yanchor": "bottom", "showarrow": False, "font": {"size": 10}})
        result = {"vi": "phủ quyết", "en": "vetoed"} if veto else {"vi": "thất bại", "en": "lost"}
        notes.append({"text": f"<b>{won}–{lost}</b><br>" + "<br>".join(text.wrap(result[lang], 8)), "x": x, "y": len(_MEMBERS) - 0.35, "yanchor": "top", "showarrow": False, "font": {"size": 12}})
        spoken.append(f"{words[lang]} ({symbol}, {by[mover][lang]}): {won}–{lost}, {result[lang]}.")
    traces = [
        go.Scatter(
            name=voted[way][lang],
            x=[x for x, *_ in marks[way]],
            y=[y for _, y, _ in marks[way]],
            mode="markers",
            marker={"symbol": symbol, "size": 13, "color": color, "line": {"width": 1, "color": color}},
            hovertext=[said for *_, said in marks[way]],
            hoverinfo="text",
        )
        for way, symbol, color in ((True, "circle", style.GREEN), (False, "x-thin", style.VERMILION))
    ]
    traces[1].marker.line.width = 3
    movers = {"vi": "Ba cột trái: Pháp đưa ra.<br>Cột phải: Liên Xô đưa ra.", "en": "Left three: moved by France.<br>Right: moved by the USSR."}[lang]
    notes.append({"text": movers, "xref": "paper", "x": 0, "xshift": -54, "y": -2.6, "xanchor": "left", "yanchor": "bottom", "align": "left", "showarrow": False, "font": {"size": 11, "color": style.GREY}})
    china = course.row("st-alliance-china-seat")
    rows.append(_row("st-alliance-china-seat", china[f"title_{lang}"]))
    alt = {"vi": "Bảng mười một nước và bốn dự thảo, mỗi ô một phiếu thuận hoặc chống. ", "en": "A grid of eleven states and four drafts with a vote for or against in each cell. "}[lang] + " ".join(spoken)
    alt += {"vi": " Liên Xô bỏ phiếu ngược với mười nước kia cả bốn lần.", "en": " The Soviet Union votes against the other ten all four times."}[lang]
    figure = style.figure(
        traces,
        title,
        lang,
        height=600,
        annotations=notes,
        shapes=[{"type": "line", "x0": 2.5, "x1": 2.5, "y0": -0.5, "y1": len(_MEMBERS) + 1.2, "line": {"dash": "dot", "width": 1, "color": style.GREY}}],
        hovermode="closest",
        xaxis={"range": [-0.5, 3.5], "visible": False, "fixedrange": True},
        yaxis={
            "range": [len(_MEMBERS) + 1.3, -3.8],
            "tickvals": list(range(len(_MEMBERS))),
            "ticktext": ["<br>".join(text.wrap(_TICKS.get(y, member)[lang], 11)) for y, member in enumerate(_MEMBERS)],
            "tickfont": {"size": 12},
            "zeroline": False,
            "fixedrange": True,
        },
    )
    return Chart("security-council-1952", lang, title, finding, alt, figure, _table(rows))

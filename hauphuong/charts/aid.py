"""The charts of lesson 06: aid in tonnes, and what tonnes leave out."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, place, short_name, value, weak_alone
from ..data.computed import LONG_TON, PERIODS, YEARS
from . import style
from .chart import Chart

DONORS = ("ussr", "china", "other-socialist")
MEASURES = ("tonnes", "share", "per-year")
_KEPT = ["id", "start", "end", "donor", "category", "value", "unit", "source", "locator", "note_vi", "note_en"]


def _says(row, lang: str, *more: str) -> str:
    """A hover label: the figure, then who says so and where."""
    unit = label("unit", row["unit"], lang)
    if pd.notna(row["value"]):
        figure = text.number(row["value"], lang)
    else:
        figure = f"{text.number(row['low'], lang)}–{text.number(row['high'], lang)}"
    when = text.period(row["start"], row["end"], lang)
    who = label("donor", row["donor"], lang)
    return style.hover(f"<b>{who}, {when}</b>", f"{figure} {unit}", *more, _source(row, lang))


def _source(row, lang: str) -> str:
    names = "; ".join(short_name(k, lang) for k in row["source"].split())
    where = f" ({place(row['locator'], lang)})" if row["locator"] else ""
    return f"{'Nguồn' if lang == 'vi' else 'Source'}: {names}{where}"


def _two_lines(start: str, end: str) -> str:
    """A period for an axis, narrow enough for a phone."""
    return start if start == end else f"{start}–<br>{end}"


def aid_by_donor(lang: str, measure: str = "tonnes") -> Chart:
    """The five-period table by donor. `measure`: "tonnes", "share" (per cent of the printed total) or "per-year"."""
    if measure not in MEASURES:
        raise text.CourseError(
            vi=f"Không có cách tính “{measure}”. Chọn một trong: {', '.join(MEASURES)}.",
            en=f"There is no measure “{measure}”. Choose one of: {', '.join(MEASURES)}.",
        )
    rows = default().rows([f"at-{p}-{d}" for d in (*DONORS, "all") for p in PERIODS])[_KEPT]
    period = rows["start"] + "-" + rows["end"]
    printed = rows[rows["donor"] == "all"].set_index(period[rows["donor"] == "all"])["value"]
    said = [_says(row, lang) for _, row in rows.iterrows()]
    if measure == "share":
        rows["value"] = (100 * rows["value"] / period.map(printed)).astype("float64").round(2)
        rows["unit"] = "percent"
    elif measure == "per-year":
        rows["value"] = (rows["value"] / period.map(YEARS)).astype("float64").round(0)
        rows["unit"] = "tonnes-per-year"
    scale = 1 if measure == "share" else 1000
    axis = [_two_lines(a, b) for a, b in zip(rows["start"], rows["end"])]
    traces: list = []
    for donor in DONORS:
        own = rows.index[rows["donor"] == donor]
        traces.append(
            go.Bar(
                name=label("donor", donor, lang),
                x=[axis[i] for i in own],
                y=[rows["value"][i] / scale for i in own],
                marker=style.bar_marker(donor),
                hovertext=[_measured(rows.loc[i], said[i], measure, lang) for i in own],
                hoverinfo="text",
            )
        )
    own = rows.index[rows["donor"] == "all"]
    traces.append(
        go.Scatter(
            name={"vi": "tổng in trong bảng", "en": "total as printed"}[lang],
            x=[axis[i] for i in own],
            y=[rows["value"][i] / scale for i in own],
            mode="markers",
            marker={"symbol": "line-ew", "size": 26, "color": style.BLACK, "line": {"width": 3, "color": style.BLACK}},
            hovertext=[_measured(rows.loc[i], said[i], measure, lang) for i in own],
            hoverinfo="text",
        )
    )
    title = {
        "vi": "Xét theo tấn, Liên Xô đứng đầu ba giai đoạn đầu, Trung Quốc hai giai đoạn cuối",
        "en": "In tonnes, the Soviet Union leads in the first three periods, China in the last two",
    }[lang]
    findings = {
        "tonnes": {
            "vi": f"Cộng cả năm giai đoạn, Trung Quốc gửi {value('tonnes-china', lang)} tấn hàng quân sự, Liên Xô {value('tonnes-ussr', lang)} tấn.",
            "en": f"Over the five periods China sent {value('tonnes-china', lang)} tonnes of military goods and the Soviet Union {value('tonnes-ussr', lang)}.",
        },
        "share": {
            "vi": f"Trung Quốc chiếm {value('share-china', lang)} số tấn của cả năm giai đoạn, Liên Xô {value('share-ussr', lang)}, các nước khác {value('share-others', lang)}.",
            "en": f"China has {value('share-china', lang)} of the tonnes of all five periods, the Soviet Union {value('share-ussr', lang)}, the others {value('share-others', lang)}.",
        },
        "per-year": {
            "vi": f"Chia đều cho từng năm, hàng Trung Quốc tăng từ {value('china-per-year-1965-1968', lang)} tấn một năm (1965–1968) lên {value('china-per-year-1973-1975', lang)} tấn một năm (1973–1975).",
            "en": f"Spread evenly over the years, Chinese goods grow from {value('china-per-year-1965-1968', lang)} tonnes a year (1965–1968) to {value('china-per-year-1973-1975', lang)} (1973–1975).",
        },
    }
    alt = {
        "vi": "Biểu đồ cột chồng, năm giai đoạn từ 1955 đến 1975. "
        + _spoken(rows, lang)
        + " Vạch ngang là tổng in trong bảng; riêng giai đoạn 1961–1964 ba bên cộng lại vượt tổng ấy.",
        "en": "Stacked columns for five periods from 1955 to 1975. "
        + _spoken(rows, lang)
        + " A black line is the total as printed; in 1961–1964 the three donors add up to more than it.",
    }[lang]
    unit = {
        "tonnes": {"vi": "nghìn tấn", "en": "thousand tonnes"},
        "share": {"vi": "% tổng in trong bảng", "en": "% of the printed total"},
        "per-year": {"vi": "nghìn tấn một năm", "en": "thousand tonnes a year"},
    }[measure][lang]
    figure = style.figure(traces, title, lang, barmode="stack", xaxis={"tickangle": 0}, yaxis={"title": {"text": unit}, "rangemode": "tozero", "tickformat": ",d"})
    return Chart("aid-by-donor", lang, title, findings[measure][lang], alt, figure, rows, bars="value")


def _measured(row, said: str, measure: str, lang: str) -> str:
    """The hover label of the printed tonnes, with what was computed from them where the chart shows that."""
    if measure == "tonnes":
        return said
    return f"{said}<br>= {text.number(row['value'], lang)} {label('unit', row['unit'], lang)}"


def _spoken(rows: pd.DataFrame, lang: str) -> str:
    """The bars in words, period by period."""
    sentences = []
    bars = rows[rows["donor"] != "all"].sort_values("start", kind="stable").to_dict("records")
    for (start, end), group in groupby(bars, key=lambda r: (r["start"], r["end"])):
        own = list(group)
        parts = [f"{label('donor', r['donor'], lang)} {text.number(r['value'], lang)}" for r in own]
        sentences.append(f"{text.period(start, end, lang)}: {', '.join(parts)} {label('unit', own[0]['unit'], lang)}.")
    return " ".join(sentences)


def does_it_add_up(lang: str) -> Chart:
    """Two checks of each period: do the donors, and do the kinds of goods, add up to the printed total?"""
    checks = {
        "donors": ({"vi": "Ba bên viện trợ", "en": "The donors"}, DONORS),
        "kinds": ({"vi": "Hậu cần + vũ khí", "en": "Logistics + weapons"}, ("all-logistics", "all-weapons")),
    }
    records = []
    for _, (names, parts) in checks.items():
        for p in PERIODS:
            _, total = default().find(f"at-{p}-all")
            ids = (f"at-{p}-{part}" for part in parts)
            added = sum(int(default().find(i)[1]["value"]) for i in ids if i in default())
            records.append(
                {
                    "what": names[lang],
                    "start": total["start"],
                    "end": total["end"],
                    "parts": added,
                    "printed": int(total["value"]),
                    "value": added - int(total["value"]),
                    "unit": "tonnes",
                    "source": total["source"],
                    "locator": total["locator"],
                }
            )
    data = pd.DataFrame(records)
    gap = {"vi": "lệch", "en": "gap"}[lang]
    said = [
        style.hover(
            f"<b>{r['what']}, {text.period(r['start'], r['end'], lang)}</b>",
            f"{text.number(r['parts'], lang)} − {text.number(r['printed'], lang)} = {text.number(r['value'], lang, sign=True)} {label('unit', 'tonnes', lang)}",
            _source(r, lang),
        )
        for _, r in data.iterrows()
    ]
    traces = []
    for fits, name, symbol, color in (
        (True, {"vi": "khớp", "en": "adds up"}, "circle", style.GREEN),
        (False, {"vi": "không khớp", "en": "does not add up"}, "x", style.VERMILION),
    ):
        own = data.index[(data["value"] == 0) == fits]
        traces.append(
            go.Scatter(
                name=name[lang],
                x=[_two_lines(data["start"][i], data["end"][i]) for i in own],
                y=["<br>".join(text.wrap(data["what"][i], 11)) for i in own],
                mode="markers+text",
                text=["0" if fits else f"<b>{text.number(data['value'][i], lang, sign=True)}</b>" for i in own],
                textposition="bottom center" if fits else "top center",
                marker={"symbol": symbol, "size": 16, "color": color, "line": {"width": 3 if fits else 1, "color": color}},
                hovertext=[said[i] for i in own],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    title = {"vi": "Mười phép cộng, hai phép không khớp", "en": "Ten sums, and two that do not fit"}[lang]
    finding = {
        "vi": f"Giai đoạn 1961–1964, số của các bên cộng lại hơn tổng in {value('excess-1961-1964', lang)} tấn; giai đoạn 1973–1975, hai loại hàng cộng lại kém tổng in gần sáu trăm nghìn tấn.",
        "en": f"In 1961–1964 the donors come to {value('excess-1961-1964', lang)} tonnes more than the printed total; in 1973–1975 the two kinds of goods come to almost six hundred thousand less.",
    }[lang]
    alt = {"vi": "Lưới hai hàng năm cột; mỗi ô là các phần cộng lại trừ tổng in trong bảng. ", "en": "A grid of two rows and five columns; each cell is the parts added up less the printed total. "}[
        lang
    ] + " ".join(
        f"{r['what']}, {text.period(r['start'], r['end'], lang)}: {gap} {text.number(r['value'], lang, sign=True)}."
        for _, r in data.iterrows()
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=300,
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": [_two_lines(*p.split("-")) for p in PERIODS], "showgrid": False, "range": [-0.6, 4.8], "tickangle": 0, "tickfont": {"size": 11}},
        yaxis={"range": [1.55, -0.6], "showgrid": False, "title": {"text": {"vi": "lệch, tấn", "en": "gap, tonnes"}[lang]}},
    )
    return Chart("does-it-add-up", lang, title, finding, alt, figure, data)


def which_total(lang: str) -> Chart:
    """Four grand totals that one table yields, by the way it is added up or copied."""
    words = {
        "printed": {"vi": "in ở câu cuối bảng", "en": "printed under the table"},
        "total-by-periods": {"vi": "cộng năm giai đoạn", "en": "five periods added"},
        "total-by-categories": {"vi": "cộng hai loại hàng, sau khi sửa một chữ số", "en": "two kinds added, one digit mended"},
        "nhandan": {"vi": "in trên báo Nhân Dân", "en": "printed in Nhân Dân"},
        "total-by-donors": {"vi": "cộng các bên viện trợ", "en": "all donors added"},
    }
    from ..data.computed import NAMES

    printed = default().rows(["at-1955-1975-all", "at-1955-1975-all-nhandan"])
    base = printed.iloc[0]
    records = []
    for what, name in words.items():
        row = printed.iloc[1] if what == "nhandan" else base
        exact = row["value"] if what in ("printed", "nhandan") else NAMES[what][0]()
        records.append(
            {
                "what": name[lang],
                "start": row["start"],
                "end": row["end"],
                "value": int(exact),
                "unit": "tonnes",
                "kind": "printed" if what in ("printed", "nhandan") else "computed",
                "source": row["source"],
                "locator": row["locator"] if what in ("printed", "nhandan") else "computed from the table's rows",
            }
        )
    data = pd.DataFrame(records)
    traces = []
    for kind, name, symbol, color in (
        ("printed", {"vi": "số in trong nguồn", "en": "printed in a source"}, "diamond", style.BLUE),
        ("computed", {"vi": "số ta tự cộng", "en": "added up by us"}, "square", style.VERMILION),
    ):
        own = data[data["kind"] == kind]
        traces.append(
            go.Scatter(
                name=name[lang],
                x=own["value"].tolist(),
                y=["<br>".join(text.wrap(w, 15)) for w in own["what"]],
                mode="markers+text",
                text=[f"<b>{text.number(v, lang)}</b>" for v in own["value"]],
                textposition=["top left" if v > 2362800 else "top center" for v in own["value"]],
                marker={"symbol": symbol, "size": 12, "color": color},
                hovertext=[
                    style.hover(f"<b>{r['what']}</b>", f"{text.number(r['value'], lang)} {label('unit', 'tonnes', lang)}", _source(r, lang))
                    for _, r in own.iterrows()
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    title = {"vi": "Một bảng, ba cách cộng; một tờ báo, tổng thứ tư", "en": "Three ways to add one table, and a fourth total in print"}[lang]
    finding = {
        "vi": f"Cùng một bảng cho ra {value('total-by-periods', lang)}, {value('total-by-categories', lang)} hoặc {value('total-by-donors', lang)} tấn tùy cách cộng; báo Nhân Dân in {value('at-1955-1975-all-nhandan', lang)}.",
        "en": f"The same table gives {value('total-by-periods', lang)}, {value('total-by-categories', lang)} or {value('total-by-donors', lang)} tonnes by the way it is added; Nhân Dân prints {value('at-1955-1975-all-nhandan', lang)}.",
    }[lang]
    alt = {"vi": "Năm điểm trên trục số, trục bắt đầu từ 2.362.400 tấn chứ không từ 0. ", "en": "Five points on a scale that starts at 2,362,400 tonnes, not at zero. "}[lang] + " ".join(
        f"{r['what']}: {text.number(r['value'], lang)}." for _, r in data.iterrows()
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=420,
        xaxis={
            "range": [2362400, 2363010],
            "tickvals": [2362500, 2362700, 2362900],
            "tickformat": ",d",
            "title": {"text": {"vi": "tấn (trục không bắt đầu từ 0)", "en": "tonnes (the axis does not start at 0)"}[lang]},
        },
        yaxis={"autorange": "reversed", "categoryorder": "array", "categoryarray": ["<br>".join(text.wrap(w, 15)) for w in data["what"]]},
    )
    return Chart("which-total", lang, title, finding, alt, figure, data.drop(columns="kind"))


def who_gave_most(lang: str) -> Chart:
    """The Soviet share of aid by different measures, over different years."""
    from ..data.computed import NAMES

    claims = [
        ("am-1965-1972-ussr-share-claim", None, {"vi": "“hơn ba phần tư” viện trợ, 1965–1972", "en": "“over three quarters” of aid, 1965–1972"}),
        ("am-1967-ussr", NAMES["share-ussr-time-1967-round"][0](), {"vi": "đô la mỗi năm, 1967", "en": "dollars a year, 1967"}),
        ("am-1968-ussr-share", None, {"vi": "viện trợ của các nước XHCN, 1968", "en": "all socialist aid, 1968"}),
        ("at-1965-1968-ussr", NAMES["share-ussr-1965-1968"][0](), {"vi": "tấn hàng quân sự, 1965–1968", "en": "military tonnes, 1965–1968"}),
        ("at-1965-1968-all", NAMES["share-ussr-1965-1972"][0](), {"vi": "tấn hàng quân sự, 1965–1972", "en": "military tonnes, 1965–1972"}),
        ("at-1955-1975-all", NAMES["share-ussr"][0](), {"vi": "tấn hàng quân sự, 1955–1975", "en": "military tonnes, 1955–1975"}),
    ]
    # a share computed from several rows has their span, not its first row's
    ends, locators = {"at-1965-1968-all": "1972"}, {"at-1965-1968-all": "rows 1965–1968, 1969–1972", "at-1955-1975-all": "all five rows"}
    records = []
    for row_id, computed, what in claims:
        _, row = default().find(row_id)
        records.append(
            {
                "what": what[lang],
                "start": row["start"],
                "end": ends.get(row_id, row["end"]),
                "value": round(float(computed if computed is not None else row["value"]), 1),
                "unit": "percent",
                "source": row["source"],
                "locator": locators.get(row_id, row["locator"]),
                "weak": weak_alone(row["source"]),
                "note_vi": row["note_vi"],
                "note_en": row["note_en"],
            }
        )
    data = pd.DataFrame(records)
    traces = []
    for weak, name, symbol in (
        (False, {"vi": "nguồn thường", "en": "an ordinary source"}, "circle"),
        (True, {"vi": "một nguồn yếu", "en": "one weak source"}, "circle-open"),
    ):
        own = data[data["weak"] == weak]
        traces.append(
            go.Scatter(
                name=name[lang],
                x=own["value"].tolist(),
                y=["<br>".join(text.wrap(w, 16)) for w in own["what"]],
                mode="markers+text",
                text=[f"<b>{text.percent(v, lang, 0 if v == round(v) else 1)}{'+' if v == 75 else ''}</b>" for v in own["value"]],
                textposition="top center",
                marker={"symbol": symbol, "size": 14, "color": style.VERMILION, "line": {"width": 2.5, "color": style.VERMILION}},
                hovertext=[
                    style.hover(f"<b>{r['what']}</b>", text.percent(r["value"], lang), _source(r, lang), r[f"note_{lang}"])
                    for _, r in own.iterrows()
                ],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    title = {
        "vi": "Phần của Liên Xô: tùy đo cái gì, trong những năm nào, và ai nói",
        "en": "The Soviet share: by the measure, by the years, and by who says it",
    }[lang]
    finding = {
        "vi": f"Trong số tấn hàng quân sự, Liên Xô có {value('share-ussr-1965-1968', lang)} ở giai đoạn 1965–1968 nhưng chỉ {value('share-ussr', lang)} cho cả 1955–1975; trong số đô la của năm 1967, khoảng {value('share-ussr-time-1967-round', lang)}; câu “hơn ba phần tư” không kèm bằng chứng.",
        "en": f"Of the military tonnes the Soviet Union has {value('share-ussr-1965-1968', lang)} in 1965–1968 but only {value('share-ussr', lang)} in 1955–1975; of the dollars of 1967, about {value('share-ussr-time-1967-round', lang)}; the claim of over three quarters shows no evidence.",
    }[lang]
    alt = {"vi": "Sáu điểm trên trục từ 0 đến 100%: phần của Liên Xô theo những thước đo và những năm khác nhau. ", "en": "Six points on a scale from 0 to 100%: the Soviet share by different measures and years. "}[lang] + " ".join(
        f"{r['what']} ({short_name(r['source'], lang)}): {text.percent(r['value'], lang)}." for _, r in data.iterrows()
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=450,
        xaxis={"range": [0, 106], "tickvals": [0, 25, 50, 75, 100], "title": {"text": {"vi": "phần của Liên Xô (%)", "en": "Soviet share (%)"}[lang]}},
        yaxis={"autorange": "reversed", "categoryorder": "array", "categoryarray": ["<br>".join(text.wrap(w, 16)) for w in data["what"]]},
    )
    return Chart("who-gave-most", lang, title, finding, alt, figure, data.drop(columns="weak"))


def aid_in_dollars(lang: str) -> Chart:
    """The American intelligence estimate of 1975: dollars of all donors, 1970–74, military and economic."""
    ids = [f"am-{year}-all-{kind}" for kind in ("military", "economic") for year in range(1970, 1975)]
    rows = default().rows(ids)[[*_KEPT[:6], "low", "high", *_KEPT[6:]]]
    traces = []
    for kind, color, hatch in (("military", style.BLUE, ""), ("economic", style.YELLOW, ".")):
        own = rows[rows["category"] == kind]
        base = own["value"].fillna(own["low"]).tolist()
        over = (own["high"] - own["low"]).fillna(0).tolist()
        traces.append(
            go.Bar(
                name=label("category", kind, lang),
                x=own["start"].tolist(),
                y=base,
                marker={"color": color, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(hatch)},
                error_y={"type": "data", "symmetric": False, "array": over, "arrayminus": [0] * len(over), "visible": any(over), "color": style.INK, "width": 6},
                hovertext=[_says(r, lang, label("category", kind, lang)) for _, r in own.iterrows()],
                hoverinfo="text",
            )
        )
    peak = rows[rows["category"] == "military"].sort_values("value").iloc[-1]
    title = {
        "vi": f"Tính bằng đô la, viện trợ quân sự cao nhất vào năm {peak['start']}",
        "en": f"In dollars, military aid peaks in {peak['start']}",
    }[lang]
    finding = {
        "vi": f"Tình báo Mỹ ước tính viện trợ quân sự năm 1972 là {value('am-1972-all-military', lang)} triệu đô la, năm 1973 chỉ còn {value('am-1973-all-military', lang)} triệu.",
        "en": f"American intelligence put military aid at {value('am-1972-all-military', lang)} million dollars in 1972 and at only {value('am-1973-all-military', lang)} million in 1973.",
    }[lang]
    alt = {"vi": "Cột đôi từng năm, 1970 đến 1974, triệu đô la theo giá từng năm. ", "en": "Paired columns for 1970 to 1974 in millions of current dollars. "}[lang] + " ".join(
        f"{r['start']}, {label('category', r['category'], lang)}: "
        + (text.number(r["value"], lang) if pd.notna(r["value"]) else f"{text.number(r['low'], lang)}–{text.number(r['high'], lang)}")
        + "."
        for _, r in rows.iterrows()
    )
    figure = style.figure(
        traces,
        title,
        lang,
        barmode="group",
        xaxis={"type": "category"},
        yaxis={"tickformat": ",d", "title": {"text": {"vi": "triệu đô la (giá từng năm)", "en": "million dollars (current)"}[lang]}},
    )
    return Chart("aid-in-dollars", lang, title, finding, alt, figure, rows, bars="value")


def aid_1950_1954(lang: str) -> Chart:
    """China to the DRV beside the United States to France, 1950–54, both in tonnes."""
    rows = default().rows(["at-1950-1954-usa-to-france", "at-1950-1954-china"])[["id", "start", "end", "donor", "recipient", *_KEPT[4:]]]
    data = rows.copy()
    data["tonnes"] = [round(float(v) * (LONG_TON if u == "long-tons" else 1)) for v, u in zip(rows["value"], rows["unit"])]
    traces = [
        go.Bar(
            name=label("donor", r["donor"], lang),
            x=[r["tonnes"] / 1000],
            y=["<br>".join(text.wrap(f"{label('donor', r['donor'], lang)} → {label('recipient', r['recipient'], lang)}", 17))],
            orientation="h",
            marker=style.bar_marker(r["donor"]),
            text=[f"<b>{text.number(r['tonnes'], lang)}</b>"],
            textposition="outside",
            cliponaxis=False,
            hovertext=_says(r, lang, r[f"note_{lang}"]),
            hoverinfo="text",
            showlegend=False,
        )
        for _, r in data.iterrows()
    ]
    title = {
        "vi": "Tính theo cân nặng, phía Pháp nhận hơn hai mươi lần",
        "en": "By weight, the French side received over twenty times more",
    }[lang]
    finding = {
        "vi": f"Đến ngày 31-3-1954, tàu Mỹ đã chở tới Đông Dương {value('usa-to-france-tonnes', lang)} tấn trang thiết bị quân sự; đến tháng 6, Trung Quốc đã cho Việt Nam Dân chủ Cộng hòa {value('at-1950-1954-china', lang)} tấn hàng các loại. Hai thứ không cùng loại.",
        "en": f"By 31 March 1954 American ships had brought {value('usa-to-france-tonnes', lang)} tonnes of military equipment to Indochina; by June China had given the DRV {value('at-1950-1954-china', lang)} tonnes of goods of every kind. The two are not of one kind.",
    }[lang]
    alt = {
        "vi": f"Hai thanh ngang. {finding}",
        "en": f"Two horizontal bars. {finding}",
    }[lang]
    figure = style.figure(
        traces, title, lang, height=280, xaxis={"range": [0, 640], "tickformat": ",d", "title": {"text": {"vi": "nghìn tấn", "en": "thousand tonnes"}[lang]}}, yaxis={"autorange": "reversed", "ticks": ""}
    )
    return Chart("aid-1950-1954", lang, title, finding, alt, figure, data, bars="tonnes")

"""The charts of lesson 07: Soviet specialists, and who says so."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, short_name, value, weak_alone
from . import grammar, style
from .aid import _source
from .chart import Chart
from .lanes import Lane, Mark, draw, framed
from .timelines import event_marks, meets, told

WINDOWS = {"whole": ("1956-01", "1975-08"), "first-years": ("1964-12", "1966-12")}
_COUNTED = {  # events that say what a row of `personnel` says
    "ev-1965-04-2266-come",
    "ev-1965-dead-counted",
    "ev-1965-10-01-475-present",
    "ev-1966-02-about-1000-present",
    "ev-1968-06-small-groups",
    "ev-1974-12-statistics-close",
    "ev-1975-02-mig-team-1975",
}
_QUALIFIERS = {
    "about": ("≈", "≈"),
    "more-than": ("hơn ", "over "),
    "at-most": ("không quá ", "at most "),
    "nearly": ("gần ", "nearly "),
}


def figure_of(row: dict, lang: str) -> str:
    """A personnel figure with the word that its source puts before it: “≈1.000”, “35–40”, “over 4,500”."""
    written = value(row["id"], lang)
    return _QUALIFIERS.get(row["qualifier"], ("", ""))[0 if lang == "vi" else 1] + written if pd.notna(row["value"]) else written


def _people(**wanted: str) -> list[dict]:
    """Personnel rows with the wanted column values."""
    rows = default().table("personnel")
    for column, code in wanted.items():
        rows = rows[rows[column] == code]
    return rows.to_dict("records")


def _said(row: dict, lang: str) -> str:
    """The hover label of a personnel row."""
    when = text.period(row["start"], row["end"], lang)
    return style.hover(
        f"<b>{figure_of(row, lang)} {label('unit', row['unit'], lang)}</b>",
        f"{label('counted', row['counted'], lang)}; {when}",
        row[f"note_{lang}"],
        _source(row, lang),
    )


def _number_marks(rows: list[dict], lang: str, names: bool = False) -> list[Mark]:
    return [
        Mark(
            start=row["start"],
            end=row["end"] if row["end"] != row["start"] else "",
            about=row["precision"] == "about",
            label=figure_of(row, lang) + (f" ({label('counted', row['counted'], lang)})" if names else ""),
            said=_said(row, lang),
            hollow=weak_alone(row["source"]),
            symbol="circle" if row["measure"] == "stock" else "diamond",
        )
        for row in rows
    ]


def advisers_timeline(lang: str, years: str = "whole") -> Chart:
    """Everything that the tables date about Soviet specialists, in lanes. `years`: "whole" (1956–75) or "first-years" (1965–66)."""
    if years not in WINDOWS:
        raise text.CourseError(
            vi=f"Không có khoảng năm “{years}”. Chọn một trong: {', '.join(WINDOWS)}.",
            en=f"There are no years “{years}”. Choose one of: {', '.join(WINDOWS)}.",
        )
    first, last = WINDOWS[years]
    say = lambda vi, en: vi if lang == "vi" else en  # noqa: E731
    whole = [r for r in _people(country="ussr", place="drv") if not r["part_of"] and not r["copy_of"]]
    stocks = [r for r in whole if r["measure"] == "stock"]
    groups = [r for r in whole if r["measure"] == "group"]
    flows = [r for r in whole if r["measure"] == "flow" and r["precision"] == "range" and r["counted"] != "salvage-team"]
    abroad = [r for r in _people(country="vietnam", measure="trained-abroad", place="ussr") if r["end"] <= "1975" and not r["part_of"]]
    used = [*stocks, *groups, *flows, *abroad]
    unknown = Mark(start="1966-03", end="1975-04", label="", hatched=True, said=say("không nguồn nào ta đọc có số", "no figure in any source that we read"))
    heads, head_rows = _heads(lang)
    units, unit_rows = _units(lang)
    lanes = [
        Lane(say("Cả nước, vào một lúc", "Whole country, at one time"), [*_number_marks(stocks, lang), unknown], style.VERMILION),
        Lane(say("Từng nhóm (không cộng được)", "Single groups (not to be added)"), _number_marks(groups, lang, names=True), style.VERMILION),
        Lane(say("Đi qua: cộng dồn trong một khoảng", "Passed through: added up over a span"), _number_marks(flows, lang, names=True), style.ORANGE),
        Lane(say("Trưởng đoàn", "Heads of the Group"), heads, style.PURPLE),
        Lane(say("Trung đoàn tên lửa: ngày thành lập tìm được", "Missile regiments: founding dates found"), units, style.GREEN),
        Lane(say("Học ở Liên Xô", "Trained in the Soviet Union"), _number_marks(abroad, lang, names=True), style.SKY),
    ]
    drawn: list[dict] = []
    for lane, heading, color in (
        ("specialists", say("Việc chuyên gia làm", "What the specialists did"), style.VERMILION),
        ("combat", say("Những trận đầu, 1965", "The first actions, 1965"), style.BLACK),
        ("salvage", say("Nghiên cứu vũ khí Mỹ thu được", "Study of captured American arms"), style.BLUE),
        ("deaths", say("Người đã mất: chỉ những ai có tên, có ngày", "The dead: only those with a name and a date"), style.GREY),
    ):
        rows = [r for r in told().values() if r["lane"] == lane and meets(r["start"], r["end"], first, last) and _shown(r, years)]
        if rows:  # an empty lane would read as "none"
            lanes.append(Lane(heading, event_marks(rows, lang), color))
        drawn += rows
    hint = [r for r in told().values() if r["id"] == "ev-1966-10-02-krasnaya-zvezda"]
    lanes.append(Lane(say("Lần đầu hé lộ (→ 1989, 2001, 2005: hình dưới)", "First hint (→ 1989, 2001, 2005: chart below)"), event_marks(hint, lang), style.PURPLE))
    drawn += hint
    traces, headings, bottom = draw(lanes, first, last)
    data = pd.DataFrame(
        [{k: r.get(k) for k in ("id", "start", "end", "value", "low", "high", "unit", "source", "locator")} | {"what": label("counted", r["counted"], lang)} for r in used]
        + [{k: r.get(k) for k in ("id", "start", "end", "source", "locator")} | {"what": r["what"]} for r in (*head_rows, *unit_rows)]
        + [{k: r.get(k) for k in ("id", "start", "end", "source", "locator")} | {"what": r[f"title_{lang}"]} for r in drawn]
    )
    data = data[[meets(a, b, first, last) for a, b in zip(data["start"], data["end"])]].reset_index(drop=True)
    data = data[["what", "id", "start", "end", "value", "low", "high", "unit", "source", "locator"]].fillna({"unit": "", "end": ""})
    title = say("Một ngày đếm được 475; mười năm đi qua hàng nghìn", "475 on one day; thousands in ten years")
    finding = say(
        f"Ngày 1-10-1965 có {value('pe-1965-10-01-ussr-present', lang)} quân nhân Liên Xô ở miền Bắc; từ tháng 4-1965 đến tháng 5-1966 có {value('pe-1965-1966-ussr-air-defence', lang)} chuyên gia phòng không đi qua. Giữa các dấu, không nguồn nào ta đọc cho biết con số: vì thế không có đường nối.",
        f"On 1 October 1965 there were {value('pe-1965-10-01-ussr-present', lang)} Soviet servicemen in the North; from April 1965 to May 1966 {value('pe-1965-1966-ussr-air-defence', lang)} air-defence specialists passed through. Between the marks no source that we read has a figure, and so no line joins them.",
    )
    alt = say("Các làn thời gian xếp từ trên xuống. ", "Lanes of time from the top down. ") + " ".join(
        f"{lane.heading}: " + "; ".join(f"{text.period(m.start, m.end or m.start, lang)}: {m.label}" for m in lane.marks if meets(m.start, m.end or m.start, first, last)) + "."
        for lane in lanes
    )
    every, form = ("M60", "%Y") if years == "whole" else ("M6", "%m-%Y")
    span = [grammar.first_day(first).isoformat(), grammar.last_day(last).isoformat()]
    figure = framed(traces, headings, bottom, title, lang, {"type": "date", "range": span, "tickformat": form, "dtick": every, "tick0": "1960-01-01"})
    return Chart(f"advisers-timeline-{years}", lang, title, finding, alt, figure, data)


def _shown(event: dict, years: str) -> bool:
    """Whether an event has a headline of its own. Counts of people have lanes of their own; the crowded months of 1965 have their own view."""
    if event["id"] in _COUNTED:
        return False
    return years != "whole" or event["lane"] != "specialists" or not "1965-01" <= event["start"] <= "1965-12" or event["id"] == "ev-1965-07-group-formed"


def _heads(lang: str) -> tuple[list[Mark], list[dict]]:
    """Heads of the whole Group; where no source names one, the lane is hatched."""
    people = default().table("people").set_index("key")
    rows = default().table("group_heads")
    rows = rows[(rows["role"] == "head-of-group") & (rows["country"] == "ussr") & (rows["start"] != "")]
    marks, kept = [], []
    for row in rows.to_dict("records"):
        name = people.loc[row["person"], f"name_{lang}"]
        if row["id"] == "gh-khyupenen-interview":
            continue  # the same term, told to the year where another source has the month
        marks.append(
            Mark(
                start=row["start"],
                end=row["end"],
                label=name + (" (?)" if row["disputed"] else ""),
                said=style.hover(f"<b>{name}</b>", text.period(row["start"], row["end"], lang), row[f"note_{lang}"], _source(row, lang)),
                hollow=weak_alone(row["source"]),
            )
        )
        kept.append(row | {"what": name})
    unknown = {
        "vi": style.hover("Không nguồn nào ta đọc ghi ai trong những năm này; một hồi ức nhắc trưởng đoàn Stolnikov mà không ghi năm."),
        "en": style.hover("No source that we read names anyone for these years; one memoir names a head, Stolnikov, without dates."),
    }[lang]
    marks.append(Mark(start="1969-05", end="1972-11", label="", said=unknown, hatched=True))
    return marks, kept


def _units(lang: str) -> tuple[list[Mark], list[dict]]:
    """Missile regiments by the day of founding; those of one day share a mark."""
    rows = default().table("air_defence_units")
    rows = rows[(rows["unit_kind"] == "missile-regiment") & (rows["founded"] != "")]
    marks, kept = [], []
    for day, group in rows.groupby("founded", sort=True):
        numbers = [i.removeprefix("ad-regiment-") for i in group["id"]]
        said = [f"{r[f'name_{lang}']}: {r[f'trainer_{lang}']}. {_source(r, lang)}" for r in group.to_dict("records")]
        marks.append(Mark(start=day, label=", ".join(numbers), said=style.hover(f"<b>{text.date(day, lang)}</b>", *said), symbol="square", hollow=all(weak_alone(k) for k in group["source"])))
        kept += [r | {"start": r["founded"], "end": r["founded"], "what": r[f"name_{lang}"]} for r in group.to_dict("records")]
    return marks, kept


def who_spoke_when(lang: str) -> Chart:
    """When each country first let its people's part be known: the lane of memory, to 2005."""
    rows = [r for r in told().values() if r["lane"] == "memory"]
    marks = event_marks(rows, lang)
    by_country: dict[str, list[Mark]] = {}
    for mark, row in zip(marks, rows):
        by_country.setdefault(row["country"], []).append(mark)
    colors = {"ussr": style.VERMILION, "russia": style.VERMILION, "china": style.ORANGE, "dprk": style.GREEN, "cuba": style.BLUE}
    lanes = [Lane(label("country", c, lang), by_country[c], colors.get(c, style.GREY)) for c in by_country]
    no_date = {"vi": "chưa tìm được nguồn ghi ngày", "en": "no source with a date was found"}[lang]
    lanes.insert(0, Lane(f"{label('country', 'vietnam', lang)}: {no_date}", [Mark(start="1964-01", end="2007-12", label="", said=no_date, hatched=True)]))
    traces, headings, bottom = draw(lanes, "1964-01", "2007-12")
    data = pd.DataFrame([{k: r[k] for k in ("id", "start", "end", "source", "locator")} | {"what": r[f"title_{lang}"]} for r in rows])
    title = {"vi": "Im lặng lâu hơn chiến tranh", "en": "The silence outlasted the war"}[lang]
    finding = {
        "vi": "Liên Xô hé lộ năm 1966 nhưng đến năm 1989 mới thừa nhận từng trực tiếp chiến đấu; một hãng tin bán chính thức Trung Quốc cũng năm 1989 (năm là suy ra), Triều Tiên năm 2001, Cuba năm 2005.",
        "en": "The Soviet Union gave a hint in 1966 and admitted combat only in 1989; a semi-official Chinese agency also in 1989 (the year is inferred), North Korea in 2001, Cuba in 2005.",
    }[lang]
    alt = {"vi": "Làn thời gian từ 1964 đến 2007, mỗi nước một làn. ", "en": "Lanes from 1964 to 2007, one for each country. "}[lang] + " ".join(
        f"{text.date(m.start, lang)}: {m.label}." for m in marks
    )
    figure = style.figure(
        traces, title, lang, height=int(bottom) + 90, barmode="overlay", annotations=headings, hovermode="closest",
        xaxis={"type": "date", "range": ["1964-01-01", "2007-12-31"], "tickformat": "%Y", "dtick": "M120"},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    return Chart("who-spoke-when", lang, title, finding, alt, figure, data[["what", "id", "start", "end", "source", "locator"]])


def competing_totals(lang: str) -> Chart:
    """How many Soviet people in all, by who counted whom; no figure is preferred."""
    rows = [r for r in _people(country="ussr", measure="flow") if not r["copy_of"] and r["id"] != "pe-ussr-total-voltaire" and r["counted"] not in ("air-defence-specialists", "salvage-team")]
    rows.sort(key=lambda r: (r["value"], r["id"]))
    shapes = {"more-than": "triangle-right", "at-most": "triangle-left", "nearly": "triangle-left"}
    traces = []
    names = [f"{short_name(r['source'], lang)}: {label('counted', r['counted'], lang)}" for r in rows]
    ys = list(range(len(rows)))
    for hollow, name in ((False, {"vi": "nguồn thường", "en": "ordinary source"}), (True, {"vi": "một nguồn yếu", "en": "one weak source"})):
        own = [i for i in ys if weak_alone(rows[i]["source"]) == hollow]
        traces.append(
            go.Scatter(
                name=name[lang],
                x=[rows[i]["value"] for i in own],
                y=own,
                mode="markers+text",
                text=[f"<b>{figure_of(rows[i], lang)}</b>" for i in own],
                textposition=["middle left" if rows[i]["value"] > 12000 else "middle right" for i in own],
                marker={
                    "symbol": [shapes.get(rows[i]["qualifier"], "circle") + ("-open" if hollow else "") for i in own],
                    "size": 12,
                    "color": style.VERMILION,
                    "line": {"width": 2 if hollow else 0, "color": style.VERMILION},
                },
                hovertext=[_said(rows[i], lang) for i in own],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    data = pd.DataFrame(rows)[["id", "start", "end", "counted", "qualifier", "value", "low", "high", "unit", "source", "locator", "note_vi", "note_en"]]
    title = {"vi": "Từ 3.000 đến 22.000: trước hết hãy hỏi đếm ai", "en": "From 3,000 to 22,000: first ask who is counted"}[lang]
    finding = {
        "vi": f"Một phần chênh lệch là do đếm khác nhóm: sĩ quan ({value('pe-1965-1974-ussr-officers', lang)}), quân nhân ({value('pe-ussr-total-dpmo-military', lang)}), mọi công dân ({value('pe-ussr-total-dpmo-citizens', lang)}). Phần còn lại là bất đồng thật: cùng là quân nhân mà nguồn nói {value('pe-ussr-total-ap-1989', lang)}, nguồn nói {value('pe-ussr-total-dpmo-military', lang)}.",
        "en": f"Part of the gap comes from counting different groups: officers ({value('pe-1965-1974-ussr-officers', lang)}), servicemen ({value('pe-ussr-total-dpmo-military', lang)}), all citizens ({value('pe-ussr-total-dpmo-citizens', lang)}). The rest is real disagreement: for servicemen alone, one source says {value('pe-ussr-total-ap-1989', lang)}, another {value('pe-ussr-total-dpmo-military', lang)}.",
    }[lang]
    alt = {"vi": "Các điểm trên một trục số người, mỗi hàng một nguồn. ", "en": "Points on a scale of people, one row a source. "}[lang] + " ".join(
        f"{name}: {figure_of(row, lang)}." for name, row in zip(names, rows)
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=120 + 44 * len(rows),
        xaxis={"range": [0, 24000], "tickvals": [0, 10000, 20000], "tickformat": ",d", "title": {"text": {"vi": "người", "en": "people"}[lang]}},
        yaxis={"range": [len(rows) - 0.5, -0.7], "zeroline": False, "tickvals": ys, "ticktext": ["<br>".join(text.wrap(n, 24)) for n in names], "tickfont": {"size": 10}},
    )
    return Chart("competing-totals", lang, title, finding, alt, figure, data)


def stock_and_flow(lang: str) -> Chart:
    """475 and about 1,000 were present; 2,266 passed through: two ways of counting on one page."""
    ids = ["pe-1965-10-01-ussr-present", "pe-1966-02-ussr-present", "pe-1965-1966-ussr-air-defence"]
    rows = default().rows(ids).to_dict("records")
    traces = []
    for row in rows:
        parts = grammar.pieces(row["start"], row["end"])
        flow = row["measure"] == "flow"
        days = [d for p in parts for d in (p.left, p.right)] if parts else [grammar.first_day(row["start"])]
        traces.append(
            go.Scatter(
                name=label("measure", row["measure"], lang),
                x=[min(days).isoformat(), max(days).isoformat()],
                y=[row["value"]] * 2,
                mode="lines+markers" if flow else "lines",
                line={"width": 5 if flow else 9, "color": style.ORANGE if flow else style.VERMILION},
                opacity=1 if flow else 0.4,
                marker={"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": style.ORANGE}},
                hovertext=[_said(row, lang)] * 2,
                hoverinfo="text",
                showlegend=False,
            )
        )
        middle = min(days) + (max(days) - min(days)) / 2
        traces.append(
            go.Scatter(
                name=label("measure", row["measure"], lang),
                x=[middle.isoformat()],
                y=[row["value"] + (60 if flow else 0)],  # above its bar
                mode="markers+text" if not flow else "text",
                marker={"size": 14, "color": style.VERMILION},
                text=[f"<b>{figure_of(row, lang)}</b> " + {"stock": {"vi": "có mặt", "en": "present"}, "flow": {"vi": "đi qua", "en": "passed through"}}[row["measure"]][lang]],
                textposition="top center",
                hovertext=[_said(row, lang)],
                hoverinfo="text",
                showlegend=False,
                cliponaxis=False,
            )
        )
    data = pd.DataFrame(rows)[["id", "start", "end", "counted", "measure", "qualifier", "value", "unit", "source", "locator", "note_vi", "note_en"]]
    title = {"vi": "Có mặt và đi qua là hai cách đếm", "en": "Present and passed through: two ways to count"}[lang]
    finding = {
        "vi": f"{value(ids[0], lang)} người có mặt, rồi khoảng {value(ids[1], lang)}; {value(ids[2], lang)} người đi qua trong mười bốn tháng: hai cách đếm nên chưa hẳn trái nhau, nhưng mức tăng cần thêm bằng chứng.",
        "en": f"{value(ids[0], lang)} were present, then about {value(ids[1], lang)}; {value(ids[2], lang)} passed through in fourteen months: two ways of counting need not contradict, but the growth wants more evidence.",
    }[lang]
    alt = {"vi": "Hai điểm và một thanh ngang trên trục thời gian. ", "en": "Two points and one horizontal bar on a time axis. "}[lang] + " ".join(
        f"{text.period(r['start'], r['end'], lang)}: {figure_of(r, lang)} ({label('measure', r['measure'], lang)})." for r in rows
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=360,
        xaxis={"type": "date", "range": ["1965-03-01", "1966-06-30"], "tickformat": "%m-%Y", "dtick": "M5", "tick0": "1965-04-01"},
        yaxis={"range": [0, 2700], "tickformat": ",d", "title": {"text": {"vi": "người", "en": "people"}[lang]}},
    )
    return Chart("stock-and-flow", lang, title, finding, alt, figure, data)


def _shape(row: dict) -> str:
    """Advisers are one thing, an army another: they have marks of their own."""
    return "square" if row["counted"] in ("advisory-mission", "field-advisers", "advisers") else "circle"


def five_countries(lang: str) -> Chart:
    """People present, country by country, each panel on a scale of its own: the panels are for reading, not for measuring against one another."""
    order = ("ussr", "china", "dprk", "cuba", "usa")
    colors = {"ussr": style.VERMILION, "china": style.ORANGE, "dprk": style.GREEN, "cuba": style.PURPLE, "usa": style.BLUE}
    small = ("dprk", "cuba")  # their groups are the whole of those present
    rows = [r for r in _people(unit="people") if r["measure"] == "stock" or (r["measure"] == "group" and r["country"] in small)]
    rows = [r for r in rows if r["country"] in order and r["place"] in ("drv", "south-vietnam", "vietnam") and not r["part_of"] and not r["copy_of"] and r["end"] <= "1975-12-31"]
    panel, gap = 1 / len(order), 0.06
    layout: dict = {}
    traces = []
    for n, country in enumerate(order):
        own = [r for r in rows if r["country"] == country]
        axis = "" if n == 0 else str(n + 1)
        top = 1 - n * panel
        peak = max((r["value"] if pd.notna(r["value"]) else r["high"]) for r in own)
        layout[f"yaxis{axis}"] = {"domain": [top - panel + gap, top - 0.035], "range": [0, peak * 1.25], "nticks": 3, "tickformat": ",d", "anchor": "x", "tickfont": {"size": 11}}
        for hollow in (False, True):
            part = [r for r in own if weak_alone(r["source"]) == hollow]
            traces.append(
                go.Scatter(
                    x=[(grammar.first_day(r["start"]) + (grammar.last_day(r["end"]) - grammar.first_day(r["start"])) / 2).isoformat() for r in part],
                    y=[r["value"] if pd.notna(r["value"]) else r["high"] for r in part],
                    yaxis=f"y{axis}",
                    mode="markers",
                    marker={"symbol": [_shape(r) + ("-open" if hollow else "") for r in part], "size": 9, "color": colors[country], "line": {"width": 2 if hollow else 0, "color": colors[country]}},
                    hovertext=[_said(r, lang) for r in part],
                    hoverinfo="text",
                    showlegend=False,
                    cliponaxis=False,
                )
            )
    names = {
        "ussr": {"vi": "Liên Xô: chuyên gia", "en": "Soviet Union: specialists"},
        "china": {"vi": "Trung Quốc: công binh, cao xạ, hậu cần", "en": "China: engineers, anti-aircraft, support"},
        "dprk": {"vi": "Triều Tiên: đoàn không quân", "en": "North Korea: an air-force group"},
        "cuba": {"vi": "Cuba: kỹ sư, đoàn không quân", "en": "Cuba: engineers, an air-force team"},
        "usa": {"vi": "Mỹ: cố vấn (□), toàn bộ quân (●)", "en": "USA: advisers (□), all forces (●)"},
    }
    notes = [
        {"text": f"<b>{names[c][lang]}</b>", "xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1 - n * panel, "yanchor": "top", "showarrow": False, "font": {"size": 12, "color": style.INK}}
        for n, c in enumerate(order)
    ]
    data = pd.DataFrame(rows)[["id", "start", "end", "country", "counted", "qualifier", "value", "low", "high", "unit", "source", "locator", "note_vi", "note_en"]]
    title = {"vi": "Năm nước, năm thang đo: đừng so chiều cao giữa các ô", "en": "Five countries, five scales: do not compare heights across panels"}[lang]
    finding = {
        "vi": f"Với chuyên gia Liên Xô, ta đọc được hai con số: {value('pe-1965-10-01-ussr-present', lang)} và khoảng {value('pe-1966-02-ussr-present', lang)}; quân Trung Quốc lúc đông nhất khoảng {value('pe-1967-china-peak', lang)}; quân Mỹ hơn nửa triệu. Đó là những loại người làm những việc khác nhau.",
        "en": f"For Soviet specialists two figures were read, {value('pe-1965-10-01-ussr-present', lang)} and about {value('pe-1966-02-ussr-present', lang)}; Chinese troops at their peak about {value('pe-1967-china-peak', lang)}; American forces over half a million. They were different people doing different work.",
    }[lang]
    alt = {"vi": "Năm ô xếp dọc, cùng trục thời gian, mỗi ô một thang riêng. ", "en": "Five panels under one time axis, each on its own scale. "}[lang] + " ".join(
        f"{names[c][lang]}: " + "; ".join(f"{text.period(r['start'], r['end'], lang)} {figure_of(r, lang)}" for r in rows if r["country"] == c) + "." for c in order
    )
    figure = style.figure(traces, title, lang, height=720, annotations=notes, xaxis={"type": "date", "range": ["1954-01-01", "1976-01-01"], "tickformat": "%Y", "dtick": "M60", "tick0": "1955-01-01", "anchor": f"y{len(order)}"}, **layout)
    return Chart("five-countries", lang, title, finding, alt, figure, data)

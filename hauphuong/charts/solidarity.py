"""The charts of lesson 09: who stood with Vietnam, where and when, and who recognised whom between 1950 and 1975."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, links, row, short_name, weak_alone
from ..data.computed import first_ties
from . import grammar, lanes, maps, style
from .aid import _source
from .chart import Chart
from .lanes import Lane, Mark
from .timelines import event_marks, told

TIMELINE = {
    "window": ("1960-01", "1975-12"),
    "lanes": ["conferences", "committees", "words-and-rallies", "volunteers", "goods", "ties"],
    "title": {"vi": "Ở Bắc Âu, phong trào đi trước chính phủ", "en": "In the North the movement came before the state"},
    "finding": {
        "vi": "Ở Thụy Điển, Na Uy và Đan Mạch, các nhóm và ủy ban trên lịch này ra đời trong những năm 1965–1968; ba chính phủ lập quan hệ với Hà Nội năm 1969 và năm 1971.",
        "en": "In Sweden, Norway and Denmark the groups and committees on this calendar were founded in 1965–1968; the three governments opened ties with Hanoi in 1969 and 1971.",
    },
}


# -- the map ---------------------------------------------------------------------------------------------------------------

# Kinds as marks: the symbol says it, colour only helps. A place has the mark of its first kind in this order.
_KINDS = {
    "conference": ("square", style.PURPLE),
    "movement": ("circle", style.BLUE),
    "rally": ("triangle-up", style.VERMILION),
    "declaration": ("star", style.ORANGE),
    "recognition": ("diamond", style.GREEN),
    "volunteers": ("cross", style.BLACK),
    "visit": ("pentagon", style.SKY),
    "goods": ("x", style.GREY),
}
_EUROPE = maps.Window(-14.5, 14.5, -13.5, 11.5, centre=(17.0, 53.0))  # globes: from above Poland, the China coast and the Amazon
_ASIA = maps.Window(-22, 24, -22, 17, centre=(118.0, 28.0), axis="2")
_AMERICAS = maps.Window(-34, 36, -50, 36, centre=(-66.0, -2.0), axis="3")


def _panel(lat: float, lon: float) -> int:
    return 2 if lon < -30 else 0 if lon < 50 else 1


def _gathered(lang: str) -> list[tuple[tuple, list[dict]]]:
    """The rows of `solidarity` by place, those of a place in the order of time."""
    events = told()
    rows = default().table("solidarity").to_dict("records")
    rows = sorted(rows, key=lambda r: (r["lat"], r["lon"], events[r["event"]]["start"]))
    return [(at, list(own)) for at, own in groupby(rows, key=lambda r: (r["lat"], r["lon"]))]


def _mark_of(own: list[dict], lang: str) -> maps.Place:
    """A place: its name and how many events, the mark of its chief kind, and each event in its hover label."""
    events = [told()[r["event"]] for r in own]
    kind = min((r["kind"] for r in own), key=list(_KINDS).index)
    symbol, color = _KINDS[kind]
    name = own[0][f"place_{lang}"].split(" (")[0]
    said = "<br>".join(
        style.hover(f"<b>{text.period(e['start'], e['end'], lang)}: {e[f'title_{lang}']}</b>", _source(e, lang) if len(events) > 1 else e[f"text_{lang}"])
        for e in events
    )
    if len(events) == 1:
        said = "<br>".join([said, style.hover(_source(events[0], lang))])
    weak = all(weak_alone(k) for e in events for k in e["source"].split())
    return maps.Place(own[0]["lon"], own[0]["lat"], f"{name} ({len(own)})" if len(own) > 1 else name, said, symbol, color, weak, 10)


def world_of_solidarity(lang: str) -> Chart:
    """Europe, Asia and the Americas with the places where solidarity was shown; the mark tells the kind, hover each event."""
    title = {"vi": "Từ Stockholm tới Santiago: nơi nào làm gì", "en": "From Stockholm to Santiago: who did what where"}[lang]
    panels: list[list[maps.Place]] = [[], [], []]
    rows = _gathered(lang)
    for (lat, lon), own in rows:
        panels[_panel(lat, lon)].append(_mark_of(own, lang))
    windows = (_EUROPE, _ASIA, _AMERICAS)
    figure = maps.draw(title, lang, [(w, [], p) for w, p in zip(windows, panels)], gap=30, margin={"b": 112, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))})
    heads = {"vi": ("Châu Âu", "Châu Á", "Châu Mỹ"), "en": ("Europe", "Asia", "The Americas")}[lang]
    for head, window in zip(heads, windows):
        top = figure.layout[f"yaxis{window.axis}"].domain[1]
        figure.add_annotation(text=f"<b>{head}</b>", xref="paper", x=0, xanchor="left", yref="paper", y=top, yanchor="bottom", showarrow=False, font={"size": 12, "color": style.INK})
    met = {r["kind"] for _, own in rows for r in own}
    for kind, (symbol, color) in _KINDS.items():
        if kind in met:
            figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", name=label("kind", kind, lang), marker={"symbol": symbol, "size": 10, "color": color}, hoverinfo="skip", showlegend=True))
    figure.update_layout(showlegend=True, legend={"itemclick": False, "itemdoubleclick": False})
    drawn = sorted((r for _, own in rows for r in own), key=lambda r: (_panel(r["lat"], r["lon"]), told()[r["event"]]["start"], r["event"]))
    said = {r["event"]: f"{r[f'place_{lang}']}: {told()[r['event']][f'title_{lang}']}" for r in drawn}
    data = pd.DataFrame([{"what": f"{said[r['event']]} ({label('kind', r['kind'], lang)})"} | {k: told()[r["event"]][k] for k in ("id", "start", "end", "precision", "source", "locator")} for r in drawn])
    numbers = {"n": len(drawn), "p": len(rows), "s": sum(len(own) for _, own in rows if own[0]["state"] == "sweden")}
    finding = {
        "vi": "Bản đồ có {n} sự việc ở {p} nơi; {s} sự việc là ở Thụy Điển, một phần vì nguồn Bắc Âu dễ tìm: chỗ trống trên bản đồ không có nghĩa là ở đó không có gì.",
        "en": "The map has {n} events in {p} places; {s} of them are in Sweden, partly because Nordic sources are easy to find: an empty spot does not mean that nothing happened there.",
    }[lang].format(**numbers)
    lead = {"vi": "Ba bản đồ: châu Âu, châu Á, châu Mỹ. Hình dấu cho biết loại việc; số trong ngoặc là số sự việc ở một nơi. ", "en": "Three maps: Europe, Asia, the Americas. The mark tells the kind of event; a number in brackets, how many a place has. "}[lang]
    alt = lead + " ".join(
        f"{heads[n]}: " + "; ".join(f"{text.period(told()[r['event']]['start'], told()[r['event']]['end'], lang)}, {said[r['event']]}" for r in drawn if _panel(r["lat"], r["lon"]) == n) + "."
        for n in range(3)
    )
    return Chart("world-of-solidarity", lang, title, finding, alt, figure, data)


# -- the sentence of one man -----------------------------------------------------------------------------------------------

_WHEN = {  # the day that each source gives for the pledge, as exactly as it does
    "trinh-thi-hong-hanh-2025": ("1966-01", "1966-03"),
    "vtv-2016": ("1966", ""),
    "cantho-2016": ("1966-02-02", ""),
    "vanguardia-2025": ("1966-09-02", ""),
    "radioreloj-2023": ("1973-09", ""),
    "nhandan-es": ("1973-09-16", ""),
}


def when_castro_said_it(lang: str) -> Chart:
    """The time that each source gives for one sentence, above what can test it."""
    event = "ev-1966-castro-pledge"
    says = {r["source"]: r for r in links(event)}
    marks, drawn = [], []
    for key, (start, end) in _WHEN.items():
        of = says[key]
        when = {"vi": "đầu 1966", "en": "early 1966"}[lang] if end else text.date(start, lang) if len(start) == 10 else text.period(start, start, lang)
        marks.append(Mark(start=start, end=end, label=f"{short_name(key, lang)}: {when}", said=style.hover(f"<b>{when}</b>", of[f"says_{lang}"], _source(of, lang)), hollow=weak_alone(key)))
        drawn.append({"what": of[f"says_{lang}"], "id": event, "start": start, "end": end or start, "source": key, "locator": of["locator"]})
    tests = ["ev-1966-01-tricontinental", "ev-1969-06-03-castro-recalls", "ev-1973-09-12-castro-in-vietnam"]
    events = [told()[e] for e in tests]
    drawn += [{"what": r[f"title_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "source", "locator")} for r in events]
    first, last = "1965-08", "1974-06"
    rows = [
        Lane({"vi": "Nói lần đầu khi nào, theo từng nguồn", "en": "When he first said it, by each source"}[lang], marks, style.PURPLE),
        Lane({"vi": "Những mốc để kiểm", "en": "What can test it"}[lang], event_marks(events, lang), style.VERMILION),
    ]
    traces, headings, bottom = lanes.draw(rows, first, last)
    known = told()["ev-1969-06-03-castro-recalls"]
    word = {"vi": "từ đây câu nói đã có", "en": "known from here on"}[lang]
    bottom += 20
    traces.insert(0, go.Scatter(x=[known["start"], known["start"]], y=[0, bottom], mode="lines", line={"width": 1.4, "dash": "dash", "color": style.GREY}, hoverinfo="skip", showlegend=False))
    headings.append({"text": word, "x": known["start"], "xanchor": "left", "xshift": 4, "yref": "y", "y": bottom - 10, "yanchor": "middle", "showarrow": False, "font": {"size": 11, "color": style.INK}})
    title = {"vi": "Một câu nói, bốn ngày tháng; năm 1973 bị loại", "en": "One sentence, four dates; 1973 is ruled out"}[lang]
    finding = {
        "vi": "Hai nguồn gắn câu nói với tháng 9-1973, nhưng diễn văn ngày 3-6-1969 đã nhắc lại câu ấy; bốn nguồn kia đều ghi năm 1966, khác nhau về ngày.",
        "en": "Two sources tie the sentence to September 1973, but a speech of 3 June 1969 already recalls it; the other four all have 1966 and differ over the day.",
    }[lang]
    alt = {"vi": "Hai làn trên trục thời gian, 1966–1973. ", "en": "Two lanes on an axis of time, 1966–1973. "}[lang] + " ".join(f"{lane.heading}: " + "; ".join(m.label for m in lane.marks) + "." for lane in rows)
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(bottom) + 100,
        margin={"l": 8, "r": 12, "b": 24, "t": 24 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        barmode="overlay",
        annotations=headings,
        hovermode="closest",
        xaxis={"type": "date", "range": [grammar.first_day(first).isoformat(), grammar.last_day(last).isoformat()], "tickformat": "%Y", "dtick": "M12", "tick0": "1966-01-01", "tickangle": 0},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    return Chart("when-castro-said-it", lang, title, finding, alt, figure, pd.DataFrame(drawn))


# -- diplomatic ties -------------------------------------------------------------------------------------------------------

_CAMP = "china ussr dprk czechoslovakia gdr romania hungary poland bulgaria albania yugoslavia mongolia cuba".split()
_WEST = "sweden switzerland norway denmark austria finland australia italy netherlands france belgium canada uk japan".split()
_GROUPS = {
    "camp": ({"vi": "Các nước xã hội chủ nghĩa", "en": "Socialist countries"}, style.VERMILION, "circle"),
    "south": ({"vi": "Á, Phi, Mỹ Latin", "en": "Asia, Africa, Latin America"}, style.GREEN, "diamond"),
    "west": ({"vi": "Tây Âu, Úc, Canada, Nhật Bản", "en": "Western Europe, Australia, Canada, Japan"}, style.BLUE, "square"),
}
_STEPS = 120  # pixels of the count above the lanes


def _group(state: str) -> str:
    return "camp" if state in _CAMP else "west" if state in _WEST else "south"


def diplomatic_ties(lang: str) -> Chart:
    """Ties with the Democratic Republic, 1950–75, as a count in steps and a mark a state; below them what is known of the PRG."""
    own = first_ties()
    said = {r["id"]: style.hover(f"<b>{label('state', r['state'], lang)}: {text.period(r['start'], r['end'], lang)}</b>", r[f"note_{lang}"], _source(r, lang)) for r in own}
    # a state known only by its year counts from the last day of the year on: the step is never too early
    steps = sorted(own, key=lambda r: (grammar.last_day(r["end"]), r["id"]))
    days = [grammar.last_day(r["end"]).isoformat() for r in steps]
    line = go.Scatter(x=["1950-01-01", *days, "1975-12-31"], y=[_STEPS * (1 - n / 50) + 26 for n in [0, *range(1, len(steps) + 1), len(steps)]], mode="lines", line={"shape": "hv", "width": 2, "color": style.INK}, hoverinfo="skip", showlegend=False)
    notes: list[dict] = [lanes._heading({"vi": "Số nước đã lập quan hệ với Hà Nội, cộng dồn", "en": "States that had opened ties with Hanoi"}[lang], 13, "")]
    counts = {day: sum(d <= day for d in days) for day in ("1950-12-31", "1962-12-31", "1971-12-31", "1975-12-31")}
    for day, count in counts.items():
        early = count == min(counts.values())
        notes.append({"text": f"<b>{count}</b>", "x": day, "xanchor": "left" if early else "right", "xshift": 3 if early else -3, "yref": "y", "y": _STEPS * (1 - count / 50) + 26, "yanchor": "bottom", "showarrow": False, "font": {"size": 12, "color": style.INK}})
    drawn = list(own)
    rows = []
    for key, (heading, color, symbol) in _GROUPS.items():
        marks = []
        for r in own:
            if _group(r["state"]) != key:
                continue
            between = r["precision"] == "between"
            marks.append(Mark(start=r["start"], end=r["end"] if between else "", bracket=between, label=label("state", r["state"], lang), said=said[r["id"]], hollow=weak_alone(r["source"]), symbol=symbol))
        rows.append(Lane(heading[lang], marks, color))
    prg: list[Mark] = []
    for row_id in ("ct-1969-06-prg-recognitions", "ct-1975-prg-recognitions"):
        r = row(row_id)
        n = text.number(r["value"], lang)
        words = {"vi": f"{n} nước, hay 22" if "1969" in row_id else f"hơn {n} nước", "en": f"{n} states, or 22" if "1969" in row_id else f"over {n} states"}[lang]
        prg.append(Mark(start=r["start"], label=words, said=style.hover(f"<b>{text.period(r['start'], r['end'], lang)}: {words}</b>", r[f"note_{lang}"], _source(r, lang)), hollow=True, symbol="square"))
        drawn.append(r)
    for event, symbol in (("ev-1972-08-11-prg-seated", "diamond"), ("ev-1974-11-27-riksdag-declines", "x")):
        r = told()[event]
        prg.append(Mark(start=r["start"], end=r["end"] if r["precision"] == "between" else "", bracket=r["precision"] == "between", label=r[f"title_{lang}"], said=style.hover(f"<b>{text.period(r['start'], r['end'], lang)}</b>", r[f"text_{lang}"], _source(r, lang)), symbol=symbol))
        drawn.append(r)
    r = row("rc-sri-lanka-prg")
    prg.append(Mark(start=r["start"], about=True, label=label("state", "sri-lanka", lang), said=style.hover(f"<b>{label('state', 'sri-lanka', lang)}</b>", r[f"note_{lang}"], _source(r, lang)), symbol="diamond"))
    drawn.append(r)
    rows.append(Lane({"vi": "Chính phủ Cách mạng lâm thời (từ 1969)", "en": "Provisional Revolutionary Government (from 1969)"}[lang], prg, style.PURPLE))
    traces, headings, bottom = lanes.draw(rows, "1949-05", "1975-12", top=_STEPS + 42)
    title = {"vi": "Từ khối xã hội chủ nghĩa ra thế giới: 1950–1975", "en": "From one camp to the world: ties, 1950–1975"}[lang]
    in_1973 = sum(r["start"].startswith("1973") for r in own)
    finding = {
        "vi": f"Đến cuối năm 1975, bảng có {len(own)} nước; chỉ riêng năm 1973, năm ký Hiệp định Paris, đã có {in_1973} nước. Bảng chỉ gồm những nước ta tìm được nguồn.",
        "en": f"By the end of 1975 the table has {len(own)} states; {in_1973} of them come from 1973 alone, the year of the Paris Agreement. It holds only states for which a source was found.",
    }[lang]
    lead = {"vi": "Trên: đường bậc thang cộng dồn số nước đã công nhận hay lập quan hệ; nước nào về sau cắt quan hệ vẫn được đếm. Dưới: mỗi nước một dấu, theo nhóm. ", "en": "Above, a count in steps of the states that had recognised Hanoi or opened ties, those that cut them later included; below, a mark for each state, by group. "}[lang]
    alt = lead + " ".join(f"{lane.heading}: " + "; ".join(f"{m.label} ({text.period(m.start, m.end or m.start, lang)})" for m in lane.marks) + "." for lane in rows)
    data = pd.DataFrame([{"what": _what(r, lang)} | {k: r.get(k, "") for k in ("id", "start", "end", "precision", "source", "locator", "note_vi", "note_en")} for r in drawn])
    years = {"type": "date", "tickvals": [f"{y}-01-01" for y in (1950, 1955, 1960, 1965, 1970, 1975)], "tickformat": "%Y", "range": ["1949-05-01", "1975-12-31"]}
    figure = style.figure(
        [line, *traces],
        title,
        lang,
        height=int(bottom) + 120,
        margin={"l": 8, "r": 14, "b": 24, "t": 46 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        barmode="overlay",
        annotations=notes + headings,
        hovermode="closest",
        xaxis={**years, "side": "bottom"},
        xaxis2={**years, "overlaying": "x", "matches": "x", "side": "top", "showgrid": False},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    figure.add_scatter(x=["1950-01-01"], y=[0], xaxis="x2", mode="markers", marker={"opacity": 0}, hoverinfo="skip", showlegend=False)
    return Chart("diplomatic-ties", lang, title, finding, alt, figure, data)


def _what(r: dict, lang: str) -> str:
    if "state" in r:
        return f"{label('state', r['state'], lang)} → {label('recognised', r['recognised'], lang)}"
    return r.get(f"title_{lang}") or f"{r[f'counted_{lang}']}: {text.number(r['value'], lang)}"

"""The charts of lesson 11: what an audit of the two founding texts found, what one wrong date does, and whom they name."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, value
from . import style
from .aid import _source
from .chart import Chart
from .lanes import Lane, Mark, draw
from .timelines import told

RELATIONS, REAR = "vietnam-soviet-relations-c2022", "trinh-thi-hong-hanh-2025"
_TEXTS = {
    RELATIONS: {"vi": "Bài về quan hệ 1945–1954", "en": "Text on relations, 1945–54"},
    REAR: {"vi": "Bài về hậu phương quốc tế", "en": "Text on the rear"},
}
# a pattern beside each colour; the slanted hatch is left to "no data", and the hollow mark to one weak source
_SURE = {"shown": (style.BLUE, ""), "likely": (style.ORANGE, "."), "open": (style.YELLOW, "x")}
_KINDS = ("omission", "wrong-date", "anachronism", "wrong-name", "misprint", "figure", "contradiction", "unsupported", "overclaim", "perspective")
_HEAD = 1.15  # a heading's height, in rows


def problems() -> list[dict]:
    """The rows of the audit, text by text and kind by kind, the surest first."""
    rank = {"seed": list(_TEXTS), "kind": list(_KINDS), "sure": list(_SURE)}
    return sorted(default().index("seed_problems").values(), key=lambda row: tuple(rank[c].index(row[c]) for c in rank))


def _sections(names: dict[str, list[tuple[str, str]]], lang: str) -> tuple[dict[tuple[str, str], float], list[dict], dict]:
    """Rows under a heading for each text: the place of each row, the headings, and the axis that names the rows."""
    places: dict[tuple[str, str], float] = {}
    headings, words, y = [], [], 0.0
    for seed, rows in names.items():
        headings.append({"text": f"<b>{_TEXTS[seed][lang]}</b>", "xref": "paper", "x": 0, "xanchor": "left", "y": y + _HEAD / 2 - 0.2, "yanchor": "middle", "showarrow": False, "font": {"size": 13, "color": style.INK}})
        y += _HEAD
        for code, name in rows:
            places[seed, code] = y
            words.append("<br>".join(text.wrap(name, 18)))
            y += 1
    axis = {"tickmode": "array", "tickvals": list(places.values()), "ticktext": words, "range": [y - 0.4, -0.3], "showgrid": False, "zeroline": False, "ticks": "", "tickfont": {"size": 12}, "fixedrange": True}
    return places, headings, axis


def audit_of_the_seeds(lang: str) -> Chart:
    """One box for each problem that was found, by text and by kind; its colour and pattern tell how sure it is."""
    rows = problems()
    found = {seed: [k for k in _KINDS if any((r["seed"], r["kind"]) == (seed, k) for r in rows)] for seed in _TEXTS}
    places, headings, axis = _sections({seed: [(k, label("kind", k, lang)) for k in kinds] for seed, kinds in found.items()}, lang)
    boxes: dict[str, list[tuple[float, int, dict]]] = {sure: [] for sure in _SURE}
    ends: list[tuple[float, int]] = []
    for (seed, kind), group in groupby(rows, key=lambda r: (r["seed"], r["kind"])):
        own = list(group)
        ends.append((places[seed, kind], len(own)))
        for number, row in enumerate(own):
            boxes[row["sure"]].append((places[seed, kind], number, row))
    traces: list = [
        go.Bar(
            name=label("sure", sure, lang),
            y=[y for y, _, _ in mine],
            base=[number + 0.06 for _, number, _ in mine],
            x=[0.88] * len(mine),
            width=0.62,
            orientation="h",
            marker={"color": _SURE[sure][0], "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(_SURE[sure][1])},
            hovertext=[style.hover(f"<b>{row[f'title_{lang}']}</b>", row[f"what_{lang}"], row[f"better_{lang}"], _source(row, lang)) for _, _, row in mine],
            hoverinfo="text",
        )
        for sure, mine in boxes.items()
    ]
    traces.append(go.Scatter(x=[n + 0.15 for _, n in ends], y=[y for y, _ in ends], mode="text", text=[str(n) for _, n in ends], textposition="middle right", textfont={"size": 12}, hoverinfo="skip", showlegend=False, cliponaxis=False))
    counts = {seed: sum(r["seed"] == seed for r in rows) for seed in _TEXTS}
    shown = sum(r["sure"] == "shown" for r in rows)
    title = {"vi": "Nhiều loại vấn đề; hay gặp nhất là bỏ sót", "en": "Problems of many kinds; silence is the commonest"}[lang]
    finding = {
        "vi": f"Trong {len(rows)} vấn đề ghi lại ở hai bài ({counts[RELATIONS]} và {counts[REAR]}), {shown} đã chứng minh được; loại hay gặp nhất ở cả hai bài là bỏ sót.",
        "en": f"Of {len(rows)} problems noted in the two texts ({counts[RELATIONS]} and {counts[REAR]}) {shown} are shown; the commonest kind in both is something left out.",
    }[lang]
    alt = {"vi": "Mỗi ô là một vấn đề, xếp thành hàng theo loại, riêng từng bài. ", "en": "Each box is a problem, in rows by kind, text by text. "}[lang] + " ".join(
        f"{_TEXTS[seed][lang]}: "
        + "; ".join(
            f"{label('kind', kind, lang)} {sum((r['seed'], r['kind']) == (seed, kind) for r in rows)}" for kind in kinds
        )
        + ". "
        + ", ".join(f"{label('sure', sure, lang)} {sum((r['seed'], r['sure']) == (seed, sure) for r in rows)}" for sure in _SURE)
        + "."
        for seed, kinds in found.items()
    )
    data = pd.DataFrame(
        [
            {"what": r[f"title_{lang}"], "id": r["id"], "seed": r["seed"], "kind": r["kind"], "sure": r["sure"], "source": r["source"], "locator": r["locator"]}
            | {f"note_{one}": f"{r[f'what_{one}']} {r[f'better_{one}']}".strip() for one in text.LANGUAGES}
            for r in rows
        ]
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=760,
        barmode="overlay",
        hovermode="closest",
        annotations=headings,
        margin={"l": 8, "r": 18, "b": 84, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        xaxis={"range": [0, max(n for _, n in ends) + 0.9], "dtick": 2, "title": {"text": {"vi": "số vấn đề", "en": "number of problems"}[lang]}},
        yaxis=axis,
    )
    return Chart("audit-of-the-seeds", lang, title, finding, alt, figure, data)


def one_wrong_date(lang: str) -> Chart:
    """The winter of 1949 and the year 1950 as the text on relations tells them, and as other sources date the same things."""
    first, last = "1949-09-15", "1950-11-15"
    events, campaign = told(), default().index("seed_problems")["sp-border-campaign"]
    appeal = default().index("seed_problems")["sp-appeal-date"]
    names = {
        "campaign": {"vi": "Chiến dịch Biên giới", "en": "Border Campaign"},
        "troops": {"vi": "quân Trung Quốc tới biên giới", "en": "Chinese army on the frontier"},
        "appeal": {"vi": "lời kêu gọi", "en": "the appeal"},
        "china": {"vi": "Trung Quốc công nhận", "en": "China recognises"},
        "ussr": {"vi": "Liên Xô công nhận", "en": "the Soviet Union recognises"},
    }
    tells = ("vietnam-soviet-relations-c2022", "section 3.2")
    rows = [  # lane, name, first day, last day, the row behind it, source, locator, the hover's words
        (0, "campaign", "1949-12", "", campaign, *tells, campaign[f"what_{lang}"]),
        (0, "appeal", "1950-01-01", "", appeal, *tells, appeal[f"what_{lang}"]),
        (0, "china", "1950-01-18", "", events["ev-1950-01-18-china-recognises"], *tells, events["ev-1950-01-18-china-recognises"][f"text_{lang}"]),
        (0, "ussr", "1950-01-30", "", events["ev-1950-01-30-ussr-recognises"], *tells, events["ev-1950-01-30-ussr-recognises"][f"text_{lang}"]),
    ]
    for name, event, start, end in (
        ("troops", "ev-1949-12-chinese-troops-at-border", "", told()["ev-1949-12-chinese-troops-at-border"]["end"]),
        ("appeal", "ev-1950-01-appeal", "1950-01-14", ""),
        ("china", "ev-1950-01-18-china-recognises", "", ""),
        ("ussr", "ev-1950-01-30-ussr-recognises", "", ""),
        ("campaign", "ev-1950-09-16-border-campaign", "", "1950-10-14"),
    ):
        row = events[event]
        others = {k: v for k, v in zip(("source", "locator"), _others(event))}
        rows.append((1, name, start or row["start"], end, row, others["source"], others["locator"], row[f"text_{lang}"]))
    lanes: list[list[Mark]] = [[], []]
    drawn = []
    for lane, name, start, end, row, source, locator, said in rows:
        when = text.period(start, end or start, lang)
        lanes[lane].append(
            Mark(
                start=start,
                end=end,
                bracket=name == "troops",  # some day between the two
                label=names[name][lang],
                said=style.hover(f"<b>{when}</b>", said, _source({"source": source, "locator": locator}, lang)),
                symbol="star" if name == "campaign" else "circle",
                color=style.VERMILION if name == "campaign" else style.BLUE,
            )
        )
        drawn.append({"what": names[name][lang], "id": row["id"], "start": start, "end": end or start, "source": source, "locator": locator})
    headings = [{"vi": "Như bài về quan hệ kể", "en": "As the text on relations tells it"}[lang], {"vi": "Như các nguồn khác ghi ngày", "en": "As other sources date it"}[lang]]
    both = [Lane(head, marks) for head, marks in zip(headings, lanes)]
    traces, notes, bottom = draw(both, first, last)
    title = {"vi": "Sai một ngày, đảo cả nguyên nhân và kết quả", "en": "One wrong date, and cause and effect change places"}[lang]
    finding = {
        "vi": "Trong bài, Chiến dịch Biên giới đi trước lời kêu gọi và việc công nhận; theo các nguồn khác, nó đến sau tám tháng.",
        "en": "In the text the Border Campaign comes before the appeal and the recognitions; by other sources it comes eight months after them.",
    }[lang]
    alt = {"vi": "Hai làn trên cùng một trục, từ tháng 9-1949 đến tháng 11-1950. ", "en": "Two lanes on one axis, September 1949 to November 1950. "}[lang] + " ".join(
        f"{lane.heading}: " + "; ".join(f"{text.period(m.start, m.end or m.start, lang)}: {m.label}" for m in lane.marks) + "." for lane in both
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=int(bottom) + 110,
        margin={"l": 8, "r": 14, "b": 24, "t": 24 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        barmode="overlay",
        annotations=notes,
        hovermode="closest",
        xaxis={"type": "date", "range": [first, last], "dtick": "M3", "tick0": "1949-10-01", "tickformat": "%-m-%Y" if lang == "vi" else "%b %Y"},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )
    return Chart("one-wrong-date", lang, title, finding, alt, figure, pd.DataFrame(drawn))


def _others(event: str) -> tuple[str, str]:
    """The sources of an event but for the text on relations, and where in them."""
    from ..data import links

    rows = [row for row in links(event) if row["source"] != RELATIONS]
    return " ".join(dict.fromkeys(r["source"] for r in rows)), "; ".join(dict.fromkeys(r["locator"] for r in rows))


def where_they_speak(lang: str) -> Chart:
    """How often each text names whom: the long bars are its voices, and the crosses those that it never names."""
    rows = [r for r in default().index("counts").values() if r["unit"] == "mentions"]
    mine = {seed: sorted((r for r in rows if r["source"] == seed), key=lambda r: -r["value"]) for seed in _TEXTS}
    places, headings, axis = _sections({seed: [(r["id"], r[f"counted_{lang}"]) for r in own] for seed, own in mine.items()}, lang)
    named = [r for own in mine.values() for r in own if r["value"]]
    silent = [r for own in mine.values() for r in own if not r["value"]]

    def said(row: dict) -> str:
        return style.hover(f"<b>{row[f'counted_{lang}']}: {value(row['id'], lang)}</b>", row[f"note_{lang}"], _source(row, lang))

    traces = [
        go.Bar(
            x=[int(r["value"]) for r in named],
            y=[places[r["source"], r["id"]] for r in named],
            width=0.6,
            orientation="h",
            marker={"color": style.BLUE},
            text=[value(r["id"], lang) for r in named],
            textposition="outside",
            cliponaxis=False,
            hovertext=[said(r) for r in named],
            hoverinfo="text",
            name={"vi": "số lần nêu tên", "en": "times named"}[lang],
        ),
        go.Scatter(
            x=[2] * len(silent),
            y=[places[r["source"], r["id"]] for r in silent],
            mode="markers+text",
            marker={"symbol": "x", "size": 10, "color": style.VERMILION},
            text=["  0"] * len(silent),
            textposition="middle right",
            cliponaxis=False,
            hovertext=[said(r) for r in silent],
            hoverinfo="text",
            name={"vi": "không một lần", "en": "not once"}[lang],
        ),
    ]
    top = {seed: own[0] for seed, own in mine.items()}
    title = {"vi": "Ai được gọi tên, ai không một lần", "en": "Who is named, and who is not once"}[lang]
    finding = {
        "vi": f"Bài về quan hệ gọi tên Liên Xô {value(top[RELATIONS]['id'], lang)} lần mà không một lần nhắc Điện Biên Phủ; bài về hậu phương gọi tên Nixon, không nhắc Johnson.",
        "en": f"The text on relations names the Soviet Union {value(top[RELATIONS]['id'], lang)} times and Điện Biên Phủ not once; the text on the rear names Nixon and never Johnson.",
    }[lang]
    alt = {"vi": "Thanh ngang: số lần mỗi bài nêu một tên; dấu nhân là không lần nào. ", "en": "Horizontal bars: how often each text has a name; a cross means not once. "}[lang] + " ".join(
        f"{_TEXTS[seed][lang]}: " + "; ".join(f"{r[f'counted_{lang}']} {value(r['id'], lang)}" for r in own) + "." for seed, own in mine.items()
    )
    data = pd.DataFrame([{"what": r[f"counted_{lang}"], "id": r["id"], "value": int(r["value"]), "source": r["source"], "locator": r["locator"]} for own in mine.values() for r in own])
    figure = style.figure(
        traces,
        title,
        lang,
        height=820,
        hovermode="closest",
        annotations=headings,
        margin={"l": 8, "r": 26, "b": 84, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH))},
        xaxis={"range": [0, 175], "nticks": 5, "title": {"text": {"vi": "số lần trong bài", "en": "times in the text"}[lang]}},
        yaxis=axis,
    )
    return Chart("where-they-speak", lang, title, finding, alt, figure, data, bars="value")

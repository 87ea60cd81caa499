"""Charts about the evidence itself: how to read the marks, what was promised and what came, who copied whom."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from .. import text
from ..data import default, label, short_name, source, value
from . import style
from .aid import _KEPT, _says
from .chart import Chart


def promise_and_delivery(lang: str) -> Chart:
    """Chinese rifles for the DRV in 1950: what one author says was promised, what another says arrived."""
    ids = ["ai-1950-china-rifles-promised", "ai-1950-china-carbines-promised", "ai-1950-china-rifles-delivered"]
    rows = default().rows(ids)[["id", "start", "end", "donor", "item_vi", "item_en", "measure", *_KEPT[5:]]]
    data = rows.rename(columns={f"item_{lang}": "what"}).drop(columns=[f"item_{'en' if lang == 'vi' else 'vi'}"])
    traces = []
    # hollow, both: one weak source stands behind all three
    for measure, color in (("promised", style.SKY), ("delivered", style.BLUE)):
        own = data[data["measure"] == measure]
        traces.append(
            go.Bar(
                name=label("measure", measure, lang),
                x=(own["value"] / 1000).tolist(),
                y=["<br>".join(text.wrap(w, 16)) for w in own["what"]],
                orientation="h",
                marker={"color": style.PAGE, "line": {"color": color, "width": 3}},
                text=[f"<b>{text.number(v, lang)}</b>" for v in own["value"]],
                textposition="outside",
                hovertext=[_says(r, lang, r[f"note_{lang}"]) for _, r in own.iterrows()],
                hoverinfo="text",
                cliponaxis=False,
            )
        )
    title = {"vi": "Lời hứa chưa phải là súng", "en": "A promise is not yet a rifle"}[lang]
    finding = {
        "vi": f"Theo Joyaux, năm 1950 Trung Quốc hứa {value(ids[0], lang)} súng trường; theo Zhai, từ tháng 4 đến tháng 9 mới có {value(ids[2], lang)} súng trường và súng ngắn tới nơi.",
        "en": f"According to Joyaux, China promised {value(ids[0], lang)} rifles in 1950; according to Zhai, {value(ids[2], lang)} rifles and pistols had arrived between April and September.",
    }[lang]
    alt = {"vi": "Ba thanh ngang, tính bằng khẩu. ", "en": "Three horizontal bars, in guns. "}[lang] + " ".join(
        f"{r['what']}, {label('measure', r['measure'], lang)}: {text.number(r['value'], lang)}." for _, r in data.iterrows()
    )
    figure = style.figure(
        traces, title, lang, height=330, xaxis={"range": [0, 205], "title": {"text": {"vi": "nghìn khẩu", "en": "thousand guns"}[lang]}}, yaxis={"autorange": "reversed", "ticks": ""}
    )
    return Chart("promise-and-delivery", lang, title, finding, alt, figure, data, bars="value")


def family_of_a_table(lang: str) -> Chart:
    """Who copied the five-period table from whom, as far as the copies show it."""
    table = default().table("aid_tonnes")
    total = default().table("aid_money")
    keys = ["hoat-lang-2006", "bbc-vietnamese-2006", "wiki-vi-aid-north", "xamvn-repost", "trinh-thi-hong-hanh-2025"]
    # (x, y) of each node; edges: (from, to, does the copy say so itself?)
    places = dict(zip(keys, [(0, 3), (0.1, 2), (0.2, 1), (0.1, 0), (0.1, -1)]))
    edges = [(keys[0], keys[1], True), (keys[1], keys[2], False), (keys[0], keys[3], False), (keys[0], keys[4], False)]
    printed = {k: int((table["source"] == k).sum() + ((total["source"] == k) & (total["unit"].str.startswith("rub"))).sum()) for k in keys}
    what = {
        keys[0]: {"vi": "tham luận gốc: ta mới mở được phần đầu", "en": "the paper: we could open only its beginning"},
        keys[1]: {"vi": "thuật lại tham luận, nêu rõ tác giả", "en": "reports the paper and names it"},
        keys[2]: {"vi": "bản đầy đủ duy nhất ta có", "en": "the only complete copy we have"},
        keys[3]: {"vi": "tổng của Trung Quốc trùng từng tấn", "en": "China's total, equal to the tonne"},
        keys[4]: {"vi": f"in một tổng số, lệch {value('excess-nhandan', lang)} tấn", "en": f"prints one total, {value('excess-nhandan', lang)} tonnes away"},
    }
    traces = []
    for sure, name, dash in ((True, {"vi": "nguồn tự nói", "en": "the copy says so"}, "solid"), (False, {"vi": "suy ra vì số trùng nhau", "en": "inferred from equal digits"}, "dot")):
        xs: list = []
        ys: list = []
        for a, b, certain in edges:
            if certain == sure:
                (xa, ya), (xb, yb) = places[a], places[b]
                xs += [xa, xa, xb, None]  # an elbow: down from the parent, then across
                ys += [ya, yb, yb, None]
        traces.append(go.Scatter(x=xs, y=ys, mode="lines", name=name[lang], line={"dash": dash, "width": 2.5, "color": style.GREY}, hoverinfo="skip"))
    traces.append(
        go.Scatter(
            x=[places[k][0] for k in keys],
            y=[places[k][1] for k in keys],
            mode="markers+text",
            text=[f"  <b>{short_name(k, lang)}</b><br>  " + "<br>  ".join(text.wrap(what[k][lang], 26)) for k in keys],
            textposition="middle right",
            marker={"size": 14, "color": [style.PAGE if source(k)["weak"] else style.BLUE for k in keys], "line": {"width": 2.5, "color": style.BLUE}},
            hovertext=[style.hover(f"<b>{source(k)['title'] or short_name(k, lang)}</b>", source(k)[f"voice_{lang}"], source(k)[f"reliability_{lang}"]) for k in keys],
            hoverinfo="text",
            showlegend=False,
            cliponaxis=False,
        )
    )
    data = pd.DataFrame(
        {
            "what": [what[k][lang] for k in keys],
            "rows": [printed[k] for k in keys],
            "source": keys,
            "read_as": [source(k)["read_as"] for k in keys],
        }
    )
    title = {"vi": "Năm nơi công bố, có lẽ chung một gốc", "en": "Five places in print, very likely one root"}[lang]
    finding = {
        "vi": "BBC nêu rõ bản tham luận; số của Wikipedia trùng với BBC ở mọi chỗ ta đọc được cả hai: nhiều bản sao chỉ tính là một nguồn.",
        "en": "The BBC names the paper; Wikipedia's figures equal the BBC's wherever both can be read: copies of one paper count once.",
    }[lang]
    alt = {"vi": "Sơ đồ phả hệ từ trên xuống. ", "en": "A family tree from the top down. "}[lang] + " ".join(f"{short_name(k, lang)}: {what[k][lang]}." for k in keys)
    hidden = {"visible": False}
    figure = style.figure(traces, title, lang, height=440, xaxis={**hidden, "range": [-0.06, 1.9]}, yaxis={**hidden, "range": [-1.5, 3.5]})
    return Chart("family-of-a-table", lang, title, finding, alt, figure, data)


def marks(lang: str) -> Chart:
    """The uncertainty grammar: one mark for each way of knowing, the same in every chart of the course."""
    grammar = [
        ("crisp", {"vi": "biết đến từng ngày", "en": "known to the day"}),
        ("soft", {"vi": "biết tháng hoặc mùa", "en": "known to the month or season"}),
        ("fade", {"vi": "“khoảng”, “chừng”", "en": "“about”"}),
        ("bracket", {"vi": "các nguồn nêu từ… đến…", "en": "sources give a range"}),
        ("hollow", {"vi": "chỉ có một nguồn yếu", "en": "one weak source only"}),
        ("hatch", {"vi": "không có số liệu", "en": "no data"}),
    ]
    ys = list(range(len(grammar)))[::-1]
    box = {"type": "rect", "x0": 0.08, "x1": 0.34, "line": {"width": 0}, "fillcolor": style.BLUE}
    shapes = [{**box, "y0": ys[0] - 0.22, "y1": ys[0] + 0.22}]
    soft = [(0.04, 0.08, 0.35), (0.08, 0.34, 1), (0.34, 0.38, 0.35)]
    shapes += [{**box, "x0": a, "x1": b, "opacity": o, "y0": ys[1] - 0.22, "y1": ys[1] + 0.22} for a, b, o in soft]
    steps = 8
    shapes += [
        {**box, "x0": 0.08 + 0.26 * k / steps, "x1": 0.08 + 0.26 * (k + 1) / steps, "opacity": 1 - k / steps, "y0": ys[2] - 0.22, "y1": ys[2] + 0.22}
        for k in range(steps)
    ]
    traces = [
        go.Scatter(x=[0.21], y=[ys[3]], mode="markers", error_x={"type": "constant", "value": 0.13, "thickness": 2.5, "width": 9, "color": style.BLUE}, marker={"size": 0.1, "color": style.BLUE}, hoverinfo="skip"),
        go.Scatter(x=[0.21], y=[ys[4]], mode="markers", marker={"symbol": "circle-open", "size": 17, "color": style.BLUE, "line": {"width": 2.5}}, hoverinfo="skip"),
        go.Bar(x=[0.26], base=[0.08], y=[ys[5]], orientation="h", width=0.44, marker={"color": style.PAGE, "line": {"color": style.GREY, "width": 1}, "pattern": {"shape": "/", "fgcolor": style.GREY, "size": 8}}, hoverinfo="skip"),
        go.Scatter(x=[0.42] * len(ys), y=ys, mode="text", text=[words[lang] for _, words in grammar], textposition="middle right", textfont={"size": 14}, hoverinfo="skip", cliponaxis=False),
    ]
    title = {"vi": "Sáu dấu hiệu, sáu mức chắc chắn", "en": "Six marks, six ways of knowing"}[lang]
    finding = {
        "vi": "Mọi biểu đồ của khóa học dùng sáu dấu hiệu này cùng một nghĩa: mép sắc, mép mờ, nhạt dần, ngoặc, dấu rỗng và gạch chéo.",
        "en": "Every chart of the course uses these six marks in one sense: crisp edge, soft edge, fade, bracket, hollow mark and hatch.",
    }[lang]
    names = {
        "crisp": {"vi": "mép sắc", "en": "crisp edge"},
        "soft": {"vi": "mép mờ", "en": "soft edge"},
        "fade": {"vi": "nhạt dần", "en": "fade"},
        "bracket": {"vi": "ngoặc", "en": "bracket"},
        "hollow": {"vi": "dấu rỗng", "en": "hollow mark"},
        "hatch": {"vi": "gạch chéo", "en": "hatch"},
    }
    data = pd.DataFrame({"what": [names[k][lang] for k, _ in grammar], "note_vi": [w["vi"] for _, w in grammar], "note_en": [w["en"] for _, w in grammar], "source": "", "locator": ""})
    alt = {"vi": "Bảng chú giải. ", "en": "A key. "}[lang] + " ".join(f"{names[k][lang]}: {w[lang]}." for k, w in grammar)
    hidden = {"visible": False}
    figure = style.figure(traces, title, lang, height=340, showlegend=False, shapes=shapes, xaxis={**hidden, "range": [0, 1.3]}, yaxis={**hidden, "range": [-0.6, 5.6]})
    return Chart("marks", lang, title, finding, alt, figure, data)


def how_we_read(lang: str) -> Chart:
    """How many of the course's sources were read whole, and how many only in part or through another."""
    order = ("whole-text", "page", "excerpt", "opening", "abstract", "cited-by-another")
    sources = default().table("sources")
    counts = sources.groupby(["read_as", "weak"]).size()
    records = [
        {"what": label("read_as", how, lang), "read": how, "weak": weak, "value": int(counts.get((how, weak), 0)), "source": "", "locator": ""}
        for weak in (False, True)
        for how in order
    ]
    data = pd.DataFrame(records)
    traces = []
    for weak, name, color in ((False, {"vi": "nguồn thường", "en": "ordinary source"}, style.BLUE), (True, {"vi": "nguồn yếu ○", "en": "weak source ○"}, style.PAGE)):
        own = data[data["weak"] == weak]
        traces.append(
            go.Bar(
                name=name[lang],
                x=[v or None for v in own["value"]],  # an outline of no length would still be a line
                y=["<br>".join(text.wrap(w, 18)) for w in own["what"]],
                orientation="h",
                marker={"color": color, "line": {"color": style.BLUE, "width": 2}},
                hovertext=[f"{w}: {v}" for w, v in zip(own["what"], own["value"])],
                hoverinfo="text",
            )
        )
    whole, total = int((sources["read_as"] == "whole-text").sum()), len(sources)
    title = {"vi": "Phần lớn nguồn mới đọc được một đoạn", "en": "Most sources were read only in part"}[lang]
    finding = {
        "vi": f"Trong {total} nguồn, chỉ {whole} nguồn đã đọc trọn; hãy nhớ điều đó khi dựa vào một con số.",
        "en": f"Of {total} sources only {whole} were read whole; bear it in mind before you lean on a number.",
    }[lang]
    alt = {"vi": "Thanh ngang chồng. ", "en": "Stacked horizontal bars. "}[lang] + " ".join(
        f"{label('read_as', how, lang)}: {data.loc[data['read'] == how, 'value'].sum()}." for how in order
    )
    figure = style.figure(
        traces,
        title,
        lang,
        height=360,
        barmode="stack",
        xaxis={"title": {"text": {"vi": "số nguồn", "en": "number of sources"}[lang]}, "nticks": 5},
        yaxis={"autorange": "reversed", "ticks": ""},
    )
    shown = data[data["value"] > 0].assign(weak=lambda d: [("○" if w else "") for w in d["weak"]]).drop(columns="read")
    return Chart("how-we-read", lang, title, finding, alt, figure, shown.reset_index(drop=True), bars="value")

"""The report's charts. Each counts students or points; none ranks a name above another."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ... import text
from ...charts import style
from .classroom import STATES, Classroom, exercise_title, task_number, task_title
from .items import bearings, items
from .mistakes import Mistake, mistakes
from .show import ClassChart, Panel, label, plain, students
from .words import WORDS

# a pattern beside each colour; the slanted hatch means, as everywhere, that there is nothing to show yet
_LOOKS = {"full": (style.GREEN, ""), "some": (style.SKY, "."), "none": (style.ORANGE, "x"), "open": (style.PAGE, "-"), "unmarked": (style.PAGE, "/")}
_FEW = 5  # students: up to here each one's points are told, and no median
_ROW, _LINE = 46, 18  # pixels that a task takes at least, and a line of its name
_NAMED_ROWS = 60  # students, up to whom each row of the class map bears a name
_SHOWN = 10  # mistakes in the chart


def _say(key: str, lang: str, **fills: object) -> str:
    return WORDS[key][lang].format(**{k: text.number(v, lang) if isinstance(v, (int, float)) else v for k, v in fills.items()})


def _lines(said: str, width: int = 18) -> str:
    """A tick's label in lines that leave a phone room for the chart."""
    return "<br>".join(text.wrap(label(said, 60), width))


def _tall(names: list[str]) -> int:
    """Pixels for rows with these names."""
    return len(names) * max(_ROW, _LINE * max(n.count("<br>") + 1 for n in names))


def _rows_axis(names: list[str], **more) -> dict:
    return {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names, "range": [len(names) - 0.45, -0.55], "showgrid": False, "zeroline": False, "ticks": "", "tickfont": {"size": 12}, "fixedrange": True, **more}


def _bar(color: str, pattern: str) -> dict:
    return {"color": color, "line": {"color": style.INK, "width": 0.6}, "pattern": style.pattern(pattern)}


# -- points ----------------------------------------------------------------------------------------------------------------


def overview(room: Classroom) -> ClassChart:
    """The points of each exercise side by side, each student a dot."""
    lang, traces, rows, told = room.lang, [], [], []
    names = [exercise_title(e, lang) for e in room.exercises]
    for place, (exercise, name) in enumerate(zip(room.exercises, names)):
        own = room.results[(room.results.exercise == exercise) & room.results.on10.notna()]
        handed_in = int((room.results.exercise == exercise).sum())
        middle = float(own.on10.median()) if len(own) > _FEW else float("nan")
        rows.append({WORDS["exercise"][lang]: name, WORDS["handed-in"][lang]: handed_in, WORDS["median"][lang]: middle, WORDS["lowest"][lang]: own.on10.min(), WORDS["highest"][lang]: own.on10.max(), WORDS["missing"][lang]: len(room.missing[exercise])})
        told.append(f"{name}: {_spread(own.on10, lang)}")
        hover = [style.hover(f"<b>{label(room.called[s], 40)}</b>", f"{label(name, 60)}: {text.number(v, lang, 1)}") for s, v in zip(own.student, own.on10)]
        traces.append(go.Scatter(x=own.on10.round(2).tolist(), y=_swarm(own.on10, place), mode="markers", marker={"size": 7 if len(own) < 80 else 5, "color": style.BLUE, "opacity": 0.55, "line": {"width": 0.6, "color": style.INK}}, hovertext=hover, hoverinfo="text", showlegend=False, cliponaxis=False))
        if middle == middle:
            traces.append(go.Scatter(x=[middle, middle], y=[place - 0.36, place + 0.36], mode="lines", line={"color": style.VERMILION, "width": 3}, name=WORDS["median"][lang], showlegend=not any(t.name for t in traces), hoverinfo="skip"))
    title = WORDS["overview-title"][lang]
    figure = style.figure(traces, title, lang, height=110 + 78 * len(names), hovermode="closest", xaxis={"range": [-0.3, 10.3], "dtick": 2, "title": {"text": WORDS["on10"][lang]}}, yaxis=_rows_axis([_lines(n, 16) for n in names]), margin={"l": 8, "r": 14, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 76})
    finding = _say("overview-finding", lang, students=len(room.called), exercises=len(names))
    return ClassChart("overview", lang, title, finding, f"{WORDS['overview-alt'][lang]} {'; '.join(told)}.", figure, pd.DataFrame(rows))


def _swarm(values: pd.Series, place: int) -> list[float]:
    """Heights of dots around their row, so that those with like points lie beside each other and not over each other."""
    bins = (values * 4).round()
    nth = bins.groupby(bins).cumcount()
    many = bins.map(bins.value_counts())
    step = 0.62 / max(8, int(many.max()) if len(many) else 8)
    return [round(place + (n - (m - 1) / 2) * step, 4) for n, m in zip(nth, many)]


def _spread(values: pd.Series, lang: str) -> str:
    """Points in a sentence: each of a few, or the middle and the ends of many."""
    values = values.dropna().sort_values()
    if not len(values):
        return WORDS["no-points"][lang]
    if len(values) <= _FEW:
        return "; ".join(text.number(v, lang, 1) for v in values)
    return _say("spread", lang, median=text.number(values.median(), lang, 1), low=text.number(values.iloc[0], lang, 1), high=text.number(values.iloc[-1], lang, 1))


def distribution(room: Classroom, exercise: str) -> ClassChart | Panel:
    """How many have how many points, on 10: those whose work is marked in full, and those of whom a part still waits."""
    lang, (results, _) = room.lang, room.of(exercise)
    known = results[results.on10.notna()]
    if not len(known):
        return Panel(f"points-{exercise}", lang, WORDS["no-points-yet"][lang])
    edges = list(range(11))
    bins = pd.cut(known.on10.round(6), edges, right=False, labels=edges[:-1]).astype("Int64").fillna(9)  # a ten stands with the nines
    parts = {"complete": known.complete, "partial": ~known.complete}
    counts = {name: [int(((bins == b) & mask).sum()) for b in edges[:-1]] for name, mask in parts.items()}
    words = [f"{b}–{b + 1}" for b in edges[:-1]]
    looks = {"complete": (style.BLUE, ""), "partial": (style.SKY, ".")}
    traces = [
        go.Bar(name=WORDS[f"points-{name}"][lang], x=[b + 0.5 for b in edges[:-1]], y=own, width=0.94, marker=_bar(*looks[name]), hoverinfo="text",
               hovertext=[style.hover(f"<b>{word}</b>", students(n, lang), WORDS[f"points-{name}"][lang]) for word, n in zip(words, own)])
        for name, own in counts.items() if sum(own)
    ]  # fmt: skip
    both = [a + b for a, b in zip(*counts.values())]
    drawn = [(b + 0.5, n) for b, n in enumerate(both) if n]
    traces.append(go.Scatter(x=[x for x, _ in drawn], y=[n for _, n in drawn], mode="text", text=[str(n) for _, n in drawn], textposition="top center", textfont={"size": 12}, hoverinfo="skip", showlegend=False, cliponaxis=False))
    title = WORDS["distribution-title"][lang]
    finding = _say("distribution-finding", lang, count=len(known), spread=_spread(known.on10, lang))
    finding += "".join(_say(key, lang, count=n) for key, n in (("and-partial", sum(counts["partial"])), ("and-unread", len(results) - len(known)), ("and-missing", len(room.missing[exercise]))) if n)
    alt = WORDS["distribution-alt"][lang] + " " + "; ".join(f"{w}: {n}" for w, n in zip(words, both)) + "."
    data = pd.DataFrame({WORDS["on10"][lang]: words} | {WORDS[f"points-{name}"][lang]: own for name, own in counts.items() if sum(own)})
    figure = style.figure(
        traces, title, lang, height=380, barmode="stack", hovermode="closest",
        xaxis={"range": [-0.1, 10.1], "tickmode": "array", "tickvals": edges, "title": {"text": WORDS["on10"][lang]}},
        yaxis={"range": [0, max(both) * 1.16 + 0.2], "dtick": None if max(both) > 9 else 1, "title": {"text": WORDS["how-many"][lang]}},
        margin={"l": 8, "r": 12, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 104 if len(traces) > 2 else 84}, showlegend=True,
    )  # fmt: skip
    return ClassChart(f"points-{exercise}", lang, title, finding, alt, figure, data)


# -- tasks -----------------------------------------------------------------------------------------------------------------


def difficulty(room: Classroom, exercise: str) -> ClassChart | Panel:
    """What became of each task, from full points to none, and the share of its points that was earned."""
    lang, found = room.lang, items(room, exercise)
    if not found:
        return Panel(f"tasks-{exercise}", lang, WORDS["no-points-yet"][lang])
    most = max(sum(i.states.values()) for i in found)
    names = [task_title(exercise, i.task, lang) for i in found]
    traces: list = []
    for state in STATES:
        if any(i.states[state] for i in found):
            hover = [style.hover(f"<b>{label(n, 60)}</b>", f"{WORDS['state'][state][lang]}: {i.states[state]}") for n, i in zip(names, found)]
            traces.append(go.Bar(name=WORDS["state"][state][lang], y=list(range(len(found))), x=[i.states[state] for i in found], orientation="h", width=0.66, marker=_bar(*_LOOKS[state]), hovertext=hover, hoverinfo="text"))
    shares = [text.percent(100 * i.share, lang, 0) if i.students else "–" for i in found]
    traces.append(go.Scatter(x=[most * 1.02] * len(found), y=list(range(len(found))), mode="text", text=shares, textposition="middle right", textfont={"size": 12}, hoverinfo="skip", showlegend=False, cliponaxis=False))
    known = [(i, n) for i, n in zip(found, names) if i.students]
    title = WORDS["difficulty-title"][lang]
    finding = WORDS["no-points-yet"][lang]
    if known:
        hardest, easiest = min(known, key=lambda pair: pair[0].share), max(known, key=lambda pair: pair[0].share)
        key = "difficulty-same" if hardest[0].share == easiest[0].share else "difficulty-finding"
        finding = _say(key, lang, hardest=plain(hardest[1]), low=text.percent(100 * hardest[0].share, lang, 0), easiest=plain(easiest[1]), high=text.percent(100 * easiest[0].share, lang, 0))
    told = [f"{n}: {text.percent(100 * i.share, lang, 0) if i.students else '–'}; " + ", ".join(f"{WORDS['state'][s][lang]} {i.states[s]}" for s in STATES if i.states[s]) for i, n in zip(found, names)]
    data = pd.DataFrame(
        [{WORDS["task"][lang]: n, WORDS["worth"][lang]: i.of, WORDS["share"][lang]: shares[k]} | {WORDS["state"][s][lang]: i.states[s] for s in STATES} for k, (i, n) in enumerate(zip(found, names))]
    )
    figure = style.figure(
        traces, title, lang, height=150 + _tall([_lines(n) for n in names]), barmode="stack", hovermode="closest",
        xaxis={"range": [0, most * 1.2], "tickmode": "array", "tickvals": _ticks(most), "title": {"text": WORDS["how-many"][lang]}, "showgrid": False},
        yaxis=_rows_axis([_lines(n) for n in names]), margin={"l": 8, "r": 14, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 108},
    )  # fmt: skip
    return ClassChart(f"tasks-{exercise}", lang, title, finding, f"{WORDS['difficulty-alt'][lang]} {'. '.join(told)}.", figure, data)


def _ticks(most: int) -> list[int]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 10**9) if most / s <= 5)
    return list(range(0, most + 1, step))


def discrimination(room: Classroom, exercise: str) -> ClassChart | Panel:
    """Whether those who did well on the rest did well on each task, with how unsure that is. In words where nothing can be said."""
    lang, found = room.lang, bearings(room, exercise)
    known = [b for b in found if not b.why]
    told = {b.task: WORDS["bearing"][b.verdict][lang] for b in found}
    table = pd.DataFrame([{WORDS["task"][lang]: task_title(exercise, b.task, lang), WORDS["students-in"][lang]: b.students, WORDS["r"][lang]: _figure(b, lang), WORDS["says"][lang]: told[b.task]} for b in found])
    if not known:
        small = bool(found) and all(b.why == "small" for b in found)
        finding = _say("small-class", lang, count=max((b.students for b in found), default=0)) if small or not found else WORDS["nothing-to-tell"][lang]
        return Panel(f"bearing-{exercise}", lang, finding, None if small or not found else table)
    names = [_lines(task_title(exercise, b.task, lang)) for b in found]
    looks = {"with": (style.GREEN, "circle"), "open": (style.GREY, "circle-open"), "against": (style.VERMILION, "x")}
    traces: list = []
    for verdict, (color, symbol) in looks.items():
        own = [(n, b) for n, b in enumerate(found) if b.verdict == verdict]
        if own:
            hover = [style.hover(f"<b>{label(task_title(exercise, b.task, lang), 60)}</b>", _figure(b, lang), told[b.task]) for _, b in own]
            reach = {"type": "data", "symmetric": False, "array": [round(b.high - b.r, 3) for _, b in own], "arrayminus": [round(b.r - b.low, 3) for _, b in own], "color": color, "thickness": 2, "width": 5}
            traces.append(go.Scatter(name=WORDS["bearing-short"][verdict][lang], x=[round(b.r, 3) for _, b in own], y=[n for n, _ in own], mode="markers", error_x=reach, marker={"size": 11, "color": color, "symbol": symbol, "line": {"width": 2, "color": color}}, hovertext=hover, hoverinfo="text"))
    silent = [(n, WORDS["bearing-short"][b.why][lang]) for n, b in enumerate(found) if b.why]
    if silent:
        traces.append(go.Scatter(x=[0.04] * len(silent), y=[n for n, _ in silent], mode="text", text=[w for _, w in silent], textposition="middle right", textfont={"size": 12, "color": style.GREY}, hoverinfo="skip", showlegend=False))
    title = WORDS["bearing-title"][lang]
    against = [task_number(exercise, b.task, lang) for b in known if b.verdict == "against"]
    clear = sum(b.verdict == "with" for b in known)
    finding = _say("bearing-finding", lang, clear=clear, known=len(known), students=max(b.students for b in known)) + (_say("bearing-against", lang, tasks=", ".join(against)) if against else "")
    alt = WORDS["bearing-alt"][lang] + " " + "; ".join(f"{task_title(exercise, b.task, lang)}: {_figure(b, lang)}, {told[b.task]}" for b in found) + "."
    figure = style.figure(
        traces, title, lang, height=160 + _tall(names), hovermode="closest", showlegend=True,
        xaxis={"range": [-1.05, 1.05], "tickmode": "array", "tickvals": [-1, -0.5, 0, 0.5, 1], "ticktext": [text.number(v, lang) for v in (-1, -0.5, 0, 0.5, 1)], "zeroline": True, "zerolinewidth": 2, "title": {"text": WORDS["r-axis"][lang]}},
        yaxis=_rows_axis(names, showgrid=True), margin={"l": 8, "r": 14, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 116},
    )  # fmt: skip
    return ClassChart(f"bearing-{exercise}", lang, title, finding, alt, figure, table)


def _figure(b, lang: str) -> str:
    """A correlation to one decimal with its interval: what a class can bear."""
    if b.why:
        return "–"
    return f"{text.number(round(b.r, 1) + 0.0, lang, 1)} ({_say('interval', lang, low=text.number(round(b.low, 1) + 0.0, lang, 1), high=text.number(round(b.high, 1) + 0.0, lang, 1))})"


def common_mistakes(room: Classroom, exercise: str) -> ClassChart | Panel:
    """The commonest wrong answers; the sentences that name their misconceptions stand in `misconceptions`."""
    lang, found = room.lang, mistakes(room, exercise)
    if not found:
        return Panel(f"mistakes-{exercise}", lang, WORDS["no-mistakes"][lang])
    top = found[:_SHOWN]
    looks = {"trap": (style.ORANGE, "x"), "slip": (style.YELLOW, "."), "unnamed": (style.PAGE, "-")}
    traces = []
    for kind, look in looks.items():
        own = [(n, m) for n, m in enumerate(top) if m.kind == kind]
        if own:
            hover = [style.hover(f"<b>{label(task_title(exercise, m.task, lang), 60)}</b>", label(m.said or WORDS["no-name"][lang], 300), students(len(m.students), lang)) for _, m in own]
            traces.append(go.Bar(name=WORDS["mistake"][kind][lang], y=[n for n, _ in own], x=[len(m.students) for _, m in own], orientation="h", width=0.62, marker=_bar(*look), hovertext=hover, hoverinfo="text"))
    most = max(len(m.students) for m in top)
    traces.append(go.Scatter(x=[len(m.students) for m in top], y=list(range(len(top))), mode="text", text=[f" {len(m.students)}" for m in top], textposition="middle right", textfont={"size": 12}, hoverinfo="skip", showlegend=False, cliponaxis=False))
    title = WORDS["mistakes-title"][lang]
    first = top[0]
    finding = _say("mistakes-finding", lang, task=plain(task_title(exercise, first.task, lang)), count=len(first.students), said=first.said.replace("`", "") or _say("same-answer", lang, answer=_given(first)))
    names = ["<br>".join(text.wrap(label(f"{n}. {_say('in-task', lang, task=task_number(exercise, m.task, lang))}: {_given(m)}", 40), 20)) for n, m in enumerate(top, 1)]
    data = pd.DataFrame([{WORDS["task"][lang]: task_title(exercise, m.task, lang), WORDS["how-many"][lang]: len(m.students), WORDS["misconception"][lang]: m.said or WORDS["no-name"][lang], WORDS["wrote"][lang]: _wrote(m)} for m in found])
    alt = WORDS["mistakes-alt"][lang] + " " + "; ".join(f"{task_title(exercise, m.task, lang)}: {len(m.students)}" for m in top) + "."
    figure = style.figure(
        traces, title, lang, height=150 + _tall(names), barmode="overlay", hovermode="closest", showlegend=True,
        xaxis={"range": [0, most * 1.2], "tickmode": "array", "tickvals": _ticks(most), "title": {"text": WORDS["how-many"][lang]}},
        yaxis=_rows_axis(names), margin={"l": 8, "r": 14, "t": 30 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 104},
    )  # fmt: skip
    return ClassChart(f"mistakes-{exercise}", lang, title, finding, alt, figure, data)


def _given(mistake: Mistake) -> str:
    return plain(mistake.answers[0][0], 30) if mistake.answers else "…"


def _wrote(mistake: Mistake) -> str:
    return "; ".join(f"{plain(a, 60)} ({n})" for a, n in mistake.answers)


# -- everyone ---------------------------------------------------------------------------------------------------------------


def class_map(room: Classroom, exercise: str) -> ClassChart | Panel:
    """Every student a row, every task a column: who is still where. Rows by points, so that patterns show; names to 60 rows."""
    lang, (results, marks) = room.lang, room.of(exercise)
    if not len(marks):
        return Panel(f"class-{exercise}", lang, WORDS["no-points-yet"][lang])
    tasks = list(dict.fromkeys(marks.task))
    shares = (marks.assign(share=marks.points / marks.of).pivot(index="student", columns="task", values="share"))[tasks]
    order = results.set_index("student").on10.reindex(shares.index).sort_values(ascending=False, kind="stable", na_position="last").index
    shares = shares.loc[order]
    columns = [task_number(exercise, t, lang) for t in tasks]
    names = [label(room.called[s], 22) for s in order]
    cell = lambda v: WORDS["state"]["unmarked"][lang] if v != v else text.percent(100 * v, lang, 0)  # noqa: E731
    hover = [[style.hover(f"<b>{label(room.called[s], 40)}</b>", f"{label(task_title(exercise, t, lang), 60)}: {cell(v)}") for t, v in zip(tasks, row)] for s, row in zip(order, shares.to_numpy())]
    named = len(order) <= _NAMED_ROWS
    heat = go.Heatmap(
        z=[[None if v != v else round(float(v), 3) for v in row] for row in shares.to_numpy()], x=list(range(len(tasks))), y=list(range(len(order))), zmin=0, zmax=1,
        colorscale=[[0, "#2B1B4D"], [0.5, "#5B8DB8"], [1, "#F3F0C8"]], hovertext=hover, hoverinfo="text", hoverongaps=True, xgap=1, ygap=1 if named else 0,
        colorbar={"orientation": "h", "y": 0, "yref": "container", "yanchor": "bottom", "x": 0.5, "len": 0.8, "thickness": 12, "tickvals": [0, 0.5, 1], "ticktext": [text.percent(v, lang, 0) for v in (0, 50, 100)]},
    )  # fmt: skip
    title = WORDS["map-title"][lang]
    finding = _say("map-finding", lang, students=len(order), tasks=len(tasks))
    data = pd.DataFrame([{WORDS["student"][lang]: plain(room.called[s])} | {c: cell(v) for c, v in zip(columns, row)} for s, row in zip(order, shares.to_numpy())])
    figure = style.figure(
        [heat], title, lang, height=190 + round(len(order) * (19 if named else max(2.5, 900 / len(order)))), hovermode="closest",
        xaxis={"tickmode": "array", "tickvals": list(range(len(tasks))), "ticktext": [label(c, 4) for c in columns], "side": "top", "showgrid": False, "ticks": "", "fixedrange": True, "tickangle": 0},
        yaxis=_rows_axis(names if named else [""] * len(names), showticklabels=named, title={"text": "" if named else WORDS["each-a-row"][lang]}, zeroline=False),
        plot_bgcolor="#DDDDDD", margin={"l": 8, "r": 14, "t": 54 + 20 * len(text.wrap(title, style.TITLE_WIDTH)), "b": 88},
    )  # fmt: skip
    return ClassChart(f"class-{exercise}", lang, title, finding, WORDS["map-alt"][lang], figure, data)

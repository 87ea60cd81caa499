"""The report's lists: misconceptions in the students' own feedback, whom to ask after, what waits, what came late."""

from __future__ import annotations

from html import escape

import pandas as pd

from ... import text
from . import people
from .classroom import Classroom, exercise_title, task_title
from .mistakes import mistakes
from .show import Panel, code, plain, students
from .words import WORDS

_MOST, _LONE = 20, 5  # mistakes in the list, and how many where nobody shares one; the chart's table has all


def misconceptions(room: Classroom, exercise: str) -> Panel:
    """What went wrong, the commonest first: how many, in which task, the sentence that names it, what they wrote."""
    lang, found = room.lang, mistakes(room, exercise)
    if not found:
        return Panel(f"misconceptions-{exercise}", lang, WORDS["no-mistakes"][lang])
    lines = []
    shared = [m for m in found if len(m.students) > 1][:_MOST] or found[:_LONE]
    for one in shared:
        wrote = ", ".join(f"{escape(plain(a, 60), quote=False)} ({n})" for a, n in one.answers)
        said = code(one.said) if one.said else f"<i>{escape(WORDS['no-name'][lang])}</i>"
        count = students(len(one.students), lang)
        told = f'<br><span class="hp-small">{escape(WORDS["wrote"][lang])}: {wrote}</span>' if wrote else ""
        lines.append(f"<li><b>{escape(task_title(exercise, one.task, lang), quote=False)}</b> · {count} · {escape(WORDS['mistake'][one.kind][lang])}<br>{said}{told}</li>")
    return Panel(f"misconceptions-{exercise}", lang, WORDS["mistakes-list"][lang], body=f"<ol>{''.join(lines)}</ol>")


def help_wanted(room: Classroom) -> Panel:
    """Whom to ask how it is going, with the reasons."""
    lang, found = room.lang, people.needs_help(room)
    if not found:
        return Panel("help", lang, WORDS["help-none"][lang], small=WORDS["help-small"][lang])
    rows = [{WORDS["student"][lang]: plain(room.called[s]), WORDS["reason"][lang]: "\n".join(_reason(r, lang) for r in reasons)} for s, reasons in found.items()]
    listed = "".join(f"<li><b>{escape(row[WORDS['student'][lang]], quote=False)}</b><br>{escape(row[WORDS['reason'][lang]], quote=False)}</li>" for row in rows).replace("\n", "<br>")
    finding = WORDS["help-some"][lang].format(count=len(found), students=len(room.called))
    return Panel("help", lang, finding, pd.DataFrame(rows), f"<ul>{listed}</ul>", WORDS["help-small"][lang], listed=True)


def _reason(reason: people.Reason, lang: str) -> str:
    fills = {k: text.number(v, lang) if isinstance(v, (int, float)) else plain(v, 200).rstrip(".") + "." for k, v in reason.fills.items()}
    return f"{exercise_title(reason.exercise, lang)}: {WORDS['reasons'][reason.key][lang].format(**fills)}"


def waiting(room: Classroom) -> Panel:
    """What a person still has to mark, and the submissions to open."""
    lang, tasks, whole = room.lang, people.waiting(room), people.unreadable(room)
    if not len(tasks) and not whole:
        return Panel("waiting", lang, WORDS["waiting-none"][lang])
    waits = set(room.marks[room.marks.state == "unmarked"].student)
    finding = WORDS["waiting-some"][lang].format(marks=int(tasks.students.sum()), people=len(waits)) if len(tasks) else WORDS["waiting-none"][lang]
    if whole:
        finding += WORDS["waiting-whole"][lang].format(count=len(whole))
    rows = [(exercise_title(r.exercise, lang), task_title(r.exercise, r.task, lang), students(r.students, lang)) for r in tasks.itertuples()]
    rows += [(exercise_title(r["exercise"], lang), plain(room.called[r["student"]]), _outcome(r, lang)) for r in whole]
    heads = (WORDS["exercise"][lang], WORDS["to-mark"][lang], WORDS["why"][lang])
    return Panel("waiting", lang, finding, pd.DataFrame(rows, columns=list(heads)))


def _outcome(row: dict, lang: str) -> str:
    from ..words import OUTCOMES

    word = OUTCOMES[row["outcome"]][lang] if row["outcome"] in OUTCOMES else plain(row["outcome"])
    return f"{word}: {plain(row['reason'], 300)}" if row["reason"] else word


def late(room: Classroom) -> Panel:
    """What came after its date, and what that costs."""
    lang, found = room.lang, people.late(room)
    if not found:
        return Panel("late", lang, WORDS["late-none"][lang])
    rows = [
        {WORDS["student"][lang]: plain(room.called[r["student"]]), WORDS["exercise"][lang]: exercise_title(r["exercise"], lang), WORDS["days"][lang]: str(r["late_days"]), WORDS["taken-off"][lang]: text.number(r["taken_off"], lang)}
        for r in found
    ]
    return Panel("late", lang, WORDS["late-some"][lang].format(count=len(rows)), pd.DataFrame(rows))

"""Passages that read alike, shown beside each other for a person to judge. It is said each time what this can show and what it cannot."""

from __future__ import annotations

import re
from html import escape

from ... import text
from . import known
from .alike import LEAST, NEAREST, Pair, Work, composed, groups, hide_common, many, pairs
from .classroom import Classroom
from .show import Panel, plain
from .wording import code_tokens, literals, quoted, words
from .words import WORDS

_CONTEXT = 14  # tokens before and after a passage
_WHOLE = 20  # groups that are shown with their passages; of the rest only who and how much
_APART = 4  # tokens between two cells, which no passage reaches across


def alike_essays(room: Classroom, exercise: str) -> Panel:
    """Passages that stand in more than one essay of an exercise."""
    results, _ = room.of(exercise)
    works = []
    for row in results[results.essay != ""].to_dict("records"):
        said = composed(_hidden(row["essay"], room))
        work = Work(row["student"], said, words(said), LEAST["en" if row["lang"] == "en" else "vi"])
        work.hide(quoted(said))
        for runs in known.sentences(exercise):
            work.hide_runs(runs, known.IN_WORDS)
        works.append(work)
    return _panel(room, exercise, "essays", works)


def alike_code(room: Classroom, exercise: str) -> Panel:
    """Passages that stand in more than one student's answer cells, beyond answers that are only written down."""
    results, _ = room.of(exercise)
    works = []
    for row in results.to_dict("records"):
        if row["answers"]:
            work = _code_of(row["student"], {cell: composed(_hidden(source, room)) for cell, source in row["answers"].items()})
            work.hide_runs(known.code(exercise), known.IN_CODE)
            works.append(work)
    if not works:
        return Panel(f"alike-code-{exercise}", room.lang, WORDS["no-code-kept"][room.lang])
    return _panel(room, exercise, "code", works)


def _code_of(who: str, cells: dict[str, str]) -> Work:
    said, tokens, hidden = "", [], []
    for cell, source in cells.items():
        head = f"# [{cell}]\n"
        begun = len(said) + len(head)
        said += f"{head}{source.rstrip()}\n\n"
        tokens += [("", begun, begun)] * _APART * bool(tokens)
        tokens += [(t, a + begun, b + begun) for t, a, b in code_tokens(source.rstrip())]
        hidden += [(a + begun, b + begun) for a, b in literals(source.rstrip())]
    work = Work(who, said, tokens, LEAST["code"])
    work.own = [bool(t) for t, *_ in tokens]
    work.hide(hidden)
    return work


def _hidden(said: str, room: Classroom) -> str:
    """A student's words, with what the class is called by in place of names and keys where these are not to be shown."""
    said = text.nfc(said)
    if room.named:
        return said
    return _names(room).sub(lambda m: _by_fold(room)[m[0].casefold()], said)


def _by_fold(room: Classroom) -> dict[str, str]:
    return {text.nfc(n).casefold(): called for n, called in room.real.items()}


def _names(room: Classroom) -> re.Pattern:
    longest = sorted((n for n in room.real if len(n) > 2), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text.nfc(n))}(?!\w)" for n in longest) or r"(?!)", re.I)


# -- the panel ---------------------------------------------------------------------------------------------------------------


def _panel(room: Classroom, exercise: str, kind: str, works: list[Work]) -> Panel:
    lang = room.lang
    hide_common(works)
    found = pairs(works)
    together = groups(found)
    fills = {"count": len(works), **LEAST, "many": many(len(works)), "nearest": NEAREST, "groups": len(together), "people": len({w.who for p in found for w in (p.left, p.right)})}
    key = "alike-few" if len(works) < 2 else "alike-none" if not found else "alike-some"
    say = lambda name: escape(WORDS[name][lang].format(**fills), quote=False)  # noqa: E731
    steps = "".join(f"<li>{escape(step.format(**fills), quote=False)}</li>" for step in WORDS[f"how-{kind}"][lang])
    body = [
        f'<p class="hp-limits" role="note">{say(f"limits-{kind}")}</p>',
        f"<details><summary>{say('how')}</summary><ul>{steps}</ul></details>",
        *(_group(room, own, n, kind) for n, own in enumerate(together[:_WHOLE], 1)),
    ]
    rest = _table(room, [p for own in together[_WHOLE:] for p in own])
    small = WORDS["alike-rest"][lang].format(shown=_WHOLE, more=len(together) - _WHOLE) if len(together) > _WHOLE else ""
    return Panel(f"alike-{kind}-{exercise}", lang, WORDS[key][lang].format(**fills), rest, "".join(body), small)


def _table(room: Classroom, rest: list[Pair]):
    import pandas as pd

    lang = room.lang
    return pd.DataFrame([{WORDS["one"][lang]: plain(room.called[p.left.who]), WORDS["other"][lang]: plain(room.called[p.right.who]), WORDS["shared-words"][lang]: str(p.words)} for p in rest]) if rest else None


def _group(room: Classroom, own: list[Pair], number: int, kind: str) -> str:
    lang = room.lang
    people = list(dict.fromkeys(w.who for p in own for w in (p.left, p.right)))
    order = list(room.called)
    names = ", ".join(escape(plain(room.called[s], 60)) for s in sorted(people, key=order.index))
    head = f"<h5>{number}. {names}</h5>"
    told = f"<p>{escape(WORDS['group'][lang].format(count=len(people)))}</p>" if len(people) > 2 else ""
    return head + told + "".join(_pair(room, pair, f"{number}.{n}" if len(own) > 1 else f"{number}", kind) for n, pair in enumerate(own, 1))


def _pair(room: Classroom, pair: Pair, number: str, kind: str) -> str:
    lang, order = room.lang, list(room.called)
    turned = order.index(pair.left.who) > order.index(pair.right.who)
    left, right = (pair.right, pair.left) if turned else (pair.left, pair.right)
    spans = [(p.right, p.left) if turned else (p.left, p.right) for p in pair.passages]
    fills = {"words": pair.words, "left": left.kept, "right": right.kept}
    names = [escape(plain(room.called[w.who], 60)) for w in (left, right)]
    rows = "".join(f"{_side(left, a, names[0], kind, lang)}{_side(right, b, names[1], kind, lang)}" for a, b in spans)
    whole = "".join(_side(w, None, name, kind, lang, [s[k] for s in spans]) for k, (w, name) in enumerate(zip((left, right), names)))
    said = escape(WORDS[f"pair-{kind}"][lang].format(**fills))
    show = escape(WORDS[f"whole-{kind}"][lang].format(number=number))
    return f'<div class="hp-pair"><p class="hp-small">{said}</p><div class="hp-sides">{rows}</div><details><summary>{show}</summary><div class="hp-sides">{whole}</div></details></div>'


def _side(work: Work, span: tuple[int, int] | None, name: str, kind: str, lang: str, marked: list[tuple[int, int]] | None = None) -> str:
    """One student's words: around a passage, or all of them with every passage marked."""
    spans = [span] if span else sorted(marked or [])
    first = max(0, span[0] - _CONTEXT) if span else 0
    last = min(len(work.tokens), span[1] + _CONTEXT) if span else len(work.tokens)
    begin = work.tokens[first][1] if first else 0
    end = work.tokens[last - 1][2] if last < len(work.tokens) else len(work.said)
    parts, at = ["… " if first else ""], begin
    for a, b in spans:
        start, stop = work.tokens[a][1], work.tokens[b - 1][2]
        parts += [escape(work.said[at:start], quote=False), f"<mark>{escape(work.said[start:stop], quote=False)}</mark>"]
        at = stop
    parts += [escape(work.said[at:end], quote=False), " …" if last < len(work.tokens) else ""]
    tag = "pre" if kind == "code" else "div"
    focus = ' tabindex="0"' if kind == "code" else ""
    return f'<div class="hp-side"><b>{name}</b><{tag} class="hp-said"{focus} role="group" aria-label="{name}">{"".join(parts).strip()}</{tag}></div>'

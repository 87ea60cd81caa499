"""The charts of lesson 01: Moscow as a school for Vietnamese revolutionaries, 1917–1945."""

from __future__ import annotations

import pandas as pd

from .. import data as course
from .. import text
from ..data import value, weak_alone
from . import grammar, style
from .aid import _source
from .chart import Chart
from .lanes import HEAD, Lane, Mark, draw
from .timelines import event_marks, told

TIMELINE = {
    "window": ("1918-06", "1944-12"),
    "lanes": ["travels", "writings", "schools", "comintern", "party", "reading", "soviet-press"],
    "title": {"vi": "Ba lần ở Nga, lần cuối hơn bốn năm", "en": "Three stays in Russia, the last over four years"},
    "finding": {
        "vi": "Nguyễn Ái Quốc ở Nga ba lần; lần thứ ba, bắt đầu năm 1934, kéo dài hơn bốn năm: đó không phải một chuyến thăm.",
        "en": "Nguyễn Ái Quốc stayed in Russia three times; the third stay, begun in 1934, lasted over four years: it was no visit.",
    },
}
_COUNTS = ("ct-students-pham-xanh", "ct-students-brocheux", "ct-students-brocheux-france", "ct-students-comintern-schools")
_YEARS = ("1921-01", "1939-12")
_SAME_TITLE = ("ev-1921-01-listed-colonial", "ev-1924-01-27-pravda", "ev-1925-01-listed-colonial", "ev-1925-listed-colonial")
_OTHER_TITLES = ("ev-1924-07-two-pieces", "ev-1924-09-barbarity", "ev-1926-01-lenin-east")
_WRITING_YEARS = ("1920-06", "1928-12")  # room for words on the right


def students_in_moscow(lang: str) -> Chart:
    """How many Vietnamese studied in Moscow: each count over its own years, none averaged with another."""
    say = lambda vi, en: vi if lang == "vi" else en  # noqa: E731
    rows = {key: course.row(key) for key in _COUNTS}
    words = {
        "ct-students-pham-xanh": say("{}, đến 1929", "{}, by 1929"),
        "ct-students-brocheux": say("{} người", "{} people"),
        "ct-students-brocheux-france": say("{} từ Pháp", "{} from France"),
        "ct-students-comintern-schools": say("hơn {}", "over {}"),
    }

    def mark(key: str) -> Mark:
        row = rows[key]
        return Mark(
            start=row["start"],
            end=row["end"],
            about=row["precision"] == "about",
            label=words[key].format(value(key, lang)),
            said=style.hover(f"<b>{value(key, lang)}: {row[f'counted_{lang}']}</b>", text.period(row["start"], row["end"], lang), row[f"note_{lang}"], _source(row, lang)),
            hollow=weak_alone(row["source"]),
        )

    unknown = course.row("st-no-exact-number")
    no_count = style.hover(unknown[f"title_{lang}"], unknown[f"text_{lang}"], _source(unknown, lang))
    lanes = [
        Lane(say("Phạm Xanh: lớp lý luận của trường", "Phạm Xanh: the University’s classes"), [mark("ct-students-pham-xanh")], style.VERMILION),
        Lane(say("Brocheux: sinh viên của trường", "Brocheux: students of the University"), [mark("ct-students-brocheux"), mark("ct-students-brocheux-france")], style.BLUE),
        Lane(say("Một trang Nga: mọi trường (năm suy ra)", "A Russian site: all schools (years inferred)"), [mark("ct-students-comintern-schools")], style.GREEN),
        Lane(say("Từng năm: không nguồn nào có số", "Year by year: no source has a figure"), [Mark(start="1923", end="1938", label="", hatched=True, said=no_count)], style.GREY),
    ]
    traces, headings, bottom = draw(lanes, *_YEARS)
    data = pd.DataFrame([{"what": r[f"counted_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "qualifier", "value", "unit", "source", "locator", "note_vi", "note_en")} for r in rows.values()])
    title = say("Cùng con số 47, hai khoảng năm", "The same 47, two spans of years")
    finding = say(
        f"Phạm Xanh đếm {value('ct-students-pham-xanh', lang)} người đến năm 1929; Brocheux cũng {value('ct-students-brocheux', lang)} người, nhưng cho những năm 1925–1934: một con số như nhau chưa phải là hai bằng chứng.",
        f"Phạm Xanh counts {value('ct-students-pham-xanh', lang)} by 1929; Brocheux also {value('ct-students-brocheux', lang)}, but over the years 1925–1934: one number in two places is not yet two pieces of evidence.",
    )
    alt = say("Bốn làn trên trục thời gian 1921–1939. ", "Four lanes on a time axis, 1921–1939. ") + " ".join(
        f"{text.period(r['start'], r['end'], lang)}: {words[key].format(value(key, lang))} ({r[f'counted_{lang}']})." for key, r in rows.items()
    ) + say(" Làn cuối gạch chéo: số của từng năm không nguồn nào cho biết.", " The last lane is hatched: no source gives the number of any one year.")
    return Chart("students-in-moscow", lang, title, finding, alt, _figure(traces, headings, bottom, title, lang, _YEARS, "M60", "1920-01-01"), data)


def writings_on_lenin(lang: str) -> Chart:
    """The dates that a list gives for writings on Lenin, against the day on which Lenin died."""
    say = lambda vi, en: vi if lang == "vi" else en  # noqa: E731
    events = told()
    stay, dies = events["ev-1923-first-stay"], events["ev-1924-01-21-lenin-dies"]
    same = event_marks([events[key] for key in _SAME_TITLE], lang)
    for one, key in zip(same, _SAME_TITLE):
        when = text.date(events[key]["start"], lang)
        one.label = f"Pravda, {when}" if key == "ev-1924-01-27-pravda" else say(f"danh mục: {when}", f"list: {when}") + (" (?)" if key == _SAME_TITLE[0] else "")
        one.end = one.end or (one.start if len(one.start) == 4 else "")  # its words beside the whole year, not upon it
        one.symbol = "diamond" if key == "ev-1924-01-27-pravda" else "circle"
    lanes = [
        Lane(say("Nguyễn Ái Quốc ở Nga", "Nguyễn Ái Quốc in Russia"), event_marks([stay], lang), style.BLUE),
        Lane("Lenin", event_marks([dies], lang), style.BLACK),
        Lane(say("“Lênin và các dân tộc thuộc địa”", "“Lenin and the Colonial Peoples”"), same, style.VERMILION),
        Lane(say("Các bài khác trong danh mục", "Other pieces in the list"), event_marks([events[key] for key in _OTHER_TITLES], lang), style.PURPLE),
    ]
    traces, headings, bottom = draw(lanes, *_WRITING_YEARS)
    rows = [stay, dies, *(events[key] for key in (*_SAME_TITLE, *_OTHER_TITLES))]
    data = pd.DataFrame([{"what": r[f"title_{lang}"]} | {k: r[k] for k in ("id", "start", "end", "precision", "source", "locator")} for r in rows])
    title = say("Bài thương Lenin không thể viết năm 1921", "No lament for Lenin was written in 1921")
    finding = say(
        "Danh mục ghi nhan đề “Lênin và các dân tộc thuộc địa” ba lần; mốc 1921 là không thể, vì bài in trên Pravda ngày 27-1-1924 mở đầu bằng tin Lenin mất.",
        "The list has the title “Lenin and the Colonial Peoples” three times; 1921 is impossible, for the article in Pravda of 27 January 1924 opens with the news of Lenin’s death.",
    )
    alt = say("Bốn làn trên trục thời gian từ giữa 1920 đến hết 1928; một vạch đứng ở ngày Lenin mất. ", "Four lanes on a time axis from mid-1920 to the end of 1928; a vertical line stands at Lenin’s death. ") + " ".join(
        f"{lane.heading}: " + "; ".join(f"{text.period(m.start, m.end or m.start, lang)}: {m.label}" for m in lane.marks) + "." for lane in lanes
    )
    figure = _figure(traces, headings, bottom, title, lang, _WRITING_YEARS, "M24", "1920-01-01")
    figure.add_shape(type="line", x0=dies["start"], x1=dies["start"], y0=0, y1=headings[-1]["y"] - HEAD / 2, line={"color": style.GREY, "width": 1.2, "dash": "dot"}, layer="below")  # not through the words of the last lane
    return Chart("writings-on-lenin", lang, title, finding, alt, figure, data)


def _figure(traces: list, headings: list[dict], bottom: float, title: str, lang: str, years: tuple[str, str], every: str, tick0: str):
    return style.figure(
        traces,
        title,
        lang,
        height=int(bottom) + 100,
        barmode="overlay",
        annotations=[{**heading, "bgcolor": style.PAGE} for heading in headings],
        hovermode="closest",
        xaxis={"type": "date", "range": [grammar.first_day(years[0]).isoformat(), grammar.last_day(years[1]).isoformat()], "tickformat": "%Y", "dtick": every, "tick0": tick0},
        yaxis={"range": [bottom, 0], "visible": False, "fixedrange": True},
    )

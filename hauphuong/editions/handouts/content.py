"""What a handout is made of, taken from a built lesson, its bank and the teacher's guide: nothing is written twice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import mistune

from ... import data
from ...text import CourseError
from .. import notebooks, stored
from ..lesson import words as count_words
from . import questions

# The one chart of each lesson that the class draws by hand: it carries the lesson's argument, its marks are few enough to draw
# within a lesson, and its table fits two pages. The others are shown small where the story speaks of them.
TO_DRAW = {
    "00-start-here": "chart-promise",
    "01-roots-1917-1945": "chart-students",
    "02-letters-1945-1949": "chart-timeline",
    "03-recognition-1950": "chart-race",
    "04-alliance-1950-1953": "chart-guns",
    "05-geneva-1954": "chart-ladder",
    "06-aid-in-tonnes": "chart-by-donor",
    "07-soviet-advisers": "chart-totals",
    "08-routes": "chart-map",
    "09-solidarity": "chart-castro",
    "10-enemys-own-people": "chart-polls",
    "11-says-who": "chart-date",
    "12-your-argument": "chart-balance",
}
COLUMN = 900  # pixels: the tallest chart that is shown in a column of the story; taller ones are timelines to wander in, for a screen

_markdown = mistune.create_markdown(escape=False, plugins=["table"])
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\([^)]*\)")
# the weights by which a lesson's minutes are shared out among its sections
_WORDS_A_MINUTE, _CHART, _QUESTION, _TRY, _TABLE = 150, 3.0, 1.5, 4.0, 2.0


def to_html(markdown: str) -> str:
    """Markdown of a cell as HTML for paper: links become their words, headings one level lower, marks of layers go."""
    markdown = re.sub(r'<div class="hp-\w+"></div>', "", markdown)
    markdown = re.sub(r"^#", "##", _LINK.sub(r"\1", markdown), flags=re.M)
    return _markdown(markdown.strip())


@dataclass(frozen=True)
class Step:
    """A section of the lesson in the teacher's plan. `minutes`: whole; all steps together take the lesson's own time."""

    heading: str
    minutes: int
    charts: list[str]
    stops: list[str]
    tries: bool
    tables: bool


@dataclass
class Content:
    """One lesson in one language. Texts are HTML made of Markdown of the course itself; `charts` by the id of their cell."""

    slug: str
    lang: str
    title: str
    minutes: int
    header: str = ""
    question: str = ""
    story: list[tuple[str, str]] = field(default_factory=list)  # ("text", html), ("chart", cell id) or ("elsewhere", cell id), in the lesson's order
    voices: str = ""
    readings: str = ""
    summary: str = ""
    charts: dict[str, stored.StoredChart] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    bank: list[tuple[str, dict]] = field(default_factory=list)  # (stop, question) in the order in which the lesson meets them
    asked: list[questions.Asked] = field(default_factory=list)
    answered: list[questions.Answered] = field(default_factory=list)
    discuss: list[str] = field(default_factory=list)
    guide: str = ""
    cited: list[tuple[str, str]] = field(default_factory=list)  # (short name, title and year), with the key at the end

    @property
    def main(self) -> stored.StoredChart:
        return self.charts[TO_DRAW[self.slug]]


def lessons() -> list[str]:
    """Every lesson that has a handout, in order."""
    return sorted(path.stem for path in (notebooks.LESSONS / "source").glob("[0-9][0-9]-*.yaml"))


def content(slug: str, lang: str, root: Path = notebooks.LESSONS) -> Content:
    """Gather a lesson's handout. Raises `CourseError` where the notebook is missing or has lost the chart to draw."""
    book = stored.read_book(root / lang / f"{slug}.ipynb")
    lesson = notebooks.sources(only=[slug])[0]
    made = Content(slug, lang, book["metadata"]["title"], lesson.raw["minutes"])
    made.charts = {chart.cell: chart for chart in stored.charts(book)}
    if TO_DRAW.get(slug) not in made.charts:
        raise CourseError(
            vi=f"{slug}: không thấy biểu đồ “{TO_DRAW.get(slug)}” để in. Sửa TO_DRAW trong hauphuong/editions/handouts/content.py, rồi make lessons.",
            en=f"{slug}: the chart “{TO_DRAW.get(slug)}” is not there to print. Mend TO_DRAW in hauphuong/editions/handouts/content.py, then make lessons.",
        )
    keys: list[str] = []
    for cell in book["cells"]:
        tags, source = cell["metadata"].get("tags", []), "".join(cell["source"])
        tag = tags[0] if tags else ""
        if tag == "header":
            made.header = to_html(re.sub(r"^# .*\n", "", source))
        elif tag in ("question", "voices", "readings", "summary"):
            setattr(made, tag, getattr(made, tag) + (to_html(source) if cell["cell_type"] == "markdown" else _output(cell)))
        elif tag == "story":
            made.story.append(("text", to_html(source)))
        elif cell["id"] in made.charts:
            fits = cell["id"] != TO_DRAW[slug] and made.charts[cell["id"]].figure["layout"].get("height", 430) <= COLUMN
            made.story.append(("chart" if fits else "elsewhere", cell["id"]))
            keys += made.charts[cell["id"]].sources if fits else []
            continue
        else:
            continue
        keys += cell["metadata"].get("hauphuong", {}).get("cites", [])
    keys += made.main.sources
    made.cited = [(data.short_name(key, lang), f"{_title(key, lang)} [{key}]") for key in sorted(set(keys), key=lambda k: data.short_name(k, lang).casefold())]
    met = re.findall(r'quiz\("([^"]+)"\)', "\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"))
    bank = made.bank = sorted(questions.questions(slug), key=lambda found: met.index(found[0]))
    made.asked = [questions.asked(n, question, lang) for n, (_, question) in enumerate(bank, 1)]
    made.answered = [questions.answered(n, question, lang) for n, (_, question) in enumerate(bank, 1)]
    made.steps = _steps(book, made, bank, measure=book if lang == "vi" else stored.read_book(root / "vi" / f"{slug}.ipynb"))
    _from_guide(made, root)
    return made


def _output(cell: dict) -> str:
    """What a cell showed as HTML (a contested question with both answers), without links."""
    shown = "".join("".join(output.get("data", {}).get("text/html", "")) for output in cell.get("outputs", ()))
    return re.sub(r"</?a\b[^>]*>", "", shown)


def _title(key: str, lang: str) -> str:
    told = data.source(key)
    title = (told.get(f"title_{lang}") or told["title"]).removeprefix("[").removesuffix("]")
    return title if told["year"] in ("n.d.", "") else f"{title}, {told['year'].replace('c. ', 'kh. ') if lang == 'vi' else told['year']}"


def _from_guide(made: Content, root: Path) -> None:
    """The lesson's section of the teacher's guide, and out of it the questions to discuss."""
    guide = stored.read_book(root / made.lang / "teaching.ipynb")
    section = next("".join(cell["source"]) for cell in guide["cells"] if cell["id"] == f"lesson-{made.slug[:2]}")
    body = re.sub(r"^### .*\n", "", section)
    body = re.sub(r"^\[[^\]]*\]\([^)]*\)\. ", "", body.strip())  # “Open it.”: paper cannot
    made.guide = to_html(body)
    made.discuss = [mistune.create_markdown(escape=False)(_LINK.sub(r"\1", said)).removeprefix("<p>").removesuffix("</p>\n") for said in re.findall(r"^\d\. (.+)$", body, re.M)]


def _steps(book: dict, made: Content, bank: list[tuple[str, dict]], measure: dict) -> list[Step]:
    """The lesson's sections with its minutes shared out among them by what there is to read, look at and answer.

    `measure`: the notebook whose length counts, the same for every language, so that two colleagues have one plan.
    """
    minutes = _share(made.minutes, [part["weight"] for part in _parts(measure, made, bank)])
    return [Step(p["heading"], m, p["charts"], p["stops"], p["tries"], p["tables"]) for p, m in zip(_parts(book, made, bank), minutes, strict=True)]


def _parts(book: dict, made: Content, bank: list[tuple[str, dict]]) -> list[dict]:
    parts: list[dict] = []
    per_stop = {stop: [n for n, (name, _) in enumerate(bank, 1) if name == stop] for stop, _ in bank}
    for cell in book["cells"]:
        source, tags = "".join(cell["source"]), cell["metadata"].get("tags", [])
        if {"header", "terms", "reading", "next"} & set(tags):
            continue
        heading = re.search(r"^## (.+)$", source, re.M) if cell["cell_type"] == "markdown" else None
        if heading:
            parts.append({"heading": heading[1], "charts": [], "stops": [], "tries": False, "tables": False, "weight": 0.0})
        if not parts:
            continue
        part = parts[-1]
        if cell["cell_type"] == "markdown":
            part["weight"] += count_words(source) / _WORDS_A_MINUTE
        elif cell["id"] in made.charts:
            part["charts"].append(made.charts[cell["id"]].title)
            part["weight"] += _CHART
        elif stop := re.search(r'quiz\("([^"]+)"\)', source):
            numbers = per_stop[stop[1]]
            part["stops"].append(f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0]))
            part["weight"] += _QUESTION * len(numbers)
        elif cell["id"].startswith("try"):
            part["tries"] = True
            part["weight"] += _TRY
        elif re.search(r"hp\.(accounts|dispute|who_says)\(", source):
            part["tables"] = True
            part["weight"] += _TABLE
    return parts


def _share(minutes: int, weights: list[float]) -> list[int]:
    """Whole minutes that add up to `minutes`, at least one each, by largest remainder."""
    spare = minutes - len(weights)
    exact = [spare * w / sum(weights) for w in weights]
    whole = [int(e) for e in exact]
    for n in sorted(range(len(weights)), key=lambda n: whole[n] - exact[n])[: spare - sum(whole)]:
        whole[n] += 1
    return [w + 1 for w in whole]

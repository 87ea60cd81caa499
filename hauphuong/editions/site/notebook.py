"""A stored notebook -> the body of a page.

Charts are drawn by the plotly.js beside the pages, quiz stops marked by the page itself, a citation leads to a footnote
on the same page and from there to its source, and a number or a drawn row to its row of data.
"""

from __future__ import annotations

import ast
import base64
import csv
import io
import json
import re
from dataclasses import dataclass, field
from functools import cache
from html import escape, unescape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from ... import charts
from ...charts.chart import PLOTLY
from ...charts.words import WORDS
from ...data import default
from ...text import fold
from ..html import take_apart
from ..lesson import LessonError
from . import addresses, quizzes
from .words import word

TEMPLATES = Path(__file__).with_name("templates")
_CONTROLS = set(WORDS["notes"]["control"].values())
_CITATION = re.compile(r"\[([^\]]*)\]\(sources\.ipynb#cell-id=src-([^)]+)\)")
_CSV = re.compile(r"data:text/csv;charset=utf-8;base64,([A-Za-z0-9+/=]+)")


@dataclass
class Body:
    """What a page needs of its notebook. `cites`: source key -> how often it is cited, in the order of the footnotes."""

    slug: str
    lang: str
    title: str
    html: str = ""
    sections: list[tuple[str, str]] = field(default_factory=list)  # (id, words) of each second-level heading
    cites: dict[str, int] = field(default_factory=dict)
    charts: int = 0
    quizzes: int = 0


def body(path: Path, lang: str) -> Body:
    """Read a notebook and turn it into the body of a page in a language's folder."""
    book = nbformat.read(path, as_version=4)
    page = Body(path.stem, lang, book.metadata.title)
    cells = []
    for cell in book.cells:
        if cell.cell_type == "markdown":
            if cell.id.startswith("src-") or (page.slug, cell.id) == ("sources", "list"):
                continue  # the list of sources is pages of its own
            _prose(cell, page)
        elif not _code(cell, page):
            continue
        cells.append(cell)
    book.cells = cells
    # nbconvert reads a whole page anew to tidy it; what is tidy already waits outside
    waiting = [output.data for cell in cells for output in cell.get("outputs", []) if "text/html" in output.get("data", {})]
    shown = [bundle["text/html"] for bundle in waiting]
    for number, bundle in enumerate(waiting):
        bundle["text/html"] = f"<hr data-output='{number}'>"
    html, _ = _exporter().from_notebook_node(book, resources={"fold": word("code", lang)})
    html = re.sub(r"""<hr data-output=["'](\d+)["']\s*/?>""", lambda found: shown[int(found[1])], html)
    html = re.sub(r"<h1>.*?</h1>", "", html, count=1, flags=re.S)  # the frame has it, above its buttons
    page.html, page.sections = _name_headings(_frame_tables(_to_pages(html), lang))
    return page


@cache
def _exporter() -> HTMLExporter:
    exporter = HTMLExporter(template_name="lesson", extra_template_basedirs=[str(TEMPLATES)], embed_images=False)
    exporter.exclude_anchor_links = True
    return exporter


# -- prose -----------------------------------------------------------------------------------------------------------------


def _prose(cell: nbformat.NotebookNode, page: Body) -> None:
    told = cell.metadata.get("hauphuong", {})
    source = link_numbers(cell.source, told.get("values", {}))
    if "terms" in cell.metadata.get("tags", []):
        known = set(default().table("glossary")["term"])
        source = re.sub(r"`([a-z0-9-]+)`", lambda m: f"[{m[0]}](data/glossary.html#{m[1]})" if m[1] in known else m[0], source)

    def cite(found: re.Match) -> str:
        key = found[2]
        page.cites[key] = number = page.cites.get(key, 0) + 1
        return f'<a class="hp-cite" id="cite-{key}-{number}" href="#src-{key}">{found[1]}</a>'

    # an exercise needs a kernel: on a page its name stands without a link
    source = re.sub(r"\[([^\]]*)\]\([^)]*exercises/[^)]*\)", r"\1", source)
    cell.source = re.sub(r"(?:\.\./)?([\w./-]+)\.ipynb(?=[)#])", r"\1.html", _CITATION.sub(cite, source))


def link_numbers(source: str, values: dict[str, str]) -> str:
    """Make each quantity of a text a link to the row it was written from.

    Only where there is no doubt: its digits stand once in the text, outside links and code, and no other quantity
    is written the same.
    """
    for row_id, written in values.items():
        address = addresses.row(row_id)
        if address is None or list(values.values()).count(written) > 1:
            continue  # a computed value has no row of its own
        busy = [m.span() for m in re.finditer(r"\[[^\]]*\]\([^)]*\)|`[^`]*`|<a .*?</a>|<[^>]+>", source)]
        places = [m for m in re.finditer(rf"(?<![\w.,–−-]){re.escape(written)}(?![\w–]|[.,]\d)", source)]
        if len(places) == 1 and not any(a < places[0].end() and places[0].start() < b for a, b in busy):
            start, end = places[0].span()
            source = f'{source[:start]}<a class="hp-number" href="{address}">{written}</a>{source[end:]}'
    return source


# -- code ------------------------------------------------------------------------------------------------------------------


def _code(cell: nbformat.NotebookNode, page: Body) -> bool:
    """Turn a cell's outputs into what a page shows; returns whether the cell has a place on a page at all."""
    tags = cell.metadata.get("tags", [])
    if "import" in tags:
        return False
    quiz = re.match(r"""hp\.quiz\(["']([^"']+)["']\)""", cell.source)
    cell.metadata["hp_input"] = "show" if "try" in tags else "fold"
    if quiz or "hp.layers()" in cell.source:
        cell.metadata["hp_input"] = "hide"
    if quiz:
        page.quizzes += 1
        cell.outputs = [_shown(_quiz(quiz[1], page.lang))]
        return True
    outputs, pending = [], None
    for output in cell.get("outputs", []):
        bundle = output.get("data", {})
        if bundle.get("text/plain") in _CONTROLS:
            continue  # a page has no kernel that a menu could ask: all its choices are drawn below
        if PLOTLY in bundle:
            pending = bundle
        elif pending is not None and "hp-notes" in bundle.get("text/html", ""):
            outputs.append(_shown(_charts(cell, page, pending, bundle["text/html"])))
            pending = None
        else:
            outputs.append(output)
    if pending is not None:
        raise LessonError(vi=f"{page.slug}, ô “{cell.id}”: biểu đồ không kèm bảng số liệu. Hãy chạy make lessons.", en=f"{page.slug}, cell “{cell.id}”: a chart without its notes. Run make lessons.")
    cell.outputs = outputs
    return True


def _shown(html: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": html})


def _quiz(stop_id: str, lang: str) -> str:
    told = json.dumps(quizzes.stop(stop_id, lang), ensure_ascii=False).replace("</", "<\\/")
    return f'<div class="hp-quiz-place"><noscript>{quizzes.still(stop_id, lang)}</noscript><script type="application/json">{told}</script></div>'


def _charts(cell: nbformat.NotebookNode, page: Body, bundle: dict, notes: str) -> str:
    """One chart; or, where the notebook has a menu over it, each of its choices, the first of them shown."""
    choices = _choices(cell.source)
    if not choices:
        return chart(bundle, notes, _name(cell, page))
    function, argument, values = choices
    parts, boxes = [], []
    for n, value in enumerate(values):
        if n:
            drawn = getattr(charts, function)(page.lang, **{argument: value})
            bundle, notes = drawn.bundle(), drawn.notes()
        name = _name(cell, page)
        parts.append(f'<div class="hp-choice" id="{name}-choice"{" hidden" if n else ""}>{chart(bundle, notes, name)}</div>')
        said = escape(WORDS["choice"][argument][value][page.lang])
        boxes.append(f'<label><input type="radio" name="{cell.id}" value="{name}-choice"{"" if n else " checked"}> {said}</label>')
    legend = escape(WORDS["column"][argument][page.lang])  # what the lesson calls it
    return f'<div class="hp-choices"><fieldset><legend>{legend}</legend>{" ".join(boxes)}</fieldset>{"".join(parts)}</div>'


def _name(cell: nbformat.NotebookNode, page: Body) -> str:
    page.charts += 1
    return f"{cell.id}-{page.charts}"


def _choices(source: str) -> tuple[str, str, list[str]] | None:
    """The chart, argument and values of `hp.explore(hp.charts.NAME, ARGUMENT=[…])`."""
    if not source.startswith("hp.explore("):
        return None
    call = ast.parse(source).body[0].value  # type: ignore[attr-defined]
    return call.args[0].attr, call.keywords[0].arg, ast.literal_eval(call.keywords[0].value)


def chart(bundle: dict, notes: str, name: str) -> str:
    """A figure whose table leads from each drawn row to its source and to its row of data. `notes`: the chart's notes, which carry its rows as CSV."""
    figure = take_apart(bundle)
    rows = list(csv.DictReader(io.StringIO(base64.b64decode(_CSV.search(notes)[1]).decode("utf-8-sig"))))
    drawing = f'<script type="application/json" class="hp-drawing" data-for="{name}">[{",".join(figure.arguments())}]</script>'
    fold = "".join(re.findall(r"<details><summary>.*?</summary><p class=\"hp-alt\">.*?</p></details>", notes, re.S))
    words = figure.words.replace("</figcaption>", f"</figcaption>{fold}", 1)
    return figure.html(name, drawing).replace(figure.words, _link_rows(words, rows, figure.lang), 1)


def _link_rows(words: str, rows: list[dict], lang: str) -> str:
    start, end = words.index("<tbody>"), words.index("</tbody>")
    heads = [unescape(h) for h in re.findall(r"<th>(.*?)</th>", words[:start])]
    lines = re.findall(r"<tr>(.*?)</tr>", words[start:end], re.S)
    if len(lines) != len(rows):
        raise LessonError(vi="Bảng của biểu đồ và tệp CSV của nó không cùng số dòng. Hãy chạy make lessons.", en="A chart's table and its CSV differ in length. Run make lessons.")
    column = heads.index(WORDS["column"]["source"][lang]) if WORDS["column"]["source"][lang] in heads else None
    body = []
    for line, row in zip(lines, rows):
        cells = re.findall(r"<td>(.*?)</td>", line, re.S)
        if column is not None and row.get("source"):
            keys = row["source"].split()
            cells[column] = "; ".join(f'<a href="{addresses.source(key)}">{name}</a>' for key, name in zip(keys, cells[column].split("; ")))
        address = addresses.row(row.get("id", ""))
        link = f'<a href="{address}" aria-label="{escape(word("row-of", lang, id=row["id"]))}">→</a>' if address else ""
        if heads[-1] == "":
            cells.pop()  # bars made of letters, for places that cannot draw
        body.append("<tr>" + "".join(f"<td>{c}</td>" for c in [*cells, link]) + "</tr>")
    head = words[:start].replace("<th></th></tr></thead>", "</tr></thead>").replace("</tr></thead>", f"<th>{escape(word('row', lang))}</th></tr></thead>")
    return head + "<tbody>\n" + "\n".join(body) + "\n" + words[end:]


# -- the whole -------------------------------------------------------------------------------------------------------------


def _to_pages(html: str) -> str:
    """Links of outputs: a source's cell becomes its entry on the site, a notebook its page."""
    html = re.sub(r'href="(?:\.\./)?(?:vi/|en/)?sources\.ipynb#cell-id=src-([^"]+)"', lambda m: f'href="{addresses.source(m[1])}"', html)
    return re.sub(r'href="([\w./-]+)\.ipynb(["#])', r'href="\1.html\2', html)


def _name_headings(html: str) -> tuple[str, list[tuple[str, str]]]:
    """Give every heading below the first an id without diacritics, which survives being sent by mail; returns the second-level ones too."""
    taken: set[str] = set()
    sections = []

    def name(found: re.Match) -> str:
        level, said = found[1], re.sub(r"<[^>]+>", "", found[2])
        slug = base = re.sub(r"[^a-z0-9]+", "-", fold(unescape(said))).strip("-") or "part"
        while slug in taken:
            slug = f"{base}-{len(taken)}"
        taken.add(slug)
        if level == "2":
            sections.append((slug, said))
        return f'<h{level} id="{slug}">{found[2]}</h{level}>'

    return re.sub(r"<h([23])>(.*?)</h\1>", name, html, flags=re.S), sections


def _frame_tables(html: str, lang: str) -> str:
    """A wide table scrolls in a frame of its own, which a keyboard can reach."""
    html = re.sub(r'<div class="hp-scroll">(<table.*?</table>)</div>', r"\1", html, flags=re.S)
    frame = f'<div class="hp-scroll" tabindex="0" role="region" aria-label="{escape(word("table", lang))}">'
    return re.sub(r"<table.*?</table>", lambda m: frame + m[0] + "</div>", html, flags=re.S)

"""Notebooks -> pages that need no server and no network: `python -m hauphuong.editions.html [FOLDER]` (html/ unless told).

nbconvert's own page leaves every plotly chart blank and fetches scripts from elsewhere. Here a chart becomes a
figure with its caption and table, drawn by one plotly.js that stands beside the pages.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from ..charts.chart import PLOTLY
from ..charts.words import WORDS
from ..text import CourseError
from .lesson import LessonError
from .notebooks import LESSONS

PAGE = Path(__file__).with_name("page")


def chart_html(bundle: dict, name: str) -> str:
    """The HTML of one chart: the picture drawn by plotly.js above the caption, description and table that the bundle carries."""
    picture = {**bundle[PLOTLY], "config": {**bundle[PLOTLY].get("config", {}), "responsive": True}}
    data, layout, config = (json.dumps(picture.get(k, {}), ensure_ascii=False).replace("</", "<\\/") for k in ("data", "layout", "config"))
    height = picture["layout"].get("height", 430)
    static = bundle["text/html"]
    label = re.search(r'aria-label="([^"]*)"', static)[1]
    lang = re.search(r'lang="([^"]*)"', static)[1]
    # the picture bears the title itself; a reader without scripts still gets it from the caption
    words = re.sub(r"<b>(.*?)</b>", r"<noscript><b>\1</b></noscript>", static[static.index("<figcaption>") : static.index("</figure>")], count=1)
    return (
        f'<figure class="hp-chart" lang="{lang}">'
        f'<div id="{name}" class="hp-plot" role="img" aria-label="{label}" style="height:{height}px"></div>'
        f"{_fold_table(words, lang)}</figure>"
        f'<script>Plotly.newPlot("{name}",{data},{layout},{config})</script>'
    )


def _fold_table(words: str, lang: str) -> str:
    show = escape(WORDS["notes"]["show"][lang])
    return words.replace("<table", f'<details><summary>{show}</summary><div class="hp-scroll"><table', 1).replace("</table>", "</table></div></details>", 1)


_CONTROLS = set(WORDS["notes"]["control"].values())


def _prepare(book: nbformat.NotebookNode) -> bool:
    """Turn the notebook's charts into HTML and its links to notebooks into links to pages; returns whether it has charts."""
    charts = 0
    for cell in book.cells:
        if cell.cell_type == "markdown":
            # an exercise needs a kernel: on a page its name stands without a link
            cell.source = re.sub(r"\[([^\]]*)\]\([^)]*exercises/[^)]*\)", r"\1", cell.source)
            cell.source = re.sub(r"\.ipynb(?=[)#])", ".html", cell.source)
        outputs, after_chart = [], False
        for output in cell.get("outputs", []):
            bundle = output.get("data", {})
            if bundle.get("text/plain") in _CONTROLS:
                continue  # a page has no kernel that a menu could ask
            if after_chart and "hp-notes" in bundle.get("text/html", ""):
                after_chart = False  # the figure says all of it already
                continue
            after_chart = PLOTLY in bundle
            if after_chart:
                charts += 1
                output.data = nbformat.NotebookNode({"text/html": chart_html(bundle, f"{cell.id}-{charts}")})
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = output.data["text/html"].replace(".ipynb#", ".html#").replace('.ipynb"', '.html"')
            outputs.append(output)
        if cell.cell_type == "code":
            cell.outputs = outputs
    return charts > 0


def export(source: Path, target: Path, up: str) -> None:
    """Write one notebook as a page. `up`: the way from the page to the root of the pages ("" or "../")."""
    book = nbformat.read(source, as_version=4)
    has_charts = _prepare(book)
    exporter = HTMLExporter(template_name="page", extra_template_basedirs=[str(PAGE.parent)], embed_images=False)
    exporter.language_code = book.metadata.hauphuong.lang
    page, _ = exporter.from_notebook_node(book, resources={"up": up, "has_charts": has_charts, "metadata": {"name": book.metadata.title}})
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page, encoding="utf-8")


def main(arguments: list[str]) -> int:
    root = Path(arguments[0]) if arguments else LESSONS.parent / "html"
    try:
        import plotly

        static = root / "static"
        static.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", static / "plotly.min.js")
        shutil.copyfile(PAGE / "page.css", static / "page.css")
        for source in [LESSONS / "index.ipynb", *sorted(LESSONS.glob("*/*.ipynb"))]:
            place = source.relative_to(LESSONS)
            export(source, root / place.with_suffix(".html"), "../" * (len(place.parts) - 1))
            print(place.with_suffix(".html"), flush=True)
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except OSError as why:
        mistake = LessonError(vi=f"Không ghi được {why.filename} ({why.strerror}).", en=f"{why.filename} cannot be written ({why.strerror}).")
        print(mistake, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

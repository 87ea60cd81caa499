"""A chart as HTML that needs no kernel: a figure with its caption, description and table, drawn by a plotly.js that the page has.

nbconvert's own page leaves every plotly chart blank. The reading site (`editions.site`) and a student's feedback both
show charts this way.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..charts.chart import PLOTLY
from ..charts.words import WORDS

# plotly.js's own build of bars, points, lines and pies, of which the course consists: a quarter of the whole, for phones and
# poor networks. From npm, plotly.js-basic-dist-min, as new as the plotly.js in plotly's wheel (tests/test_dependencies.py).
PLOTLY_JS = Path(__file__).with_name("plotly-basic.min.js")


@dataclass(frozen=True)
class Figure:
    """What a bundle holds, taken apart. `picture`: plotly's data, layout and config; `words`: caption, folded table and sources."""

    picture: dict
    label: str  # escaped already, for an attribute
    lang: str
    height: int
    words: str

    def arguments(self) -> tuple[str, str, str]:
        """Data, layout and config as JSON that may stand inside a script element."""
        return tuple(json.dumps(self.picture.get(k, {}), ensure_ascii=False).replace("<", "\\u003c") for k in ("data", "layout", "config"))  # type: ignore[return-value]

    def html(self, name: str, drawing: str) -> str:
        """The figure, `drawing` after it. `name`: the id of the element that plotly draws in."""
        return (
            f'<figure class="hp-chart" lang="{self.lang}">'
            f'<div id="{name}" class="hp-plot" role="figure" aria-label="{self.label}" style="height:{self.height}px"></div>'
            f"{self.words}</figure>{drawing}"
        )


def take_apart(bundle: dict) -> Figure:
    """The parts of a chart's MIME bundle (`Chart.bundle`)."""
    picture = {**bundle[PLOTLY], "config": {**bundle[PLOTLY].get("config", {}), "responsive": True}}
    static = bundle["text/html"]
    lang = re.search(r'lang="([^"]*)"', static)[1]
    # the picture bears the title itself; a reader without scripts still gets it from the caption
    words = re.sub(r"<b>(.*?)</b>", r"<noscript><b>\1</b></noscript>", static[static.index("<figcaption>") : static.index("</figure>")], count=1)
    return Figure(picture, re.search(r'aria-label="([^"]*)"', static)[1], lang, picture["layout"].get("height", 430), _fold_table(words, lang))


def chart_html(bundle: dict, name: str) -> str:
    """The HTML of one chart: the picture drawn by plotly.js above the caption, description and table that the bundle carries."""
    figure = take_apart(bundle)
    return figure.html(name, f'<script>Plotly.newPlot("{name}",{",".join(figure.arguments())})</script>')


def _fold_table(words: str, lang: str) -> str:
    show = escape(WORDS["notes"]["show"][lang])
    return words.replace("<table", f'<details><summary>{show}</summary><div class="hp-scroll"><table', 1).replace("</table>", "</table></div></details>", 1)

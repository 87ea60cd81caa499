"""The charts of a built notebook as it stores them: for whatever shows a lesson without running it.

Read from the notebook and not drawn anew: strict nbval proves that what is stored is what the code draws.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from pathlib import Path

from ..charts.chart import PLOTLY
from .lesson import LessonError


@dataclass(frozen=True)
class StoredChart:
    """`cell`: the id of its cell. `figure`: plotly's data and layout. `still`: the HTML that the chart carries for places without plotly."""

    cell: str
    figure: dict
    still: str

    @property
    def title(self) -> str:
        return self._plain(r"<figcaption><b>(.*?)</b>")

    @property
    def finding(self) -> str:
        return self._plain(r"</b>(.*?)</figcaption>")

    @property
    def alt(self) -> str:
        return self._plain(r'aria-label="([^"]*)"')

    @property
    def table(self) -> tuple[list[str], list[list[str]]]:
        """Heads, and rows of cells, as plain text; without the bars of text that stand in for a picture."""
        heads = [unescape(head) for head in re.findall(r"<th>(.*?)</th>", self.still, re.S)]
        body = self.still.partition("<tbody>")[2].partition("</tbody>")[0]
        rows = [[unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.S)] for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)]
        bars = heads.index("") if "" in heads else len(heads)
        return heads[:bars], [row[:bars] for row in rows]

    @property
    def sources(self) -> list[str]:
        """Keys of the sources that the drawn rows name."""
        return list(dict.fromkeys(re.findall(r'href="sources\.ipynb#cell-id=src-([^"]+)"', self.still)))

    @cached_property
    def digest(self) -> str:
        """What changes whenever the picture would."""
        return hashlib.sha256(json.dumps(self.figure, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _plain(self, pattern: str) -> str:
        return unescape(re.search(pattern, self.still, re.S)[1]).strip()


def read_book(path: Path) -> dict:
    """A built notebook as JSON. Raises `LessonError` where it is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise LessonError(
            vi=f"Không đọc được {path.name} ({why}). Hãy dựng lại các bài: make lessons",
            en=f"{path.name} cannot be read ({why}). Build the lessons again: make lessons",
        ) from None


def charts(book: dict) -> list[StoredChart]:
    """Every chart of a notebook, in order."""
    found = []
    for cell in book["cells"]:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {})
            if PLOTLY in bundle:
                figure = {part: bundle[PLOTLY][part] for part in ("data", "layout")}
                found.append(StoredChart(cell["id"], figure, "".join(bundle["text/html"])))
    return found

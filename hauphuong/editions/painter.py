"""Charts as pictures: kaleido lets Chromium draw a plotly figure, and what comes back is SVG for print or WebP for a page.

No network: plotly.js comes from the installed package, and MathJax, which kaleido would fetch, is left out.
"""

from __future__ import annotations

import copy
import json
import xml.etree.ElementTree as ET
from types import TracebackType

from ..charts import style
from ..text import CourseError
from .chromium import chromium

_SVG = "http://www.w3.org/2000/svg"
_KEPT = "frame"  # begins the uid of a trace that belongs to the frame: plotly writes the uid into the class of what it draws
_GRID = "#B4B4B4"  # darker than on a screen: a pencil follows it
_TOP = 14  # pixels above a chart without its title


class Painter:
    """`with Painter() as painter:` starts Chromium once for all pictures. Raises `CourseError` without Chromium or kaleido."""

    def __enter__(self) -> Painter:
        path = chromium()
        try:
            import kaleido
        except ImportError:
            raise CourseError(
                vi='Vẽ hình cần kaleido: pip install "hauphuong[site]" (make test đã cài sẵn).',
                en='Pictures need kaleido: pip install "hauphuong[site]" (make test has it installed).',
            ) from None
        self._kaleido = kaleido
        kaleido.start_sync_server(path=path, mathjax=False, silence_warnings=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._kaleido.stop_sync_server(silence_warnings=True)

    def _draw(self, figure: dict, form: str, width: int, scale: float = 1) -> bytes:
        height = figure["layout"].get("height", 430)
        try:
            return self._kaleido.calc_fig_sync(figure, opts={"format": form, "width": width, "height": height, "scale": scale})
        except Exception as why:  # kaleido's and its browser's errors have no common root
            raise CourseError(
                vi=f"Chromium không vẽ được biểu đồ ({type(why).__name__}: {why}). Thử lại; nếu vẫn vậy, xem HAUPHUONG_CHROMIUM trỏ đi đâu.",
                en=f"Chromium could not draw a chart ({type(why).__name__}: {why}). Try again; if it stays so, look where HAUPHUONG_CHROMIUM points.",
            ) from why

    def pixels(self, figure: dict, width: int, scale: float = 2) -> bytes:
        """WebP, `width` in CSS pixels and `scale` times as many in the file: letters are pixels, so no reader's fonts matter."""
        return self._draw(figure, "webp", width, scale)

    def svg(self, figure: dict, width: int) -> bytes:
        """For paper: readable in black and white."""
        return self._draw(for_paper(figure), "svg", width)

    def blank(self, figure: dict, width: int) -> bytes:
        """The same chart for a class to draw by hand: axes, names of rows, coastlines and legend, but no mark and no finding."""
        return _strip(self.svg(frame(figure), width))


def for_paper(figure: dict) -> dict:
    """The figure for a black-and-white printer. There land and sea would be one grey, so land is white; and bars of two colours
    would be alike, so their patterns are darker than on a screen, where colour helps."""
    said = json.dumps(figure)
    for screen, paper in ((style.LAND, "#FFFFFF"), (style.SEA, "#E2E8EC"), (style.COAST, "#606060")):
        said = said.replace(f'"{screen}"', f'"{paper}"')
    made = json.loads(said)
    for trace in made["data"]:
        pattern = (trace.get("marker") or {}).get("pattern")
        if pattern and "fgopacity" in pattern:
            pattern["fgopacity"] = 0.95
    return made


def frame(figure: dict) -> dict:
    """The figure without its title, shapes and remarks on marks, and with its frame's traces named; the marks still stand, to stretch the axes."""
    bare = copy.deepcopy(figure)
    layout = bare["layout"]
    layout.pop("title", None)
    layout.pop("shapes", None)
    over = max(0, layout["margin"]["t"] - _TOP - (32 if "xaxis2" in layout and layout["xaxis2"].get("side") == "top" else 0))
    above = [note for note in layout.get("annotations", ()) if _is_frame(note)]
    if any(note.get("yref") == "paper" for note in above):
        over = min(over, 40)  # words that stand above the plot, where the title was
    layout["margin"]["t"] -= over
    layout["height"] = layout.get("height", 430) - over
    layout["annotations"] = above
    coast = any(trace.get("fill") == "toself" and trace.get("hoverinfo") == "skip" for trace in bare["data"])
    for number, trace in enumerate(bare["data"]):
        land = trace.get("fill") == "toself" and trace.get("hoverinfo") == "skip"
        name = coast and trace.get("mode") == "text" and trace.get("hoverinfo") == "skip"
        middle = trace.get("mode") == "lines" and not any(trace["x"])  # the line on nought, from which two sides are counted
        trace["uid"] = f"{_KEPT if land or name or middle else 'mark'}{number}"
    for axis in (part for name, part in layout.items() if name[1:5] == "axis" and part.get("visible", True)):
        axis.update(gridcolor=_GRID)
    return bare


def _is_frame(note: dict) -> bool:
    """Names of lanes, panels and rows hang on the paper or on the axis's zero; a remark on a mark hangs at the mark."""
    return note.get("xref") == "paper" or note.get("x") == 0


def _strip(picture: bytes) -> bytes:
    """Take every trace out of the plots that is not of the frame."""
    for prefix, uri in (("", _SVG), ("xlink", "http://www.w3.org/1999/xlink")):
        ET.register_namespace(prefix, uri)
    root = ET.fromstring(picture)
    for layer in root.iter(f"{{{_SVG}}}g"):
        if {"scatterlayer", "barlayer"} & set(layer.get("class", "").split()):
            for group in list(layer):
                if not any(name.startswith(f"trace{_KEPT}") for name in group.get("class", "").split()):
                    layer.remove(group)
    return ET.tostring(root, encoding="utf-8")

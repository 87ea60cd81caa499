"""The widget of the desk: what may be seen goes out, what a marker does comes in, and a reply goes back once the gradebook has it."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from ..dom import DOM
from .desk import Desk
from .desk_words import WORDS, word
from .ratings import ESSAY

_HERE = Path(__file__).parent


class DeskView(anywidget.AnyWidget):
    """A thin view. It holds no student's key, and no mark that the gradebook does not have."""

    _esm = DOM + (_HERE / "desk.js").read_text(encoding="utf-8")
    _css = (_HERE / "desk.css").read_text(encoding="utf-8")

    lang = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    patience = traitlets.Int(10_000).tag(sync=True)  # milliseconds until the page says that nobody answers

    def __init__(self, desk: Desk):
        self._desk = desk
        super().__init__(lang=desk.lang, words={key: said[desk.lang] for key, said in WORDS.items()}, frame=desk.frame(), state=desk.state())
        self.on_msg(self._hear)

    def _hear(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, dict):
            return
        reply = self._desk.do(content)
        try:
            self.state = self._desk.state()
        except Exception as why:  # what was done is done; only the sight of it is old
            reply = {"ok": False, "said": word("not-saved", self._desk.lang, why=str(why))}
        self.send({"id": str(content.get("id")), "do": str(content.get("do")), **reply})


def open_desk(exercise: str, gradebook: str, marker: str = "1", lang: str = "", task: str = ESSAY, submissions: str = "") -> None:
    """Show the desk under a cell. Raises `CourseError`, which a notebook shows as one sentence, where there is nothing to mark."""
    from IPython.display import display

    desk = Desk(exercise, gradebook, marker, lang, task, submissions or None)
    shown = DeskView(desk)._repr_mimebundle_()
    bundle = dict(shown[0] if isinstance(shown, tuple) else shown)
    # what a page without a kernel shows, and all that is stored: no text of any student
    bundle["text/plain"] = bundle["text/html"] = word("wake", desk.lang)
    display(bundle, raw=True)

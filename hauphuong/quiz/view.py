"""The widget of a stop: what may be seen goes out, answers come in, and a reply goes back once the journal has them."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

from ..dom import DOM
from .page import html, plain
from .stop import Stop
from .words import WORDS

_HERE = Path(__file__).parent


class QuizView(anywidget.AnyWidget):
    """A thin view: it holds no key, and marks nothing by itself."""

    _esm = DOM + (_HERE / "view.js").read_text(encoding="utf-8")
    _css = (_HERE / "view.css").read_text(encoding="utf-8")

    lang = traitlets.Unicode().tag(sync=True)
    lesson = traitlets.Unicode().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    questions = traitlets.List().tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)  # question id -> the last reply, for a view that is drawn anew
    notice = traitlets.Unicode().tag(sync=True)
    patience = traitlets.Int(10_000).tag(sync=True)  # milliseconds until the page says that nobody answers

    def __init__(self, stop: Stop):
        self._stop = stop
        self._replies: dict[str, dict] = {}  # by message id: a message sent twice is one attempt
        kept = stop.kept()
        super().__init__(
            lang=stop.lang,
            lesson=stop.lesson,
            words={key: said[stop.lang] for key, said in WORDS.items()},
            questions=[page.public for page in stop.pages.values()],
            kept=kept,
            notice=stop.notice,
        )
        self.on_msg(self._hear)

    def _hear(self, _: object, content: object, __: object) -> None:
        if not isinstance(content, dict) or content.get("question") not in self._stop.questions:
            return
        name, ident = content["question"], str(content.get("id"))
        reply = self._replies.get(ident)
        if reply is None:
            reply = self._stop.answer_from_page(name, content.get("answer"))
            self._replies[ident] = reply
            if reply["state"] != "unread":
                self.kept = {**self.kept, name: reply}
            self.notice = self._stop.notice
        self.send({"id": ident, **reply})


def display(stop: Stop) -> None:
    """Show a stop: the widget, and what a page shows where there is no kernel."""
    from IPython.display import display

    shown = QuizView(stop)._repr_mimebundle_()
    bundle = dict(shown[0] if isinstance(shown, tuple) else shown)
    pages = list(stop.pages.values())
    bundle["text/plain"], bundle["text/html"] = plain(pages, stop.lang), html(pages, stop.lang)
    display(bundle, raw=True)

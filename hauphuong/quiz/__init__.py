"""Quizzes: a bank of questions, plain marking, and a thin widget.

`bank` finds and checks questions · `typed` understands what a learner typed · `marking` gives points and feedback ·
`stop` is one stop of a lesson as a learner meets it, journal included · `page` is what of it may be seen · `view` is
the widget. Only `view` knows ipywidgets, and only `check` knows jsonschema.
"""

from __future__ import annotations


def show(stop_id: str, lang: str) -> None:
    """Display one stop, such as "adds-up". Raises `CourseError` where no bank has it, or the bank is broken."""
    from .bank import find
    from .stop import Stop
    from .view import display

    display(Stop(find(stop_id), stop_id, lang))

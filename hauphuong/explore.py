"""A menu over a chart: choose, and the chart is drawn anew in its place.

Stored notebooks must show something without a kernel and compare equal from run to run, so this does without an
Output widget (whose content belongs to the widget, not to the notebook): the chart is an ordinary output with a
display id, and the menu updates it.
"""

from __future__ import annotations

from collections.abc import Callable

from .charts.words import WORDS
from .text import CourseError


def explore(chart: Callable, lang: str, **choices: list[str]) -> None:
    """Show a dropdown for the one argument in `choices`, the chart drawn with its first value, and the chart's notes.

    `chart`: a function returning a `Chart`. Their names stand in `charts/words.py`.
    """
    import ipywidgets
    from IPython.display import display

    if len(choices) != 1:
        raise CourseError(
            vi=f"explore cần đúng một lựa chọn, ví dụ measure=[…]; nhận được {len(choices)}.",
            en=f"explore takes exactly one choice, such as measure=[…]; it got {len(choices)}.",
        )
    (name, values), = choices.items()
    menu = ipywidgets.Dropdown(
        options=[(WORDS["choice"][name][v][lang], v) for v in values],
        description=WORDS["column"][name][lang] + ":",
        style={"description_width": "initial"},
    )
    view = dict(menu._repr_mimebundle_())
    # without a kernel a stored widget is a blank or an error: say how to wake it
    view["text/plain"] = WORDS["notes"]["control"][lang]
    view["text/html"] = f"<p>▶ <i>{WORDS['notes']['control'][lang]}</i></p>"
    display(view, raw=True)
    drawn = chart(**{name: menu.value})
    picture = display(drawn.bundle(), raw=True, display_id=f"{drawn.name}-{id(menu)}")
    notes = display(drawn.notes_bundle(), raw=True, display_id=f"{drawn.name}-notes-{id(menu)}")

    def redraw(change: dict) -> None:
        fresh = chart(**{name: change["new"]})
        # Lab's plotly view ignores new data for a chart that it has drawn; an empty frame between makes it draw anew
        picture.update({"text/html": f'<div style="height:{fresh.figure.layout.height}px"></div>'}, raw=True)
        picture.update(fresh.bundle(), raw=True)
        notes.update(fresh.notes_bundle(), raw=True)

    menu.observe(redraw, names="value")

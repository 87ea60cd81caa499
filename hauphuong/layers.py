"""Fold the story or the method of a lesson away: two boxes to tick, in Lab and on exported pages, no kernel needed.

The builder puts an empty mark, `hp-story` or `hp-method`, into each cell of a layer (`editions.notebooks`), since Lab shows
no tags to a page. The rule is put on the page's head: Lab drops the output that holds it when that is scrolled away.
"""

from __future__ import annotations

LAYERS = ("story", "method")
_WORDS = {
    "vi": {"legend": "Gập bớt bài", "story": "Gập phần kể chuyện", "method": "Gập phần phương pháp"},
    "en": {"legend": "Fold the lesson", "story": "Fold the story", "method": "Fold the method"},
}
_RULES = "".join(f".hp-no-{layer} .jp-Cell:has(.hp-{layer}){{display:none}}" for layer in LAYERS)
_SCRIPT = (
    "(function(s){if(!document.getElementById('hp-layers')){var r=document.createElement('style');r.id='hp-layers';"
    f"r.textContent='{_RULES}';document.head.appendChild(r);}}"
    "var n=s.closest('.jp-Notebook')||document.body;"
    "s.parentElement.querySelectorAll('input').forEach(function(b){b.checked=n.classList.contains('hp-no-'+b.value);"
    "b.addEventListener('change',function(){n.classList.toggle('hp-no-'+b.value,b.checked);});});"
    "})(document.currentScript)"
)


def mark(layer: str) -> str:
    """What the builder adds to a Markdown cell of a layer: nothing that shows."""
    return f'<div class="hp-{layer}"></div>'


def show(lang: str) -> None:
    """Display the two boxes."""
    from IPython.display import display

    words = _WORDS[lang]
    boxes = " ".join(f'<label><input type="checkbox" value="{layer}"> {words[layer]}</label>' for layer in LAYERS)
    html = f'<fieldset class="hp-layers" lang="{lang}"><legend>{words["legend"]}</legend>{boxes}<script>{_SCRIPT}</script></fieldset>'
    display({"text/html": html, "text/plain": f"{words['legend']}: {words['story']} · {words['method']}"}, raw=True)

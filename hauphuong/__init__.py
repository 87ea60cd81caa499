"""Hậu phương: a bilingual course on Vietnam–Soviet relations and the international rear.

A notebook needs one line, `from hauphuong import vi as hp` or `from hauphuong import en as hp`;
everything it shows then hangs on `hp` (see `edition.Edition`). Importing the package is cheap:
pandas and plotly load when first used.
"""

__version__ = "0.1.0"


def __getattr__(name: str):
    if name in ("vi", "en"):
        from .edition import Edition
        from .text import choose_language

        choose_language(name)
        globals()[name] = edition = Edition(name)
        return edition
    raise AttributeError(f"module 'hauphuong' has no attribute {name!r}")

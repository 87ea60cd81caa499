"""One function per chart, each returning a `Chart`. A name loads its module when first used."""

from importlib import import_module

_HOME = {
    "advisers_timeline": "advisers",
    "aid_1950_1954": "aid",
    "aid_by_donor": "aid",
    "aid_in_dollars": "aid",
    "approaches_map": "letters",
    "competing_totals": "advisers",
    "does_it_add_up": "aid",
    "recognition_race": "recognition",
    "stock_and_flow": "advisers",
    "three_dates_of_an_appeal": "recognition",
    "timeline": "timelines",
    "which_total": "aid",
    "who_gave_most": "aid",
    "who_spoke_when": "advisers",
    "family_of_a_table": "method",
    "five_countries": "advisers",
    "how_we_read": "method",
    "diplomatic_ties": "solidarity",
    "when_castro_said_it": "solidarity",
    "world_of_solidarity": "solidarity",
    "marks": "method",
    "promise_and_delivery": "method",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

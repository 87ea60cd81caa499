"""One function per chart, each returning a `Chart`. A name loads its module when first used."""

from importlib import import_module

_HOME = {
    "advisers_timeline": "advisers",
    "aid_1950_1954": "aid",
    "aid_by_donor": "aid",
    "aid_in_dollars": "aid",
    "approaches_map": "letters",
    "asked_and_received": "alliance",
    "competing_totals": "advisers",
    "does_it_add_up": "aid",
    "recognition_race": "recognition",
    "security_council_1952": "alliance",
    "stock_and_flow": "advisers",
    "students_in_moscow": "roots",
    "three_dates_of_an_appeal": "recognition",
    "timeline": "timelines",
    "bargaining_ladder": "geneva",
    "election_dates": "geneva",
    "geneva_calendar": "geneva",
    "voks_parcel": "alliance",
    "which_total": "aid",
    "who_gave_most": "aid",
    "who_spoke_when": "advisers",
    "family_of_a_table": "method",
    "five_countries": "advisers",
    "how_we_read": "method",
    "marks": "method",
    "promise_and_delivery": "method",
    "writings_on_lenin": "roots",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

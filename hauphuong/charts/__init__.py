"""One function per chart, each returning a `Chart`. A name loads its module when first used."""

from importlib import import_module

_HOME = {
    "a_thousand_tonnes_a_day": "routes",
    "advisers_timeline": "advisers",
    "aid_1950_1954": "aid",
    "aid_by_donor": "aid",
    "aid_in_dollars": "aid",
    "approaches_map": "letters",
    "asked_and_received": "alliance",
    "audit_of_the_seeds": "audit",
    "bargaining_ladder": "geneva",
    "competing_totals": "advisers",
    "crowds_by_who_counted": "protest",
    "diplomatic_ties": "solidarity",
    "does_it_add_up": "aid",
    "election_dates": "geneva",
    "evidence_balance": "argument",
    "family_of_a_table": "method",
    "five_countries": "advisers",
    "geneva_calendar": "geneva",
    "how_we_read": "method",
    "marks": "method",
    "one_wrong_date": "audit",
    "polls_and_protests": "protest",
    "promise_and_delivery": "method",
    "recognition_race": "recognition",
    "routes_map": "routes",
    "security_council_1952": "alliance",
    "sihanoukville_estimates": "routes",
    "soldiers_and_desertion": "protest",
    "stock_and_flow": "advisers",
    "students_in_moscow": "roots",
    "three_dates_of_an_appeal": "recognition",
    "timeline": "timelines",
    "voks_parcel": "alliance",
    "when_castro_said_it": "solidarity",
    "where_they_speak": "audit",
    "which_total": "aid",
    "who_gave_most": "aid",
    "who_spoke_when": "advisers",
    "whole_story": "argument",
    "world_of_solidarity": "solidarity",
    "writings_on_lenin": "roots",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

"""Values that a lesson's sentences name and that no single row holds: sums, shares and ratios, computed from the rows.

Each function is one named value. A sentence writes `{{ value("gap-1961-1964") }}`; so when a tonne changes, so does the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from .. import text

NAMES: dict[str, tuple[Callable[[], float], str]] = {}
LOST_DIGIT = 600_000  # tonnes: the 6 that 49,246 probably lost in front
LONG_TON = 1.0160469088  # tonnes; by the definition of the imperial ton


def named(name: str, written: str = "number") -> Callable:
    """Register a function under the name by which sentences call it. `written`: number, signed, percent, whole-percent."""

    def keep(function: Callable[[], float]) -> Callable[[], float]:
        NAMES[name] = (function, written)
        return function

    return keep


def written(name: str, lang: str) -> str:
    """The named value, computed now and written as the language writes it."""
    function, form = NAMES[name]
    value = function()
    if form == "percent":
        return text.percent(value, lang)
    if form == "whole-percent":  # for round numbers: a decimal would claim more than they know
        return text.percent(value, lang, 0)
    return text.number(value, lang, 0, sign=form == "signed")


def _value(row_id: str) -> float:
    from . import default

    return float(default().find(row_id)[1]["value"])


PERIODS = ("1955-1960", "1961-1964", "1965-1968", "1969-1972", "1973-1975")
YEARS = {p: int(p[5:]) - int(p[:4]) + 1 for p in PERIODS}


def _donors(period: str, donors: tuple[str, ...] = ("ussr", "china", "other-socialist")) -> float:
    from . import default

    # a donor that the source does not print in a period has no row
    rows = default().index("aid_tonnes")
    return float(sum(rows[i]["value"] for i in (f"at-{period}-{donor}" for donor in donors) if i in rows))


@named("total-by-periods")
def total_by_periods() -> float:
    """The five printed period totals, added up (tonnes)."""
    return sum(_value(f"at-{p}-all") for p in PERIODS)


@named("total-by-donors")
def total_by_donors() -> float:
    """Every donor's figure in every period, added up (tonnes)."""
    return sum(_donors(p) for p in PERIODS)


@named("total-by-categories")
def total_by_categories() -> float:
    """Logistics goods and weapons of every period, added up after 49,246 is read as 649,246 (tonnes).

    The leading 6 is the smallest repair that gives a possible figure; it overshoots the printed total by one tonne.
    """
    return sum(_value(f"at-{p}-all-logistics") + _value(f"at-{p}-all-weapons") for p in PERIODS) + LOST_DIGIT


@named("gap-nhandan", "signed")
def gap_nhandan() -> float:
    """The total printed in Nhân Dân less the sum of the five period totals (tonnes)."""
    return _value("at-1955-1975-all-nhandan") - total_by_periods()


@named("gap-1961-1964", "signed")
def gap_1961_1964() -> float:
    """The donors of 1961–64 less the printed total of 1961–64 (tonnes)."""
    return _donors("1961-1964") - _value("at-1961-1964-all")


@named("weapons-1973-1975-by-subtraction")
def weapons_by_subtraction() -> float:
    """The printed total of 1973–75 less its logistics goods: what weapons would have to be (tonnes)."""
    return _value("at-1973-1975-all") - _value("at-1973-1975-all-logistics")


@named("share-ussr", "percent")
def share_ussr() -> float:
    """Soviet tonnes of all five periods in per cent of the five printed totals."""
    return _share_ussr(*PERIODS)


@named("share-ussr-1965-1968", "percent")
def share_ussr_1965_1968() -> float:
    """Soviet tonnes of 1965–68 in per cent of the printed total."""
    return _share_ussr("1965-1968")


@named("share-ussr-1965-1972", "percent")
def share_ussr_1965_1972() -> float:
    """Soviet tonnes of 1965–72, the years of the air war, in per cent of the two printed totals."""
    return _share_ussr("1965-1968", "1969-1972")


def _share_ussr(*periods: str) -> float:
    return 100 * sum(_donors(p, ("ussr",)) for p in periods) / sum(_value(f"at-{p}-all") for p in periods)


@named("share-china", "percent")
def share_china() -> float:
    """Chinese tonnes of all five periods in per cent of the five printed totals."""
    return 100 * sum(_donors(p, ("china",)) for p in PERIODS) / total_by_periods()


@named("share-others", "percent")
def share_others() -> float:
    """The other socialist countries' tonnes in per cent of the five printed totals."""
    return 100 * sum(_donors(p, ("other-socialist",)) for p in PERIODS) / total_by_periods()


@named("tonnes-ussr")
def tonnes_ussr() -> float:
    """Soviet tonnes of all five periods."""
    return sum(_donors(p, ("ussr",)) for p in PERIODS)


@named("tonnes-china")
def tonnes_china() -> float:
    """Chinese tonnes of all five periods."""
    return sum(_donors(p, ("china",)) for p in PERIODS)


@named("china-per-year-1965-1968")
def china_per_year_1965_1968() -> float:
    """Chinese tonnes a year in 1965–68, period total spread evenly over four years."""
    return _donors("1965-1968", ("china",)) / YEARS["1965-1968"]


@named("china-per-year-1973-1975")
def china_per_year_1973_1975() -> float:
    """Chinese tonnes a year in 1973–75, period total spread evenly over three years."""
    return _donors("1973-1975", ("china",)) / YEARS["1973-1975"]


@named("usa-to-france-tonnes")
def usa_to_france_tonnes() -> float:
    """The American shipments to France in Indochina, long tons turned into tonnes."""
    return _value("at-1950-1954-usa-to-france") * LONG_TON


@named("usa-to-china-ratio")
def usa_to_china_ratio() -> float:
    """American tonnes for France to each Chinese tonne for the DRV, 1950–54."""
    return usa_to_france_tonnes() / _value("at-1950-1954-china")


@named("annual-sum-1950-1954")
def annual_sum() -> float:
    """The five yearly figures of Chinese aid 1950–54, added up (tonnes)."""
    return sum(_value(f"at-{year}-china") for year in range(1950, 1955))


@named("share-ussr-time-1967-round", "whole-percent")
def share_ussr_time() -> float:
    """The Soviet part of the yearly dollar values that Time printed in 1967, in per cent."""
    parts = [_value(f"am-1967-{d}") for d in ("ussr", "china", "other-socialist")]
    return 100 * parts[0] / sum(parts)


@named("excess-1961-1964")
def excess_1961_1964() -> float:
    """By how much the donors of 1961–64 exceed the printed total (tonnes)."""
    return gap_1961_1964()


@named("excess-nhandan")
def excess_nhandan() -> float:
    """By how much the total in Nhân Dân exceeds the sum of the five periods (tonnes)."""
    return gap_nhandan()


@named("all-per-year-1969-1972")
def all_per_year_1969_1972() -> float:
    """All donors' tonnes a year in 1969–72."""
    return _value("at-1969-1972-all") / YEARS["1969-1972"]


@named("all-per-year-1973-1975")
def all_per_year_1973_1975() -> float:
    """All donors' tonnes a year in 1973–75."""
    return _value("at-1973-1975-all") / YEARS["1973-1975"]


@named("soviet-officers-and-soldiers")
def soviet_officers_and_soldiers() -> float:
    """The officers and the soldiers that one Vietnamese newspaper has from Russian army papers, added up by us."""
    return _value("pe-1965-1974-ussr-officers") + _value("pe-1965-1974-ussr-soldiers")


# -- the sessions of Geneva on Indochina -----------------------------------------------------------------------------------


def _sessions(chair: str, kinds: tuple[str, ...] = ("plenary", "restricted")) -> float:
    """Sessions in the table from the first on Indochina; an empty `chair`: those of which no source says who presided."""
    from . import default

    rows = default().index("geneva")
    first = rows["ge-1954-05-08-first-plenary"]["start"]
    return float(sum(r["start"] >= first and r["kind"] in kinds and r["chair"] == chair for r in rows.values()))


@named("geneva-sessions-eden")
def geneva_sessions_eden() -> float:
    """Sessions on Indochina that the sources say Eden chaired."""
    return _sessions("eden")


@named("geneva-sessions-molotov")
def geneva_sessions_molotov() -> float:
    """Sessions on Indochina that the sources say Molotov chaired."""
    return _sessions("molotov")


@named("geneva-sessions-no-chair")
def geneva_sessions_no_chair() -> float:
    """Sessions on Indochina in the table of which no source that was read says who was in the chair."""
    return _sessions("")


@named("geneva-plenaries-eden")
def geneva_plenaries_eden() -> float:
    """What one gets for Eden who forgets the restricted sessions."""
    return _sessions("eden", ("plenary",))


# -- weights, a mended misprint, dollars ---------------------------------------------------------------------------------


@named("long-ton-kg")
def long_ton_kg() -> float:
    """Kilograms in a long ton."""
    return 1000 * LONG_TON


@named("weapons-1973-1975-mended")
def weapons_mended() -> float:
    """The weapons of 1973–75 with a 6 put in front of the printed 49,246 (tonnes)."""
    return _value("at-1973-1975-all-weapons") + LOST_DIGIT


@named("military-dollars-per-year-1970-1972")
def military_dollars_1970_1972() -> float:
    """The mean of the CIA and DIA's military figures of 1970, 1971 and 1972 (million current dollars)."""
    return sum(_value(f"am-{year}-all-military") for year in (1970, 1971, 1972)) / 3


@named("military-dollars-per-year-1973-1974")
def military_dollars_1973_1974() -> float:
    """The mean of the CIA and DIA's military figures of 1973 and 1974 (million current dollars)."""
    return sum(_value(f"am-{year}-all-military") for year in (1973, 1974)) / 2


# -- January 1950: one appeal, three dates -----------------------------------------------------------------------------


def appeal_dates() -> dict[str, str]:
    """The day (ISO) on which each source puts the appeal of January 1950, or its broadcast, as the table `event_sources` says it."""
    from . import links

    found = {row["source"]: re.search(r"ngày (\d{1,2})-1", row["says_vi"]) for row in links("ev-1950-01-appeal")}
    return {key: f"1950-01-{int(day[1]):02}" for key, day in found.items() if day}


def _days_to_soviet_decision(key: str) -> float:
    from . import default

    decided = default().find("rc-ussr-drv")[1]["start"]
    return float((date.fromisoformat(decided) - date.fromisoformat(appeal_dates()[key])).days)


@named("days-from-1-january")
def days_from_1_january() -> float:
    """Days from the appeal, as the course's first founding text dates it, to the Soviet decision."""
    return _days_to_soviet_decision("vietnam-soviet-relations-c2022")


@named("days-from-11-january")
def days_from_11_january() -> float:
    """The same from the day in the archival chronology."""
    return _days_to_soviet_decision("sradv-chron")


@named("days-from-14-january")
def days_from_14_january() -> float:
    """The same from the day that most sources give."""
    return _days_to_soviet_decision("vnanet-1950")


# -- who recognised whom in 1950 -------------------------------------------------------------------------------------------


def _recognitions(government: str | None = None, until: str | None = None, rivals: bool = False) -> list[dict]:
    """Rows of `recognitions`: main rows, or with the `rivals` that date the same act otherwise; `until` a day, those known to the day and no later."""
    from . import default

    rows = [r for r in default().index("recognitions").values() if government in (None, r["recognised"])]
    if not rivals:
        rows = [r for r in rows if not r["variant_of"]]
    return [r for r in rows if until is None or r["precision"] == "day" and r["start"] <= until]


@named("recognitions-drv")
def recognitions_drv() -> float:
    """States that recognised the Democratic Republic of Vietnam, whenever they did."""
    return len(_recognitions("drv"))


@named("recognitions-state-of-vietnam")
def recognitions_state_of_vietnam() -> float:
    """States that some source names as recognising the State of Vietnam, dated or not."""
    return len(_recognitions("state-of-vietnam"))


@named("recognitions-drv-by-january-1950")
def recognitions_drv_by_january() -> float:
    """States that had recognised the DRV by 31 January 1950; main rows known to the day."""
    return len(_recognitions("drv", "1950-01-31"))


@named("recognitions-drv-by-february-1950")
def recognitions_drv_by_february() -> float:
    """States that had recognised the DRV by 28 February 1950; main rows known to the day."""
    return len(_recognitions("drv", "1950-02-28"))


@named("recognitions-state-of-vietnam-by-january-1950")
def recognitions_state_of_vietnam_by_january() -> float:
    """States that had recognised the State of Vietnam by 31 January 1950; main rows known to the day."""
    return len(_recognitions("state-of-vietnam", "1950-01-31"))


@named("recognitions-state-of-vietnam-by-february-1950")
def recognitions_state_of_vietnam_by_february() -> float:
    """States that had recognised the State of Vietnam by 28 February 1950; main rows known to the day."""
    return len(_recognitions("state-of-vietnam", "1950-02-28"))


@named("recognitions-drv-by-february-1950-with-rivals")
def recognitions_drv_with_rivals() -> float:
    """What one gets who counts every row of the DRV dated to a day by 28 February 1950, and so some states twice."""
    return len(_recognitions("drv", "1950-02-28", rivals=True))


@named("recognitions-with-a-rival-date")
def recognitions_with_a_rival_date() -> float:
    """Acts of recognition, of either government, that another source dates otherwise."""
    return len({r["variant_of"] for r in _recognitions(rivals=True)} & {r["id"] for r in _recognitions()})


@named("recognition-rows")
def recognition_rows() -> float:
    """All rows of the table, rival dates among them."""
    return len(_recognitions(rivals=True))

"""Values that a lesson's sentences name and that no single row holds: sums, shares and ratios, computed from the rows.

Each function is one named value. A sentence writes `{{ value("gap-1961-1964") }}`; so when a tonne changes, so does the sentence.
"""

from __future__ import annotations

from collections.abc import Callable

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

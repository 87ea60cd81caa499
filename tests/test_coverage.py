"""Nothing in the founding texts is left out: each of their facts has a row of data, and a cell in each language that teaches it."""

import pytest

from hauphuong import data
from hauphuong.editions.coverage import coverage, main

FACTS = {"S000": 171}  # how many facts and theses were counted in each text
SEED = {"S000": "vietnam-soviet-relations-c2022"}


@pytest.mark.parametrize("seed", FACTS)
def test_every_fact_is_taught_in_both_languages(seed):
    listed = coverage(seed)
    assert [fact for fact, _, _ in listed] == [f"{seed}-{n:03}" for n in range(1, FACTS[seed] + 1)]
    assert [fact for fact, _, cells in listed if not all(cells.values())] == []
    assert main([seed]) == 0


def test_every_row_of_a_fact_exists_and_names_the_text():
    """Whatever else a row says, the founding text is among its sources, or among those of a row of the same fact."""
    facts = data.default().table("seed_facts")
    for fact, rows in facts.groupby("fact")["row"]:
        behind = set(" ".join(data.row(row)["source"] for row in rows).split())
        assert SEED.get(fact[:4]) is None or SEED[fact[:4]] in behind, fact


def test_a_contested_row_has_both_sides():
    package = data.default()
    sources = package.table("event_sources").groupby("event")["source"].nunique()
    for event in package.index("events").values():
        if event["topic"] != "advisers" and event["status"] == "contested":
            assert sources.get(event["id"], 0) > 1, event["id"]
        if event["topic"] != "advisers" and event["status"] == "agreed":
            assert sources.get(event["id"], 0) > 1, f"{event['id']}: agreed by whom?"
    sides = package.table("claim_sources").groupby("claim")["side"].agg(set)
    for claim in package.index("claims"):
        assert {"a", "b"} <= sides[claim], claim
    for statement in package.index("statements").values():
        assert statement["status"] != "contested" or statement["claim"], f"{statement['id']}: contested by what claim?"

"""The audit of the two founding texts: what it calls shown is shown by something, and its chart hides nothing."""

import pytest

from hauphuong import data, text
from hauphuong.charts.audit import audit_of_the_seeds, one_wrong_date, where_they_speak

ROWS = data.default().index("seed_problems")
# of these kinds a text's own words can be proof: it disputes itself, prints a word that is none, is silent, or gives no ground
BY_ITSELF = {"misprint", "figure", "contradiction", "omission", "unsupported", "overclaim", "perspective"}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_says_no_more_than_its_grade(row):
    own = row["source"] == row["seed"]
    if row["sure"] == "shown":
        assert not own or row["kind"] in BY_ITSELF, "an error of fact is shown by another source"
        assert own or row["better_vi"], "who shows a thing says what"
    if row["sure"] == "open":
        assert not row["better_vi"], "an open question has no answer yet"
    if row["sure"] == "likely":
        assert row["better_vi"], "likely by what?"
    assert row["fact"].startswith({"vietnam-soviet-relations-c2022": "S000", "trinh-thi-hong-hanh-2025": "S004"}[row["seed"]])


def test_facts_are_facts_of_the_texts():
    last = {"S000": int(data.default().find("ct-facts-relations")[1]["value"]), "S004": int(data.default().find("ct-facts-rear")[1]["value"])}
    for row in ROWS.values():
        assert 1 <= int(row["fact"][5:]) <= last[row["fact"][:4]], row["id"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_problem_has_a_box(lang):
    chart = audit_of_the_seeds(lang)
    boxes = [t for t in chart.figure.data if t.type == "bar"]
    assert sum(len(t.x) for t in boxes) == len(ROWS) == len(chart.data)
    assert len({(t.marker.color, t.marker.pattern.shape) for t in boxes}) == 3 and len({t.marker.pattern.shape for t in boxes}) == 3
    assert "/" not in {t.marker.pattern.shape for t in boxes}
    assert len({(b, y) for t in boxes for b, y in zip(t.base, t.y)}) == len(ROWS)  # none lies upon another
    most = {seed: max({r["kind"] for r in ROWS.values()}, key=lambda k: sum((r["seed"], r["kind"]) == (seed, k) for r in ROWS.values())) for seed in {r["seed"] for r in ROWS.values()}}
    assert set(most.values()) == {"omission"}  # as the finding says


def test_the_wrong_date_comes_before_and_the_right_one_after():
    rows = one_wrong_date("en").data
    campaign = rows[rows["what"] == "Border Campaign"]["start"].tolist()
    recognised = rows[rows["what"] == "the Soviet Union recognises"]["start"].iloc[0]
    assert campaign[0] < recognised < campaign[1]


def test_the_names_of_the_silent_are_at_nought():
    rows = where_they_speak("en").data.set_index("id")["value"]
    assert rows["ct-says-rel-dien-bien-phu"] == rows["ct-says-rear-johnson"] == 0 < rows["ct-says-rear-nixon"]

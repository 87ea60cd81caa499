"""The dates of 1950 that lesson 03 and its charts reckon with."""

from hauphuong import data
from hauphuong.charts.recognition import _states, recognition_race
from hauphuong.data.computed import NAMES, appeal_dates


def test_each_date_of_the_appeal_gives_its_own_number_of_days():
    days = [NAMES[f"days-from-{day}-january"][0]() for day in (1, 11, 14)]
    assert days == [29, 19, 16]
    assert sorted(appeal_dates().values()) == ["1950-01-01", "1950-01-11", *["1950-01-14"] * 4, "1950-01-17"]


def test_the_votes_against_add_up():
    rows = data.default().index("counts")
    parts = [r["value"] for r in rows.values() if r["part_of"] == "ct-1950-01-29-against"]
    assert sum(parts) == rows["ct-1950-01-29-against"]["value"]


def test_a_rival_date_belongs_to_the_same_recognition():
    rows = data.default().index("recognitions")
    for row in rows.values():
        if row["variant_of"]:
            main = rows[row["variant_of"]]
            assert (main["state"], main["recognised"], main["variant_of"]) == (row["state"], row["recognised"], "")
        assert bool(row["start"]) == (row["precision"] != "undated"), row["id"]
        assert data.label("state", row["state"], "vi") and data.label("state", row["state"], "en")


def test_the_race_is_in_order_and_the_undated_are_not_placed():
    assert [rows[0]["state"] for rows in _states("drv")][:3] == ["china", "ussr", "dprk"]
    chart = recognition_race("en")
    undated = set(chart.data.loc[chart.data["precision"] == "undated", "id"])
    assert undated and not any("undated" in str(trace.hovertext) for trace in chart.figure.data)
    listed = " ".join(note.text for note in chart.figure.layout.annotations).replace("<br>", " ").replace("\u00a0", " ")
    for row in undated:
        assert data.label("state", data.row(row)["state"], "en") in listed

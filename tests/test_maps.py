"""Maps: land where land is, nothing beyond the window, both archipelagos named, and words that never touch."""

import itertools
import json

import pytest

from hauphuong import text
from hauphuong.charts import maps, style
from hauphuong.charts.cities import CITIES
from hauphuong.charts.lanes import PHONE
from hauphuong.charts.placing import placed, shared

GLOBE = maps.Window(-52, 70, -56, 72, centre=(75, 62))
ASIA = maps.Window(70, 138, 5, 45)
EUROPE = maps.Window(-12, 48, 40, 62)
LETTERS = ["viet-bac", "moscow", "paris", "bern", "prague", "new-delhi", "bangkok", "beijing", "washington"]
NAMES = {"Hoàng Sa (Việt Nam)", "Trường Sa (Việt Nam)"}


def holds(ring, x, y):
    """Whether a point is inside a ring: a ray to the right crosses it an odd number of times."""
    return sum((ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax) for (ax, ay), (bx, by) in itertools.pairwise(ring)) % 2 == 1


def on_land(window, lon, lat):
    return sum(holds(ring, *window.plane(lon, lat)) for ring in maps.land(window)) % 2 == 1  # a lake is a ring within a ring


def written(traces):
    return {words.replace("<br>", " ") for trace in traces for words in trace.text or []}


def letters(lang):
    return [maps.city(key, lang, key, hollow=key in ("bern", "prague")) for key in LETTERS]


def test_coastlines_are_closed_and_on_the_earth():
    assert len(maps.coast()) > 100
    for ring in maps.coast():
        assert ring[0] == ring[-1] and len(ring) > 3
        assert all(-200 <= lon <= 200 and -90 <= lat <= 90 for lon, lat in ring)
        assert all(abs(a[0] - b[0]) < 180 or a[1] == b[1] == -90 for a, b in itertools.pairwise(ring)), "a line right across the map"


def test_coastlines_say_where_they_come_from():
    record = json.loads((maps.files("hauphuong.charts") / "coast.json").read_text("utf-8"))
    assert "Natural Earth" in record["origin"] and record["licence"] == "public domain" and record["made"]


@pytest.mark.parametrize("window", [ASIA, GLOBE, maps.Window(-180, 180, -60, 80)])
def test_land_is_where_land_is(window):
    for lon, lat in [(105.5, 21.2), (107.5, 14), (102, 25), (75, 20)]:
        assert on_land(window, lon, lat), (lon, lat)
    for lon, lat in [(113, 14), (88, 15), (108, 19.9)]:
        assert not on_land(window, lon, lat), (lon, lat)


def test_the_caspian_is_water():
    assert not on_land(maps.Window(30, 70, 30, 55), 51, 41)


def test_a_window_across_the_antimeridian_has_both_shores():
    window = maps.Window(150, 210, 50, 70)
    assert on_land(window, 165, 66) and on_land(window, 202, 65) and not on_land(window, 182, 57)


@pytest.mark.parametrize("window", [ASIA, EUROPE, GLOBE, maps.Window(150, 210, 50, 70)])
def test_land_is_cut_at_the_reach(window):
    left, foot, right, top = window.reach
    for ring in maps.land(window):
        assert ring[0] == ring[-1]
        assert all(left - 1e-6 <= x <= right + 1e-6 and foot - 1e-6 <= y <= top + 1e-6 for x, y in ring)


def test_a_window_of_open_sea_has_no_land():
    traces, _ = maps.base(maps.Window(-140, -138, -42, -40), "vi")
    assert style.LAND not in {trace.fillcolor for trace in traces} and style.SEA in {trace.fillcolor for trace in traces}


@pytest.mark.parametrize(("lang", "sea"), [("vi", "Biển Đông"), ("en", "East Sea")])
@pytest.mark.parametrize("window", [ASIA, GLOBE, maps.Window(98, 134, 6, 45), maps.Window(60, 100, 0, 40), maps.Window(-180, 180, -60, 80)])
def test_both_archipelagos_are_named_where_they_can_be_seen(window, lang, sea):
    """The fourth window ends west of them; but a wide screen shows more than a phone."""
    traces, _ = maps.base(window, lang)
    assert written(traces) == {*NAMES, sea}
    assert sum(trace.fillcolor == style.INK for trace in traces) == 2, "their marks"


@pytest.mark.parametrize("window", [EUROPE, maps.Window(-100, -60, 10, 50), maps.Window(-40, 40, -30, 60, centre=(-60, 30))])
def test_archipelagos_out_of_sight_are_not_named(window):
    traces, _ = maps.base(window, "vi")
    assert not written(traces)


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(("window", "keys"), [(GLOBE, LETTERS), (ASIA, ["viet-bac", "beijing", "new-delhi", "bangkok", "hong-kong"])])
def test_words_do_not_touch_and_are_not_cut_off(window, keys, lang):
    """On a phone; and on a wide screen a degree has as many pixels, for the height of the map does not change."""
    points = [maps.city(key, lang) for key in keys]
    islands = maps._islands(window, lang, points)
    spots = [window.spot(point) for point in points]
    found = placed(spots, window.height, [box for place, label in islands for box in (label.box, window.spot(place).box)])
    labels = [label for _, label in islands] + found
    for a, b in itertools.combinations(labels, 2):
        assert shared(a.box, b.box) == 0, (a.lines, b.lines)
    for label in labels:
        assert 0 <= label.box[0] and label.box[2] <= PHONE and 0 <= label.box[1] and label.box[3] <= window.height, label.lines
        assert all(shared(label.box, spot.box) < 8 for spot in spots), label.lines
    figure = maps.draw("A map", lang, [(window, [], points)])
    assert figure.layout.yaxis.scaleanchor == "x" and figure.layout.yaxis.scaleratio == 1
    assert figure.layout.height - figure.layout.margin.t - figure.layout.margin.b == pytest.approx(window.height, abs=1)
    assert {label.lines[0] for label in labels} <= {words.split("<br>")[0] for trace in figure.data for words in trace.text or []}


def test_maps_need_no_network():
    """Plotly's own maps fetch their coastlines from another host."""
    points = letters("vi")
    ways = [trace for point in points[1:] for trace in maps.arc(GLOBE, points[0], point, said="a letter")]
    other = maps.Window(-12, 48, 40, 62, axis="2")
    figure = maps.draw("Hai bản đồ", "vi", [(GLOBE, ways, points), (other, maps.route(other, [(0, 50), (10, 50)]), [maps.city("paris", "vi")])])
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert not {"geo", "map", "mapbox"} & set(figure.layout.to_plotly_json())
    assert {trace.xaxis for trace in figure.data} == {"x", "x2"} and figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]
    json.dumps(figure.to_plotly_json(), allow_nan=False)


def test_both_languages_mark_the_same_places():
    vi, en = ([(t.x, t.y) for t in maps.places(GLOBE, letters(lang), lang) if t.mode == "markers"] for lang in text.LANGUAGES)
    assert vi == en and len(vi) == len(LETTERS)


def test_an_arc_ends_at_its_goal_and_goes_another_way_back():
    there, tip = maps.arc(ASIA, (105, 21), (116, 40), said="there")
    back, _ = maps.arc(ASIA, (116, 40), (105, 21))
    (x, y), (goal_x, goal_y) = ASIA.pixel((tip.x[0], tip.y[0])), ASIA.pixel(ASIA.plane(116, 40))
    assert 5 < ((x - goal_x) ** 2 + (y - goal_y) ** 2) ** 0.5 < 20
    assert tip.hovertext == ("there",) and there.hoverinfo == "skip"
    middle = [trace.x[len(trace.x) // 2] for trace in (there, back)]
    assert abs(middle[0] - middle[1]) > 2


def test_a_place_that_a_phone_would_not_show_is_refused():
    with pytest.raises(ValueError, match="Paris"):
        maps.places(ASIA, [maps.city("paris", "en")], "en")
    with pytest.raises(ValueError, match="empty"):
        maps.Window(10, 0, 0, 10)


def test_cities_are_on_the_earth_and_have_two_names():
    for lon, lat, vi, en in CITIES.values():
        assert -180 <= lon <= 180 and -60 <= lat <= 70 and vi and en

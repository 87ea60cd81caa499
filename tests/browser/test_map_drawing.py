"""A map in the browser: as the page grows wide and narrow again, no word is cut off or lies on another."""

import pytest
from browsing import LOOK

from hauphuong import text
from hauphuong.charts import maps

LETTERS = ["viet-bac", "moscow", "paris", "bern", "prague", "new-delhi", "bangkok", "beijing", "washington"]
EUROPE = ["moscow", "paris", "london", "berlin", "prague", "warsaw", "budapest", "geneva"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_words_stay_clear_at_every_width(page, tmp_path, lang):
    globe, europe = maps.Window(-52, 70, -56, 72, centre=(75, 62)), maps.Window(-12, 48, 40, 62, axis="2")
    points = [maps.city(key, lang, key) for key in LETTERS]
    ways = [trace for point in points[1:] for trace in maps.arc(globe, points[0], point, said="a letter")]
    figure = maps.draw("A map", lang, [(globe, ways, points), (europe, [], [maps.city(key, lang) for key in EUROPE])])
    figure.write_html(tmp_path / "map.html", include_plotlyjs=True, config={"responsive": True})
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((tmp_path / "map.html").as_uri())
    plot = page.locator(".js-plotly-plot")
    sizes = []
    for width in (360, 1600, 800, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function("wide => Math.abs(document.querySelector('.main-svg').getBoundingClientRect().width - wide) < 30", arg=width)
        page.wait_for_timeout(200)
        seen = plot.evaluate(LOOK)
        assert not seen["faults"], width
        assert seen["points"] == len(LETTERS) + len(LETTERS) - 1 + len(EUROPE)
        sizes.append(plot.evaluate("p => p._fullLayout.xaxis._m"))
    assert max(sizes) - min(sizes) < 0.05 * max(sizes), "a degree has as many pixels on every screen"

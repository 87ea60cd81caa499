"""The browser edition's way of drawing charts (page/charts.js), on a page that gives it what Lab would."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import plotly
import pytest
from browsing import open_pages, watched_page
from playwright.sync_api import expect

from hauphuong.editions.html import PLOTLY_JS
from hauphuong.editions.lite.charts import OURS
from hauphuong.editions.lite.runtime import PAGE

HOST = """<!doctype html><meta charset="utf-8"><title>host</title><main id="cell"></main><script src="charts.js"></script><script>
class Widget {
  node = document.createElement("div"); isDisposed = false;
  addClass(name) { this.node.classList.add(name); }
  dispose() { this.isDisposed = true; this.node.remove(); }
}
const mime = "application/vnd.plotly.v1+json", container = _JUPYTERLAB["%s"];
container.init({ "@lumino/widgets": { "2.0.0": { get: async () => () => ({ Widget }) } } });
async function show(figure) {
  const [{ rendererFactory }] = (await container.get("./mimeExtension"))().default;
  window.chart = rendererFactory.createRenderer({ mimeType: mime });
  window.model = { data: { [mime]: figure } };
  cell.append(chart.node);
  return chart.renderModel(model).then(() => "drawn", (why) => why.message);
}
</script>"""
BARS = {"data": [{"type": "bar", "x": ["a", "b"], "y": [1, 2]}], "layout": {"template": {}}}
HEAT = {"data": [{"type": "heatmap", "z": [[1, 2], [3, 4]]}], "layout": {"height": 300}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("host")
    for script in (PAGE / "charts.js", PLOTLY_JS, Path(plotly.__file__).parent / "package_data" / "plotly.min.js"):
        shutil.copy(script, place)
    (place / "index.html").write_text(HOST % OURS["name"], encoding="utf-8")
    return place


@pytest.fixture
def host(browser, folder):
    with open_pages(folder) as address, watched_page(browser, viewport={"width": 900, "height": 700}) as page:
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url.rpartition("/")[2]))
        page.goto(address)
        yield page


def show(page, figure: dict) -> str:
    return page.evaluate("figure => show(figure)", figure)


def test_bars_need_only_the_small_build_and_another_kind_the_whole(host):
    assert show(host, BARS) == "drawn"
    expect(host.locator(".barlayer .point")).to_have_count(2)
    assert "plotly-basic.min.js" in host.asked and "plotly.min.js" not in host.asked
    assert show(host, HEAT) == "drawn"
    expect(host.locator(".heatmaplayer image")).to_have_count(1)
    assert host.asked.count("plotly.min.js") == host.asked.count("plotly-basic.min.js") == 1


def test_a_chart_out_of_view_is_drawn_when_it_comes_into_view_and_keeps_its_place_till_then(host):
    host.evaluate("cell.hidden = true")
    show(host, BARS)
    host.wait_for_timeout(500)
    assert host.locator(".main-svg").count() == 0
    assert host.evaluate("chart.node.style.minHeight") == "360px"
    host.evaluate("cell.hidden = false")
    expect(host.locator(".barlayer .point")).to_have_count(2)


def test_it_follows_the_window_and_writes_nothing_into_the_notebook(host):
    show(host, BARS)
    host.set_viewport_size({"width": 500, "height": 700})
    host.wait_for_function("document.querySelector('.main-svg').getBoundingClientRect().width === chart.node.clientWidth && chart.node.clientWidth < 500")
    assert host.locator(".main-svg").first.bounding_box()["height"] == 360
    assert host.evaluate("model.data[mime]") == json.loads(json.dumps(BARS))


def test_a_width_of_the_figures_own_stays(host):
    show(host, {**BARS, "layout": {"width": 320, "height": 240}})
    host.set_viewport_size({"width": 600, "height": 700})
    host.wait_for_timeout(500)
    box = host.locator(".main-svg").first.bounding_box()
    assert (box["width"], box["height"]) == (320, 240)


def test_a_browser_that_offers_no_idle_time(host):
    host.add_init_script("delete window.requestIdleCallback")  # as Safari
    host.reload()
    assert show(host, BARS) == "drawn"
    expect(host.locator(".barlayer .point")).to_have_count(2)


def test_what_is_put_away_is_let_go(host):
    show(host, BARS)
    host.evaluate("chart.dispose()")
    assert host.locator(".main-svg").count() == 0
    assert host.evaluate("chart.node._fullLayout === undefined")


def test_a_script_that_is_missing_is_named_and_asked_for_again(browser, folder, tmp_path):
    shutil.copytree(folder, tmp_path / "host")
    (tmp_path / "host" / "plotly-basic.min.js").unlink()
    with open_pages(tmp_path / "host") as address:
        page = browser.new_page()
        page.goto(address)
        assert show(page, BARS) == "plotly-basic.min.js could not be loaded"
        shutil.copyfile(folder / "plotly-basic.min.js", tmp_path / "host" / "plotly-basic.min.js")
        assert show(page, BARS) == "drawn"
        page.close()

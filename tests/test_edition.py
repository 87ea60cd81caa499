"""What a notebook holds in its hand, in plain Python and in a real kernel."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from hauphuong import text
from hauphuong.charts.chart import PLOTLY
from hauphuong.edition import Edition


@pytest.fixture(params=text.LANGUAGES)
def hp(request, monkeypatch):
    monkeypatch.setattr(text, "_chosen", request.param)
    return Edition(request.param)


def test_the_import_line_chooses_the_language(monkeypatch):
    monkeypatch.setattr(text, "_chosen", None)
    import hauphuong

    for lang in text.LANGUAGES:
        monkeypatch.delitem(vars(hauphuong), lang, raising=False)  # another test of this process may have imported it
        assert getattr(hauphuong, lang).lang == lang
        assert text.reader_language() == lang


def test_importing_is_cheap():
    """A grader and every kernel import the package; pandas and plotly wait until a table or a chart is asked for."""
    code = "import sys\nfrom hauphuong import vi\nprint([m for m in ('pandas', 'plotly', 'ipywidgets', 'nbformat') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_no_chart_wakes_the_slow_package():
    """plotly's own display imports nbformat, and with it a grammar that costs a second in every kernel. Ours must not."""
    code = (
        "import sys\nfrom hauphuong import vi as hp\nhp.charts.aid_by_donor().bundle()\n"
        "print([m for m in ('nbformat', 'jsonschema', 'rfc3987_syntax', 'plotly.io._renderers') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_who_says(hp):
    card = hp.who_says("at-1965-1968-ussr")
    assert ("226.969" if hp.lang == "vi" else "226,969") in repr(card)
    html = card._repr_html_()
    assert "sources.ipynb#cell-id=src-wiki-vi-aid-north" in html and f'lang="{hp.lang}"' in html
    assert all(line for line in repr(card).splitlines())


def test_who_says_of_nothing(hp):
    with pytest.raises(text.CourseError, match="at-never"):
        hp.who_says("at-never")


def test_every_row_of_every_table_has_a_card(hp):
    from hauphuong.data import default

    for name, resource in default().resources.items():
        fields = [f["name"] for f in resource["schema"]["fields"]]
        if "id" in fields and "source" in fields:
            for row_id in default().table(name)["id"]:
                assert repr(hp.who_says(row_id))


def test_from_a_source_to_its_numbers(hp):
    rows = hp.rests_on("time-1967")
    assert {"am-1967-ussr", "am-1967-china"} <= set(rows["id"])
    with pytest.raises(text.CourseError, match="hearsay"):
        hp.rests_on("hearsay")


def test_where_it_stands_is_said_in_the_readers_language():
    places = {lang: set(Edition(lang).rests_on("time-1967")["locator"]) for lang in ("vi", "en")}
    assert "second paragraph" in places["en"] and not places["vi"] & places["en"]


def test_rows_are_found_by_a_part_of_their_id(hp):
    rows = hp.find("1968-03").set_index("id")
    assert all("1968-03" in row_id for row_id in rows.index) and {"events", "crowds"} <= set(rows["table"])
    assert hp.find("USSR-1965").empty and not hp.find("1965-USSR").empty  # capitals do not matter
    every = hp.find("")
    assert set(every["id"]) >= set(hp.table("aid_tonnes")["id"]) and every["id"].is_unique
    with_figure = hp.table("aid_tonnes")["id"].iloc[0]
    assert text.number(hp.table("aid_tonnes")["value"].iloc[0], hp.lang) in every.set_index("id")["says"][with_figure]


def test_an_unknown_chart_names_the_known_ones(hp):
    with pytest.raises(text.CourseError, match="aid_by_donor"):
        hp.charts.aid_by_kilo
    assert not hasattr(hp.charts, "aid_by_kilo")
    assert "who_gave_most" in dir(hp.charts)


def run(*cells: str) -> list:
    """Run cells in a fresh kernel and return each one's outputs."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    NotebookClient(book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(Path(__file__).parent)}}).execute()
    return [c.outputs for c in book.cells]


def test_the_menu_redraws_the_chart_in_its_place():
    """The view itself is driven: the menu's value changes, and the kernel sends updates of the same two displays."""
    _, shown, seen = run(
        "from hauphuong import en as hp\nimport ipywidgets\n"
        "from IPython.core.displaypub import DisplayPublisher\n"
        "sent = []\npublish = type(get_ipython().display_pub).publish\n"
        "def spy(self, data, *a, **k):\n    sent.append((k.get('transient', {}).get('display_id'), k.get('update', False), data))\n    return publish(self, data, *a, **k)\n"
        "type(get_ipython().display_pub).publish = spy",
        "hp.explore(hp.charts.aid_by_donor, measure=['tonnes', 'share'])",
        "menu = [w for w in ipywidgets.widgets.widget._instances.values() if isinstance(w, ipywidgets.Dropdown)][0]\n"
        "before = len(sent)\nmenu.value = 'share'\n"
        "first = {i for i, update, _ in sent[:before] if i}\nlater = sent[before:]\n"
        "print([update for _, update, _ in later], {i for i, _, _ in later} == first, '67.5%' in later[-1][2]['text/html'], menu.description)",
    )
    kinds = [set(o["data"]) for o in shown]
    assert "text/html" in kinds[0] and "Run this cell" in shown[0]["data"]["text/plain"]
    assert PLOTLY in kinds[1] and "hp-finding" in shown[2]["data"]["text/html"]
    assert seen[0]["text"].strip() == "[True, True, True] True True Measure:"


def test_explore_takes_one_choice(hp):
    for choices in ({}, {"measure": ["tonnes"], "size": ["big"]}):
        with pytest.raises(text.CourseError, match="measure"):
            hp.explore(hp.charts.aid_by_donor, **choices)


def test_a_mistake_in_a_cell_is_one_sentence():
    """A traceback of library code frightens those who have never programmed."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("from hauphuong import vi as hp\nhp.table('aid_kilos')")])
    NotebookClient(book, timeout=60, kernel_name="python3", allow_errors=True).execute()
    error = book.cells[0].outputs[0]
    assert error.output_type == "error"
    assert len(error.traceback) == 1 and "aid_kilos" in error.traceback[0] and "aid_tonnes" in error.traceback[0]

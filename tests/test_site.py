"""The reading site: every drawn number leads to its source and back, and a fault in the pages fails the build."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from markupsafe import escape

from hauphuong import data, text
from hauphuong.charts.chart import PLOTLY
from hauphuong.data import banks, default
from hauphuong.editions import addresses as settings
from hauphuong.editions import html, notebooks
from hauphuong.editions.site import addresses, build, columns, links, notebook, quizzes, rows, words
from hauphuong.editions.site.__main__ import main

BOOKS = [(lang, path.stem) for lang in text.LANGUAGES for path in sorted((notebooks.LESSONS / lang).glob("*.ipynb"))]


@cache
def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def book(lang: str, slug: str) -> dict:
    return json.loads(read(notebooks.LESSONS / lang / f"{slug}.ipynb"))


def bundles(lang: str, slug: str) -> list[dict]:
    return [out["data"] for cell in book(lang, slug)["cells"] for out in cell.get("outputs", []) if "data" in out]


def drawn(lang: str, slug: str) -> list[str]:
    """The ids of the rows that the charts of a stored notebook draw."""
    packed = [m for bundle in bundles(lang, slug) for m in re.findall(r"text/csv;charset=utf-8;base64,([A-Za-z0-9+/=]+)", "".join(bundle.get("text/html", "")))]
    rows = [row for one in packed for row in csv.DictReader(io.StringIO(base64.b64decode(one).decode("utf-8-sig")))]
    return list(dict.fromkeys(row["id"] for row in rows if row.get("id") and row["id"] in default()))


# -- both ways -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang, slug", BOOKS, ids=lambda part: part)
def test_from_every_drawn_number_to_its_source_and_back(site, lang, slug):
    page = read(site / lang / f"{slug}.html")
    ids = drawn(lang, slug)
    assert ids or slug in NO_ROWS
    for row_id in ids:
        table, row = default().find(row_id)
        assert f'href="data/{table}.html#{row_id}"' in page, row_id
        home = row_html(site, lang, table, row_id)
        keys = row_sources(row_id, row)
        assert keys, row_id
        for key in keys:
            assert f'href="../sources/{addresses.letter(key)}.html#src-{key}"' in home, (row_id, key)
            entry = source_html(site, lang, key)
            back = {"events": f"data/event_sources.html#{row_id}--{key}"}.get(table, f"data/{table}.html#{row_id}")
            assert f'href="../{back}"' in entry, (row_id, key)
            if slug[:2].isdigit():
                assert f'href="../{slug}.html#cell-id=' in entry, (row_id, key)


NO_ROWS = {"sources", "teaching"}  # they draw no rows, or how many rows there are


def row_sources(row_id: str, row: dict) -> list[str]:
    return [told["source"] for told in data.links(row_id)] or [row["source"]]


def row_html(site: Path, lang: str, table: str, row_id: str) -> str:
    page = read(site / lang / "data" / f"{table}.html")
    start = page.index(f' id="{row_id}">')
    return page[start : page.index("</tr>", start)]


def source_html(site: Path, lang: str, key: str) -> str:
    page = read(site / lang / "sources" / f"{addresses.letter(key)}.html")
    start = page.index(f'<h2 id="src-{key}">')
    return page[start : page.index("</section>", start)]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_source_and_every_row_has_its_place(site, lang):
    resting: Counter[str] = Counter()  # counted from the tables themselves, not by what made the pages
    for name, resource in default().resources.items():
        if "source" in {field["name"] for field in resource["schema"]["fields"]}:
            resting.update(default().table(name)["source"])
    assert sum(resting.values()) > 2000
    for key in default().table("sources")["key"]:
        entry = source_html(site, lang, key)
        assert str(escape(data.source(key)[f"voice_{lang}"])) in entry and str(escape(data.reference(key, lang))) in entry
        assert entry.count("<li>") >= resting[key], key
    for name in default().resources:
        page = read(site / lang / "data" / f"{name}.html")
        anchors = [row.anchor for row in rows.table(name, lang)]
        assert len(set(anchors)) == len(anchors) == len(default().table(name))
        assert page.count('<tr role="row" id=') == len(anchors)
        assert (site / "data" / f"{name}.csv").read_bytes() == (default().root / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("lang, slug", BOOKS, ids=lambda part: part)
def test_a_citation_is_a_footnote_that_leads_to_the_source(site, lang, slug):
    page = read(site / lang / f"{slug}.html")
    cited = {key for cell in book(lang, slug)["cells"] if not cell["id"].startswith("src-") for key in cell["metadata"].get("hauphuong", {}).get("cites", [])}
    footnotes = set(re.findall(r'<li id="src-([^"]+)">', page))
    assert footnotes >= cited
    for key in footnotes:
        assert f'<a href="sources/{addresses.letter(key)}.html#src-{key}"><b>' in page
        assert f'href="#src-{key}"' in page and f'href="#cite-{key}-1"' in page
    assert "sources.ipynb#" not in page


# -- the pages -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang, slug", BOOKS, ids=lambda part: part)
def test_every_chart_is_figure_caption_and_table(site, lang, slug):
    page = read(site / lang / f"{slug}.html")
    stored = sum(PLOTLY in bundle for bundle in bundles(lang, slug))
    figures = re.findall(r'<figure class="hp-chart".*?</figure>', page, re.S)
    shown = len(figures) - page.count('class="hp-choice" id=') + page.count('<div class="hp-choices">')
    assert shown == stored
    for figure in figures:
        plot = re.search(r'<div [^>]*class="hp-plot"[^>]*>', figure)[0]
        assert 'role="figure"' in plot and re.search(r'aria-label="[^"]{60,}"', plot)
        assert "<figcaption>" in figure and "<table" in figure and "<summary>" in figure
    assert page.count('class="hp-drawing"') == len(figures)
    assert f'<html lang="{lang}">' in page and "hp-notes" not in page
    # a file may be named; a link to a notebook would lead nowhere
    assert ".ipynb" not in re.sub(r'<p class="editions">.*?</p>|<div class="highlight.*?</div>|<script.*?</script>|<code>.*?</code>', "", page, flags=re.S)


def test_the_styles_and_scripts_ask_nothing_of_other_hosts(site):
    for path in [*site.glob("static/*.css"), *site.glob("static/*.js"), *site.glob("*/*.js")]:
        if path.name != "plotly-basic.min.js":
            content = read(path)
            assert not re.search(r"(?:@import|url\(|import\(|fetch\(|from )\s*[\"']?(https?:)?//", content), path.name
            assert path.suffix != ".js" or not re.search(r"^\s*(import|export) ", content, re.M), f"{path.name}: a module, which a folder cannot give"


def test_every_lesson_is_there_in_both_languages(site):
    for lang, slug in BOOKS:
        assert f'href="{slug}.html"' in read(site / lang / "index.html") and (site / lang / f"{slug}.html").is_file()
    for lang in text.LANGUAGES:
        assert f'href="{lang}/index.html"' in read(site / "index.html")


# -- what makes a build fail -------------------------------------------------------------------------------------------------------


FAR = "https://elsewhere.example"


def test_the_checker_finds_what_is_wrong(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "big.js").write_bytes(b" " * links.HEAVIEST)
    pages = {
        "gone.html": '<a href="nowhere.html">x</a>',
        "place.html": '<p id="a"></p><a href="#a">good</a><a href="gone.html#b">x</a>',
        "host.html": f'<script src="{FAR}/x.js"></script>',
        "book.html": '<a href="x.ipynb">x</a>',
        "twice.html": '<p id="a"></p><p id="a"></p>',
        "heavy.html": '<script src="static/big.js"></script>',
        "fine.html": '<a href="place.html?q=1#a">x</a><a href="https://example.org/">x</a><script>"<a href=\'no.html\'>"</script><a href="lite/x.html">x</a>',
    }
    for name, content in pages.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    wrong = links.check(tmp_path, ("lite/",))
    assert sorted({fault.partition(":")[0] for fault in wrong}) == sorted(set(pages) - {"fine.html"}), wrong
    assert [f for f in links.check(tmp_path) if f.startswith("fine")] == ["fine.html: lite/x.html: no such file"]


def test_a_broken_link_leaves_the_old_site_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(text, "_chosen", "en")
    monkeypatch.setattr(links, "check", lambda *_: ["vi/x.html: y.html: no such file"])
    monkeypatch.setattr(build, "_Language", lambda *_: type("Nothing", (), {"write": lambda _: None})())
    old = tmp_path / "site"
    (old / "static").mkdir(parents=True)
    (old / "static" / "site.css").write_text("old", encoding="utf-8")
    assert main([str(old)]) == 1
    said = capsys.readouterr().err
    assert "1 faults" in said and "y.html" in said and "Traceback" not in said
    assert (old / "static" / "site.css").read_text(encoding="utf-8") == "old" and [p.name for p in tmp_path.iterdir()] == ["site"]


def test_no_button_leads_to_a_browser_edition_that_is_not_there(tmp_path, monkeypatch):
    told = []
    monkeypatch.setattr(links, "check", lambda *_: [])
    monkeypatch.setattr(build, "_Language", lambda *given: told.append(given[3]["lite"]) or type("Nothing", (), {"write": lambda _: None})())
    build.build(tmp_path / "bare")
    (tmp_path / "site" / "lite").mkdir(parents=True)
    build.build(tmp_path / "site")
    bare, full = set(told[:2]), set(told[2:])
    assert bare == {""} and full == {settings.settings()["lite"]}


def test_a_new_site_keeps_the_browser_edition_and_no_strangers_files(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(text, "_chosen", "en")
    monkeypatch.setattr(links, "check", lambda *_: [])
    monkeypatch.setattr(build, "_Language", lambda *_: type("Nothing", (), {"write": lambda _: None})())
    root = tmp_path / "site"
    (root / "lite").mkdir(parents=True)
    (root / "lite" / "kernel").write_text("here", encoding="utf-8")
    for _ in range(2):
        assert main([str(root)]) == 0
        assert (root / "lite" / "kernel").read_text(encoding="utf-8") == "here" and (root / "index.html").is_file()
    precious = tmp_path / "thesis"
    precious.mkdir()
    (precious / "chapter.txt").write_text("years", encoding="utf-8")
    assert main([str(precious)]) == 1
    assert "Choose another folder" in capsys.readouterr().err and (precious / "chapter.txt").is_file()
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert main([str(tmp_path / "file" / "site")]) == 1
    assert "cannot be written" in capsys.readouterr().err


# -- the parts -----------------------------------------------------------------------------------------------------------------------


def test_a_number_leads_to_its_row_only_where_there_is_no_doubt():
    one = {"at-1965-1968-ussr": "226.969"}
    link = '<a class="hp-number" href="data/aid_tonnes.html#at-1965-1968-ussr">226.969</a>'
    assert notebook.link_numbers("Tất cả 226.969 tấn.", one) == f"Tất cả {link} tấn."
    assert notebook.link_numbers("**226.969**, thế thôi.", one) == f"**{link}**, thế thôi."
    for doubtful in ("226.969 và 226.969", "[226.969](x.html)", "`226.969`", "1.226.969", "226.969.000", "226.969–300.000"):
        assert notebook.link_numbers(doubtful, one) == doubtful
    assert notebook.link_numbers("226.969", one | {"at-1969-1972-ussr": "226.969"}) == "226.969"
    assert notebook.link_numbers("21,7%", {"share-ussr": "21,7%"}) == "21,7%"


def test_words_and_columns_are_there_in_both_languages():
    for table in (words.SITE, words.QUIZ):
        for name, said in table.items():
            assert set(said) == {"vi", "en"} and all(said.values()), name
            assert re.findall(r"\{\w+\}", said["vi"]) == re.findall(r"\{\w+\}", said["en"]) or set(re.findall(r"\{\w+\}", said["vi"])) == set(re.findall(r"\{\w+\}", said["en"])), name
    assert set(words.TABLES) == set(default().resources)
    fields = {columns.base(field["name"]) for resource in default().resources.values() for field in resource["schema"]["fields"]}
    assert fields <= set(columns.VIETNAMESE), fields - set(columns.VIETNAMESE)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_stop_can_stand_on_a_page(lang):
    for name in banks.names("quizzes"):
        for stop in banks.load("quizzes", name)["stops"]:
            told = quizzes.stop(stop["id"], lang)
            assert [one["public"]["id"] for one in told["questions"]] == [q["id"] for q in stop["questions"]]
            assert json.dumps(told) and all(one["key"]["why"] for one in told["questions"])


def test_a_chart_as_html_draws_itself():
    from hauphuong import charts

    shown = html.chart_html(charts.aid_by_donor("vi").bundle(), "here")
    assert shown.count("Plotly.newPlot(") == 1 and 'id="here"' in shown and "<details><summary>" in shown

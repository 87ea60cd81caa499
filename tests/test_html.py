"""The exported pages: every chart drawn from one plotly.js beside them, and nothing asked of any other host."""

import re

import pytest

from hauphuong import text
from hauphuong.editions import html, notebooks


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("html")
    assert html.main([str(folder)]) == 0
    return folder


PAGES = ["index.html", *(f"{lang}/{p.stem}.html" for lang in text.LANGUAGES for p in sorted((notebooks.LESSONS / lang).glob("*.ipynb")))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_of_other_hosts(root, page):
    content = (root / page).read_text(encoding="utf-8")
    loads = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)=[\"']([^\"']+)", content)
    assert all(not re.match(r"(https?:)?//", target) for target in loads), loads
    for target in loads:
        assert (root / page).parent.joinpath(target).is_file(), target
    assert not re.search(r"(?:@import|url\(|import\()\s*[\"']?(https?:)?//", content)


@pytest.mark.parametrize("page", [p for p in PAGES if p != "index.html"])
def test_every_chart_is_figure_caption_and_table(root, page):
    content = (root / page).read_text(encoding="utf-8")
    book = notebooks.nbformat.read(notebooks.LESSONS / page.replace(".html", ".ipynb"), as_version=4)
    stored = sum(html.PLOTLY in o.get("data", {}) for c in book.cells for o in c.get("outputs", []))
    figures = re.findall(r'<figure class="hp-chart".*?</figure>', content, re.S)
    assert len(figures) == stored > 0
    for figure in figures:
        plot = re.search(r'<div [^>]*class="hp-plot"[^>]*>', figure)[0]
        assert 'role="img"' in plot and re.search(r'aria-label="[^"]{60,}"', plot)
        assert "<figcaption>" in figure and "<table" in figure and "<summary>" in figure
    assert content.count("Plotly.newPlot(") == stored
    assert "hp-notes" not in content
    assert f'<html lang="{page[:2]}">' in content
    assert ".ipynb" not in re.sub(r"<pre>.*?</pre>", "", content, flags=re.S)


def test_a_place_that_cannot_be_written(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert html.main([str(tmp_path / "file" / "html")]) == 1
    said = capsys.readouterr().err
    assert "cannot be written" in said and "Traceback" not in said

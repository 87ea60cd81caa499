"""Nothing that a stranger wrote or drew can run, fetch or leave its place on a feedback page, and the pages stand whole or not at all."""

import base64
import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import solved
from sheets import EXERCISE, NASTY, answered, bars, displayed, unreadable
from test_feedback import RIGHT, Parsed, book, sheet_of  # noqa: F401: `book` is a fixture

import hauphuong
from hauphuong import text
from hauphuong.charts.chart import PLOTLY
from hauphuong.grading import intake, pages, run
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.pages import PageError, file_name
from hauphuong.grading.pictures import picture
from hauphuong.grading.sandbox import Runner
from hauphuong.text import LANGUAGES

ROOT = Path(__file__).parents[1]
TAGS = {"html", "head", "meta", "title", "link", "style", "body", "header", "main", "footer", "section", "article", "p", "h1", "h2", "h3", "ul", "ol", "li", "a", "b", "span", "div", "details", "summary", "code", "figure", "figcaption", "script", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "rel", "href", "class", "id", "role", "aria-label", "aria-labelledby", "type", "data-chart", "tabindex", "scope"}


def harmless(source: str) -> Parsed:
    """The page, with nothing in it but our own kinds of element and attribute, and no address but places in itself and its neighbours."""
    page = Parsed(source)
    assert {tag for tag, _ in page.tags} <= TAGS and {a for _, told in page.tags for a in told} <= ATTRIBUTES
    addresses = {told["href"] for _, told in page.tags if "href" in told}
    assert all(re.fullmatch(r"data:,|#[a-z-]+|[a-z0-9_-]+\.html", a) for a in addresses), addresses
    return page


# -- names and words -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NASTY.values(), ids=NASTY)
def test_a_name_or_a_word_is_only_ever_words(book, tmp_path, monkeypatch, name):  # noqa: F811
    """As the student's key, their name, their answer, their essay, a comment, a marker, a chart's title, and in the teacher's list."""
    key = " ".join(name.split())
    chart = {"type": "bar", "x": [name], "y": [1], "name": name}
    answered(book, key, {**RIGHT, "total-by-periods": name, "odd-period": name}, essay=f"E {name}", shown=displayed({"plotly": {"data": [chart], "layout": {"title": {"text": name}, "xaxis": {"title": {"text": name}}}}, "text": name}))
    book.mark(key, EXERCISE, "gap", 0.25, name, f"C {name}")
    (result,) = book.results()
    page = harmless(pages.page(sheet_of(book, student=key)))
    assert sum(tag == "script" for tag, _ in page.tags) == 3  # the chart's data, plotly's packed bytes, the drawing
    for said in (key, f"E {name}", f"C {name}"):
        assert " ".join(said.split()) in page.text
    index = harmless(pages.index([pages.row(result, "en")], "en"))
    assert key in index.text and not [tag for tag, _ in index.tags if tag == "script"]


KEYS = ["an", "An", "AN", "ân", "a\u0302n", "Ăn", "an--b", "an-b", "an_b", "-an", "an-", "", " ", ".", "..", "../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "con", "CON", "nul.html", "com1", "x" * 41, "x" * 42, "x" * 10_000, "Nguyễn Thị Ánh", "nguyen thi anh", "a\nb", "a\0b", "<script>", "=1+1", "index", "an.", "an ", "\ud800", "🙂", "🙃", "Ольга"]  # fmt: skip


def test_every_key_has_a_file_of_its_own_on_any_disk():
    names = [file_name(exercise, key) for exercise in ("geneva-bargain", "?", "a--b") for key in KEYS]
    assert len({n.lower() for n in names}) == len(names) and "index.html" not in names
    for name in names:
        assert re.fullmatch(r"[a-z0-9_-]{1,130}\.html", name) and not name.startswith(("-", ".")), name
        assert name.partition("--")[0].upper() not in ("CON", "NUL", "AUX", "PRN", "COM1")
    made = {file_name("x", key).removeprefix("x--").removesuffix(".html") for key in KEYS}
    assert all(file_name("x", name) not in {file_name("x", key) for key in KEYS if key != name} for name in made)  # nobody can choose a key that takes another's file
    assert file_name("geneva-bargain", "s0001") == "geneva-bargain--s0001.html"


# -- the policy --------------------------------------------------------------------------------------------------------------


def policy_of(page: Parsed) -> dict[str, str]:
    (told,) = (a["content"] for tag, a in page.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy")
    return dict(part.strip().partition(" ")[::2] for part in told.split(";"))


def hash_of(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def test_without_a_chart_there_is_no_script_and_none_may_run(book):  # noqa: F811
    answered(book, answers=RIGHT)
    source = pages.page(sheet_of(book))
    policy = policy_of(harmless(source))
    assert "<script" not in source and policy["script-src"] == "'none'" and policy["default-src"] == "'none'" and len(source) < 40_000
    assert policy["style-src"] == hash_of(re.search(r"<style>(.*?)</style>", source, re.S)[1])


def test_with_a_chart_only_our_two_scripts_may_run(book):  # noqa: F811
    from plotly.offline import get_plotlyjs

    answered(book, answers=RIGHT, shown=displayed(bars()))
    source = pages.page(sheet_of(book))
    policy = policy_of(harmless(source))
    drawing = re.findall(r"<script>(.*?)</script>", source, re.S)
    packed = re.search(r'id="plotly">(.*?)</script>', source, re.S)[1]
    unpacked = gzip.decompress(base64.b64decode(packed)).decode()
    assert unpacked == get_plotlyjs() and len(drawing) == 1
    assert policy["script-src"].split() == [hash_of(drawing[0]), hash_of(unpacked)]
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'" and "connect-src" not in policy and "http" not in str(policy)
    assert len(source) < 2_100_000


def test_no_word_in_a_chart_s_data_ends_the_element_that_holds_it():
    told = pages._json({"</script>": "<!--<script>\u2028&lt;"})
    assert not set("<>&\u2028") & set(told) and json.loads(told) == {"</script>": "<!--<script>\u2028&lt;"}


# -- charts ----------------------------------------------------------------------------------------------------------------


def drawn(raw: object, said: object = "", finding: object = "", lang: str = "en"):
    return picture(json.loads(json.dumps(raw)), said, finding, lang)


COURSE = sorted(n for n in dir(hauphuong.vi.charts) if not n.startswith("_") and n not in ("timeline",))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_a_course_chart_says_each_mark_in_words(lang):
    """In a chart of lanes the places of the marks tell nobody anything; what stands at each mark does."""
    for name in ("aid_by_donor", "crowds_by_who_counted", "competing_totals"):
        chart = getattr(getattr(hauphuong, lang).charts, name)()
        found = drawn_course(name, lang)
        assert len(found.head) == 1 and len(found.rows) == len(chart.data) and not any("<" in cell for (cell,) in found.rows)
    assert {"vi": "29.996", "en": "29,996"}[lang] in " ".join(cell for (cell,) in drawn_course("aid_by_donor", lang).rows)


def drawn_course(name: str, lang: str):
    bundle = getattr(getattr(hauphuong, lang).charts, name)().bundle()
    return picture(json.loads(json.dumps(bundle[PLOTLY], default=lambda array: array.tolist())), bundle["text/plain"], "", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_course_s_own_charts_come_through_unchanged(lang):
    """What the sanitiser takes away it must not take from charts that are right."""
    for name in COURSE[:: 3 if lang == "vi" else 4]:
        chart = getattr(getattr(hauphuong, lang).charts, name)()
        bundle = chart.bundle()
        raw = json.loads(json.dumps(bundle[PLOTLY], default=lambda array: array.tolist()))
        found = picture(raw, bundle["text/plain"], chart.finding, lang)
        assert found.figure["data"] == raw["data"] and found.whole and found.inside, name
        assert {k: v for k, v in found.figure["layout"].items() if k in raw["layout"]} == raw["layout"], name
        assert found.alt == chart.alt and found.finding == chart.finding and found.rows, name


HOSTILE = {
    "pictures from elsewhere": {"data": [{"type": "bar", "y": [1]}], "layout": {"images": [{"source": "http://evil.invalid/x.png"}], "template": {"layout": {"images": [{"source": "http://evil.invalid/y.png"}]}}}},
    "a link": {"data": [{"type": "bar", "y": [1], "x": ["<a href='http://evil.invalid'>here</a>"], "text": ["<A HREF=javascript:alert(1)>x"]}], "layout": {"annotations": [{"text": "<<a href='http://evil.invalid'>a</a> href=x>"}]}},
    "a button that loads": {"data": [{"type": "bar", "y": [1]}], "layout": {"updatemenus": [{"buttons": [{"method": "relayout", "args": [{"images[0].source": "http://evil.invalid"}]}]}], "sliders": [{"steps": [{"args": ["http://evil.invalid"]}]}]}},
    "an image trace": {"data": [{"type": "image", "source": "http://evil.invalid/x.png"}, {"type": "bar", "y": [1]}], "layout": {}},
    "a style with an address": {"data": [{"type": "bar", "y": [1]}], "layout": {"map": {"style": "http://evil.invalid"}, "mapbox": {"style": "http://evil.invalid"}, "geo": {"x": "http://evil.invalid"}}},
    "settings": {"data": [{"type": "bar", "y": [1]}], "layout": {}, "config": {"plotlyServerURL": "http://evil.invalid", "topojsonURL": "http://evil.invalid", "showEditInChartStudio": True}, "frames": [{"data": []}]},
    "prototypes": {"data": [{"type": "bar", "y": [1], "__proto__": {"evil": 1}, "constructor": {"evil": 1}}], "layout": {"__proto__": {"evil": 1}, "meta": {"evil": 1}, "evil.x": 1}},
    "a script": {"data": [{"type": "bar", "y": [1], "name": "</script><script>evil()</script>", "hovertemplate": "<img src=x onerror=evil()>"}], "layout": {"title": "<svg onload=evil()>"}},
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_chart_is_drawn_without_its_hostility(raw):
    found = drawn(raw)
    told = json.dumps(found.figure)
    assert found.figure["data"] and not re.search(r"<(?!/?(?:b|i|br|em|strong|sub|sup|extra)\s*/?>)", told)
    assert not re.search(r'"(?:images|source|updatemenus|sliders|frames|__proto__|constructor|meta|map|geo)"', told)
    assert "evil.invalid" not in re.sub(r"&lt;[^<]*", "", told) and "plotlyServerURL" not in told


@pytest.mark.parametrize("raw", [None, 3, "x", [], {}, {"data": 3}, {"data": [], "layout": 3}, {"data": {}}])
def test_what_is_no_chart_is_none(raw):
    assert drawn(raw) is None


DEEP = {"data": [{"type": "bar", "y": [1]}], "layout": {}}
for _ in range(200):
    DEEP = {"data": [{"type": "bar", "marker": DEEP}], "layout": {}}
ODD = [{"data": []}, {"data": [3, None, "x", []]}, {"data": [{"type": ["bar"]}]}, {"data": [{"type": "bar", "y": "x" * 10**5}]}, {"data": [{"type": "bar", "y": {"bdata": "!!", "dtype": "f8"}}]}, {"data": [{"type": "bar", "y": {"bdata": "AAAA", "dtype": "f8"}}]},
       {"data": [{"type": "bar", "y": {"bdata": "AQI=", "dtype": "i1", "shape": "9,9"}}]}, {"data": [{"type": "bar", "y": {"bdata": "AQI=", "dtype": "i1", "shape": ["x"]}}]}, {"data": [{"type": "bar", "y": {"bdata": 3, "dtype": []}}]}, {"data": [{"type": "bar", "y": [[1], {"a": 1}, None, True, "x", 1e308]}]},
       {"data": [{"type": "heatmap", "z": [[1, 2], [], ["x"]]}]}, {"data": [{"type": "heatmap", "z": [[], []], "x": []}]}, {"data": [{"type": "bar", "y": [1]}], "layout": {"height": "tall", "title": [3], "xaxis": 3, "margin": "x", "legend": []}}, {"data": [{"type": "bar", "y": [1] * 100_000}]}, {"data": [{}] * 3000}, DEEP, {"data": [{"type": "pie", "labels": [None, 3], "values": ["x"]}]}]  # fmt: skip


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_an_odd_chart_breaks_nothing(raw):
    found = drawn(raw, said=[3], finding={"x": 1})
    assert found.figure is None or len(json.dumps(found.figure)) < 2_000_000
    assert len(found.rows) <= 200 and all(isinstance(cell, str) for row in found.rows for cell in row)


@pytest.mark.parametrize("shown", [None, 3, [], {"c": 3}, {"c": {"shown": 3}}, {"c": {"shown": [3, None, {"plotly": 3}, {"plotly": {"data": 3}}]}}, {"c": {"shown": {"plotly": {}}}}])
def test_whatever_a_run_says_it_showed_the_page_is_written(book, shown):  # noqa: F811
    answered(book, answers=RIGHT, shown=shown)
    assert not [t for t in harmless(pages.page(sheet_of(book))).tags if t[0] == "figure"]


def test_a_map_from_the_network_is_told_in_its_table():
    found = drawn({"data": [{"type": "scattergeo", "lat": [21.03], "lon": [105.85], "text": ["Hà Nội"]}], "layout": {"title": {"text": "Cities"}}})
    assert found.figure is None and found.title == "Cities" and ("Hà Nội",) in found.rows


def test_many_points_are_drawn_the_plain_way_and_packed_numbers_unpacked():
    found = drawn({"data": [{"type": "scattergl", "x": {"dtype": "i2", "bdata": base64.b64encode(b"\x01\x00\x02\x00").decode()}, "y": [1965, 1966]}], "layout": {}})
    (trace,) = found.figure["data"]
    assert trace["type"] == "scatter" and trace["x"] == [1, 2] and found.rows == (("1", "1965"), ("2", "1966"))


def test_a_chart_says_itself_in_words_and_numbers_as_the_language_writes_them():
    raw = {"data": [{"type": "bar", "x": ["a", "b"], "y": [29_996.5, 2_362_581], "name": "<b>T</b>"}, {"type": "scatter", "y": [1, 2], "name": "U"}], "layout": {"title": {"text": "<b>Aid</b><br>in all"}, "yaxis": {"title": {"text": "tonnes"}}}}
    vi, en = drawn(raw, lang="vi"), drawn(raw, lang="en")
    assert en.title == "Aid in all" and en.alt == "Bar chart. Points or lines. Series: 2 (T, U). Across: –; upwards: tonnes. 4 values, from 1 to 2,362,581."
    assert vi.rows[1] == ("T", "b", "2.362.581") and en.rows[0] == ("T", "a", "29,996.5") and vi.head == ("Dãy", "Trục ngang", "tonnes")
    assert "title" not in en.figure["layout"] and not en.inside


def test_a_loop_of_charts_does_not_fill_the_page(book):  # noqa: F811
    shown = {f"c{n}": {"shown": [{"plotly": {"data": [{"type": "bar", "y": [n]}], "layout": {}}, "text": ""}] * 2} for n in range(50)}
    answered(book, answers=RIGHT, shown=shown)
    sheet = sheet_of(book)
    assert len(sheet.charts) == 20 and sheet.charts_left == 30 and "30 more charts" in Parsed(pages.page(sheet)).text


@pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")
def test_what_a_student_draws_in_the_sandbox_is_on_their_page(book):  # noqa: F811
    """The whole way: a notebook with a chart of the course, one of plotly's own and a table, run, scored, kept and told."""
    notebook = solved("vi")
    for code in ("aid.head(2)", "import plotly.express as px\npx.bar(x=['a', 'b'], y=[1, 2], title='Của tôi')", "hp.charts.aid_by_donor()"):
        notebook["cells"].insert(8, {"cell_type": "code", "id": f"x{len(notebook['cells'])}", "metadata": {}, "source": code, "outputs": [], "execution_count": None})
    with Runner(1) as runner:
        run.grade([intake.Submission("an", EXERCISE, "p", json.dumps(notebook).encode())], book, runner)
    sheet = sheet_of(book)
    chart = hauphuong.vi.charts.aid_by_donor()
    assert [c.title for c in sheet.charts] == [" ".join(chart.title.split()), "Của tôi"] and all(c.figure for c in sheet.charts)
    assert sheet.charts[0].alt == chart.alt and sheet.charts[0].finding == chart.finding and sheet.charts[1].rows == (("a", "1"), ("b", "2"))
    assert chart.finding in harmless(pages.page(sheet)).text and {t.state for t in sheet.tasks} == {"right"}


# -- files -----------------------------------------------------------------------------------------------------------------


def test_a_page_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    pages.write(tmp_path / "new" / "folder", "a.html", "old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pages.os, "replace", full)
    with pytest.raises(PageError, match="No space left"):
        pages.write(tmp_path / "new" / "folder", "a.html", "new")
    assert [p.name for p in (tmp_path / "new" / "folder").iterdir()] == ["a.html"] and (tmp_path / "new" / "folder" / "a.html").read_text() == "old"
    with pytest.raises(PageError, match="file.txt"):
        (tmp_path / "file.txt").write_text("x")
        pages.write(tmp_path / "file.txt", "a.html", "x")


def command(*arguments: str, lang: str = "en") -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "hauphuong.cli", "--lang", lang, "feedback", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120)


def test_the_command_writes_a_page_for_each_and_a_list_for_the_teacher(book, tmp_path):  # noqa: F811
    answered(book, "an", RIGHT, lang="vi")
    answered(book, "<script>", RIGHT)
    unreadable(book, "broken")
    where = ("--gradebook", str(book.path), "--out", str(tmp_path / "out"))
    done = command(*where)
    assert done.returncode == 0 and "3 pages" in done.stdout, done.stderr
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {"index.html", file_name(EXERCISE, "an"), file_name(EXERCISE, "<script>"), file_name(EXERCISE, "broken")}
    assert 'lang="vi"' in (tmp_path / "out" / file_name(EXERCISE, "an")).read_text(encoding="utf-8")
    done = command(*where, "--student", "an", "--lang", "en")
    assert done.returncode == 0 and 'lang="en"' in (tmp_path / "out" / file_name(EXERCISE, "an")).read_text(encoding="utf-8")
    index = harmless((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert all(name in index.text for name in names - {"index.html"}) and "unreadable" in index.text and "do not publish" in index.text


def test_a_mistake_is_a_sentence(book, tmp_path):  # noqa: F811
    answered(book, "an", RIGHT)
    for lang, arguments, said in (("en", ("--gradebook", str(tmp_path / "none.db")), "Grade first"), ("vi", ("--gradebook", str(tmp_path / "none.db")), "Hãy chấm bài trước"), ("en", ("--gradebook", str(book.path), "--student", "nobody"), "nobody"), ("en", ("--gradebook", str(book.path), "--exercise", "nonsense"), "nonsense")):  # fmt: skip
        done = command(*arguments, lang=lang)
        assert done.returncode == 1 and said in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert not (tmp_path / "none.db").exists()
    assert command("--lang", "fr").returncode == 2


def test_what_is_shown_is_read_and_nothing_is_changed(book):  # noqa: F811
    answered(book, answers=RIGHT, shown=displayed(bars()), notes=[{"vi": "ô khóa “total-check” bị sửa", "en": "the locked cell “total-check” had been changed"}])
    before = [dict(row) for row in book._db.execute("select * from attempts")]
    page = Parsed(pages.page(sheet_of(book)))
    assert "the locked cell “total-check” had been changed" in page.text and "Chart 1. Aid" in page.text
    assert [dict(row) for row in book._db.execute("select * from attempts")] == before
    with Gradebook(book.path) as again:
        assert again.results() == book.results()

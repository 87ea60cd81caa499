"""The stored notebooks: built from their sources, the same in both languages, inside the limits, and with outputs to compare."""

import ast
import re

import nbformat
import pytest

from hauphuong import data, text
from hauphuong.charts.chart import PLOTLY
from hauphuong.data import banks
from hauphuong.editions import notebooks
from hauphuong.editions.lesson import LessonError, read, words

LESSONS = notebooks.LESSONS
SOURCES = {lesson.slug: lesson for lesson in notebooks.sources()}
STORED = [(slug, lang) for slug, lesson in SOURCES.items() for lang in lesson.languages]
COURSE = [slug for slug in SOURCES if re.match(r"\d\d-", slug)]  # the lessons proper
PAIRS = [slug for slug in SOURCES if len(SOURCES[slug].languages) == 2]
LIMIT = {"en": 1800, "vi": 2600}
PARTS = ["header", "question", "import", "story", "voices", "try", "readings", "summary", "terms", "reading", "next"]


def stored(slug: str, lang: str) -> nbformat.NotebookNode:
    return nbformat.read(notebooks.path_of(slug, lang), as_version=4)


def markdown(book) -> str:
    return "\n\n".join(c.source for c in book.cells if c.cell_type == "markdown")


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_a_notebook_is_what_its_source_says(slug, lang):
    """Edit lessons/source and run `make lessons`: a notebook edited by hand would lose the edit at the next build."""
    built, kept = notebooks.build(SOURCES[slug], lang), stored(slug, lang)
    assert [(c.id, c.cell_type, c.source, c.metadata) for c in built.cells] == [(c.id, c.cell_type, c.source, c.metadata) for c in kept.cells]
    assert built.metadata == kept.metadata


def test_no_notebook_without_a_source():
    """An orphan would be shipped, and checked by nobody."""
    expected = {notebooks.path_of(slug, lang) for slug, lang in STORED}
    assert set(LESSONS.rglob("*.ipynb")) - {p for p in LESSONS.rglob("*.ipynb") if ".ipynb_checkpoints" in p.parts} == expected


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_outputs_are_stored(slug, lang):
    """nbval passes a notebook without outputs and checks nothing: so it must have them."""
    book = stored(slug, lang)
    for number, cell in enumerate((c for c in book.cells if c.cell_type == "code"), 1):
        assert cell.execution_count == number
        for output in cell.outputs:
            assert output.output_type != "error" and output.get("name") != "stderr"
            assert not set(output.get("data", {})) & set(notebooks._VOLATILE)
        last = ast.parse(cell.source).body[-1]
        if isinstance(last, ast.Expr):
            assert cell.outputs, f"{cell.id} shows nothing"
    assert "widgets" not in book.metadata


@pytest.mark.parametrize("slug", PAIRS)
def test_both_editions_are_one_lesson(slug):
    vi, en = stored(slug, "vi"), stored(slug, "en")
    for a, b in zip(vi.cells, en.cells, strict=True):
        assert (a.id, a.cell_type, a.metadata.get("tags")) == (b.id, b.cell_type, b.metadata.get("tags"))
        mine, theirs = a.metadata.get("hauphuong", {}), b.metadata.get("hauphuong", {})
        assert mine.get("cites") == theirs.get("cites"), a.id
        assert list(mine.get("values", {})) == list(theirs.get("values", {})), a.id
        if a.cell_type == "code":
            assert re.sub(r"\bvi\b|_vi\b", "L", a.source) == re.sub(r"\ben\b|_en\b", "L", b.source), a.id
            for one, other in zip(a.outputs, b.outputs, strict=True):
                assert set(one.get("data", {})) == set(other.get("data", {})), a.id
                if PLOTLY in one.get("data", {}):
                    assert marks(one.data[PLOTLY]) == marks(other.data[PLOTLY]), a.id


def marks(picture: dict) -> list:
    """What is drawn, but for words: kind and numeric coordinates of each trace that bears a mark.

    Where the y axis is only room for words (lanes), a longer word may take another row: then x alone counts.
    """
    axes = "xy" if picture["layout"].get("yaxis", {}).get("visible") is not False else "x"
    marked = [trace for trace in picture["data"] if trace.get("hoverinfo") != "skip"]
    return [(t["type"], t.get("base"), *([v for v in t.get(axis, []) if isinstance(v, (int, float))] for axis in axes)) for t in marked]


@pytest.mark.parametrize("slug", COURSE)
def test_a_lesson_has_all_its_parts_in_order(slug):
    tags = [t for c in SOURCES[slug].cells("vi") for t in c.tags]
    firsts = [tags.index(part) for part in PARTS if part in ("header", "question", "import", "readings", "summary", "terms", "reading", "next")]
    assert set(PARTS) <= set(tags)
    assert firsts == sorted(firsts)
    charts = [c for c in SOURCES[slug].cells("vi") if c.kind == "code" and "hp.charts." in c.text]
    assert charts


@pytest.mark.parametrize("slug", COURSE)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_lesson_can_be_read_in_its_time(slug, lang):
    cells = [c for c in SOURCES[slug].cells(lang) if c.kind == "markdown"]
    assert sum(words(c.text) for c in cells) <= LIMIT[lang]
    for cell in cells:
        if "story" in cell.tags:
            body = "\n".join(line for line in cell.text.splitlines() if not line.startswith("#"))
            low, high = (20, 60) if lang == "en" else (25, 90)
            assert low <= words(body) <= high, f"{cell.id}: {words(body)} words"


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_headings_never_skip(slug, lang):
    levels = [len(m) for m in re.findall(r"^(#+) ", markdown(stored(slug, lang)), re.M)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:]))


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_code_stays_small_and_needs_no_network(slug, lang):
    code = [c for c in stored(slug, lang).cells if c.cell_type == "code"]
    imports = [c for c in code if re.search(r"^\s*(from|import) ", c.source, re.M)]
    # the landing page has no import line: each of its cells stands alone
    assert len(imports) == (len(code) if slug == "index" else 1 if code else 0)
    for cell in code:
        assert len(cell.source.splitlines()) <= 12, cell.id
        assert not re.search(r"^[%!]|input\(|\bOut\[|https?://", cell.source, re.M), cell.id


@pytest.mark.parametrize("slug", COURSE)
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_quantities_in_prose_come_from_the_data(slug, lang):
    """Each number in a sentence is a reference to a row or a computed value. Dates, lesson numbers, list numbers and ids in code are not quantities."""
    raw = {c["id"]: c for c in SOURCES[slug].raw["cells"]}
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    harmless = (
        r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)|<[^>]+>"  # references, code, links, tags
        r"|^\d+\. |\b(bài|Bài|lesson|Lesson) \d\d\b"  # lists, lesson numbers
        r"|\b([Tt]háng|[Nn]gày) \d{1,2}(-\d{1,2})?(-(19[1-9]\d|20[0-2]\d))?\b"  # Vietnamese dates
        rf"|\b(19[1-9]\d|20[0-2]\d)s?\b(–(19[1-9]\d|20[0-2]\d)\b)?|\b\d{{1,2}} ({months})\b"  # years and English dates
        r"|\bCC BY 4\.0\b|“[^”]*”"  # a name, quoted words
        r"|\b[A-Z][A-Za-z]*-\d+[A-Z]?\b|\b(Trung đoàn|Tiểu đoàn|Regiment|Battalion) \d+[A-Z]?\b"  # kinds of aircraft, numbers of units
        r"|\b\d{1,2}(:| giờ )\d\d\b"  # times of day
    )
    for name, cell in raw.items():
        if lang not in cell or cell.get("tags", [""])[0] == "header":
            continue
        left = re.sub(harmless, " ", cell[lang], flags=re.M)
        digits = [d for d in re.findall(r"\d[\d.,]*", left)]
        allowed = {"6", "5"} if name in ("large-gap", "totals-reading") else set()  # single digits of a misprint, quoted as digits
        assert set(d.strip(".,") for d in digits) <= allowed, f"{name}: {digits}"


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_quantities_still_say_what_the_data_say(slug, lang):
    for cell in stored(slug, lang).cells:
        for name, written in cell.metadata.get("hauphuong", {}).get("values", {}).items():
            assert data.value(name, lang) == written
            assert written in cell.source


@pytest.mark.parametrize("slug", COURSE)
def test_a_cell_cites_what_it_leans_on(slug):
    """Each row that a cell tells or quotes a number from has a source in that cell; a contested one has both sides."""
    package, links = data.default(), data.default().table("claim_sources")
    sides = {(claim, side): set(rows["source"]) for (claim, side), rows in links.groupby(["claim", "side"])}
    for cell in SOURCES[slug].cells("vi"):
        if cell.kind == "code":
            continue
        cited = set(cell.cites)
        for row_id in (*cell.rows, *(v for v in cell.values if v in package)):
            table, _ = package.find(row_id)
            row = data.row(row_id)
            behind = set(row.get("source", "").split())
            assert cited & behind, f"{cell.id}: nothing cited for {row_id}"
            if table == "events" and row["status"] == "contested":
                assert len(cited & behind) > 1, f"{cell.id}: {row_id} is contested; cite another of {sorted(behind)}"
            claim = row_id if table == "claims" else row.get("claim", "")
            if claim:
                for side in "ab":
                    assert cited & sides[claim, side], f"{cell.id}: nobody cited for side {side} of {claim}"


@pytest.mark.parametrize("slug", [slug for slug in COURSE if slug != "00-start-here"])
def test_a_lesson_asks_at_two_stops_in_different_ways(slug):
    stops = banks.load("quizzes", slug)["stops"]
    kinds = [{q["kind"] for q in stop["questions"]} for stop in stops]
    assert len(stops) >= 2 and len(set().union(*kinds)) >= 2
    shown = re.findall(r'hp\.quiz\("([^"]+)"\)', "\n".join(c.text for c in SOURCES[slug].cells("vi") if c.kind == "code"))
    assert sorted(shown) == sorted(stop["id"] for stop in stops)


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_a_weak_source_shows_that_it_is_weak(slug, lang):
    """Whoever leans on one sees the ○ where they read, not only on the sources page."""
    weak = {k for k, told in data._sources().items() if told["weak"]}
    for name, key in re.findall(r"\[([^\]]+)\]\(sources\.ipynb#cell-id=src-([a-z0-9-]+)\)", markdown(stored(slug, lang))):
        assert ("○" in name) == (key in weak), name


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_links_lead_somewhere(slug, lang):
    path = notebooks.path_of(slug, lang)
    book = stored(slug, lang)
    html = "".join(o.get("data", {}).get("text/html", "") for c in book.cells for o in c.get("outputs", []))
    targets = re.findall(r"\]\(([^)\s]+)\)", markdown(book)) + re.findall(r'href="([^"]+)"', html)
    keys = set(data.default().table("sources")["key"])
    for target in targets:
        if target.startswith(("http", "data:")):
            continue
        place, _, anchor = target.partition("#")
        assert not place or (path.parent / place).is_file(), target
        if anchor:
            assert anchor.startswith("cell-id=src-") and anchor[12:] in keys, target


@pytest.mark.parametrize(("slug", "lang"), STORED)
def test_nothing_of_an_author_s_machine(slug, lang):
    book = stored(slug, lang)
    assert book.metadata.kernelspec == {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    assert (book.nbformat, book.nbformat_minor) == (4, 5)
    assert "version" not in book.metadata.language_info


def test_every_source_has_its_place_on_the_sources_page():
    for lang in text.LANGUAGES:
        ids = [cell.id for cell in stored("sources", lang).cells]
        for key in data.default().table("sources")["key"]:
            assert ids.count(f"src-{key}") == 1


# -- a lesson source that is wrong -------------------------------------------------------------------------------------

GOOD = "title: {vi: Bài, en: Lesson}\ncells:\n- {id: one, vi: Chữ, en: Text}\n"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("title: [", ["line"]),
        ("cells: []\ntitle: {vi: a, en: b}\n", ["cells"]),
        (GOOD.replace("en: Text", "fr: Texte"), ["one"]),
        (GOOD + "- {id: one, vi: Chữ, en: Text}\n", ["one", "two cells"]),
        (GOOD + "- {id: two, vi: Chữ}\n", ["two"]),
        (GOOD + "- {id: two, tags: [stroy], vi: Chữ, en: Text}\n", ["two", "tags", "stroy"]),
    ],
)
def test_a_broken_source_names_file_cell_and_field(tmp_path, monkeypatch, content, named):
    monkeypatch.setattr(text, "_chosen", "en")
    path = tmp_path / "07-new.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LessonError) as caught:
        read(path)
    for word in ("07-new.yaml", *named):
        assert word in str(caught.value), str(caught.value)


@pytest.mark.parametrize("reference", ['{{ value("at-never") }}', '{{ cite("hearsay") }}', "{{ tonnes }}", "{% if %}"])
def test_a_reference_that_resolves_to_nothing(tmp_path, monkeypatch, reference):
    monkeypatch.setattr(text, "_chosen", "en")
    path = tmp_path / "07-new.yaml"
    path.write_text(f"title: {{vi: Bài, en: Lesson}}\ncells:\n- id: one\n  vi: Chữ\n  en: '{reference}'\n", encoding="utf-8")
    with pytest.raises(LessonError, match=r"07-new\.yaml, cell “one” \(en\)"):
        notebooks.build(read(path), "en")


def test_a_folder_that_cannot_be_written_keeps_the_old_notebook(tmp_path, monkeypatch):
    """A plain file stands where the folder should be: root, who runs the tests, is stopped by no permission bits."""
    monkeypatch.setattr(text, "_chosen", "en")
    (tmp_path / "vi").write_text("in the way", encoding="utf-8")
    book = notebooks.build(SOURCES["index"], "vi")
    with pytest.raises(LessonError, match="cannot be written"):
        notebooks.store(book, tmp_path / "vi" / "index.ipynb")
    path = tmp_path / "index.ipynb"
    assert notebooks.store(book, path) and not notebooks.store(book, path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(notebooks.os, "replace", full)
    before = path.read_text(encoding="utf-8")
    book.cells[0].source = "changed"
    with pytest.raises(LessonError, match="No space left"):
        notebooks.store(book, path)
    assert path.read_text(encoding="utf-8") == before


def test_the_builder_names_an_unknown_lesson(capsys, monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")
    assert notebooks.main(["99-nowhere"]) == 1
    assert "99-nowhere" in capsys.readouterr().err

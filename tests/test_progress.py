"""What a lesson offers beside its story: how far the reader has come, and layers to fold away."""

import nbformat
import pytest

from hauphuong import text
from hauphuong.edition import Edition
from hauphuong.editions import notebooks
from hauphuong.journal import Journal
from hauphuong.layers import LAYERS
from hauphuong.progress import Progress


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "journal.jsonl")


def row(progress, lesson):
    return next(r for r in progress.rows if r[0] == lesson)


def test_nothing_answered_yet(journal):
    progress = Progress("en", journal=journal)
    assert all(done == 0 and points == 0 and asked > 0 and most > 0 for _, done, asked, points, most in progress.rows)


def test_answers_count_once_and_by_the_last_attempt(journal):
    journal.append("07-soviet-advisers", "07-475-parts", "400", 0.0, 1.0, 1)
    journal.append("07-soviet-advisers", "07-475-parts", "475", 1.0, 1.0, 2)
    journal.append("07-soviet-advisers", "07-a-question-of-old", "x", 1.0, 1.0, 1)
    name, done, asked, points, most = row(Progress("en", journal=journal), "07-soviet-advisers")
    assert (done, points) == (1, 1.0) and asked > 1 and most > 1


def test_a_spoiled_journal_says_so_and_hides_nothing(journal):
    journal.append("07-soviet-advisers", "07-475-parts", "475", 1.0, 1.0, 1)
    journal.path.write_bytes(journal.path.read_bytes() + b"<script>\n")
    shown = Progress("en", journal=journal)
    assert row(shown, "07-soviet-advisers")[1] == 1
    assert shown.notice and "<script>" not in shown._repr_html_()


def test_links_fit_the_page_that_shows_them(journal):
    assert 'href="vi/06-aid-in-tonnes.ipynb"' in Progress(journal=journal)._repr_html_()
    assert 'href="06-aid-in-tonnes.ipynb"' in Progress("vi", journal=journal)._repr_html_()
    assert "Answered" in Edition("en").progress()._repr_html_()


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_each_cell_of_a_layer_is_marked_and_no_other(lang):
    for lesson in notebooks.sources():
        if lesson.together or lang not in lesson.languages:
            continue
        for cell in nbformat.read(notebooks.path_of(lesson.slug, lang), as_version=4).cells:
            for layer in LAYERS:
                wanted = cell.cell_type == "markdown" and layer in cell.metadata.get("tags", [])
                assert (f'class="hp-{layer}"' in cell.source) == wanted, (lesson.slug, cell.id)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_lesson_can_be_folded(lang):
    for lesson in notebooks.sources():
        if lesson.slug[:2].isdigit():
            assert any(cell.text == "hp.layers()" for cell in lesson.cells(lang)), lesson.slug

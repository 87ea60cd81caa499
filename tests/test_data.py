"""The data package is sound, and says exactly where it is not."""

import csv
import hashlib
import json
import shutil
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from hauphuong import data, text
from hauphuong.data import DataError, Package
from hauphuong.data.__main__ import main

DATA = Path(__file__).parents[1] / "data"
FIGURES = ["aid_tonnes", "aid_money", "aid_items", "personnel"]  # those with a column copy_of


@pytest.fixture
def package(tmp_path):
    """A copy that a test may break."""
    return Package(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")


def rewrite(package: Package, name: str, change) -> None:
    """Let `change` alter the rows (lists of cells, the header first) of one CSV."""
    path = package.root / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_the_package_is_sound():
    data.default().check()


def test_frictionless_agrees():
    """An independent reader of the same standard finds nothing to complain of."""
    from frictionless import system, validate

    with system.use_context(trusted=True):
        report = validate(str(DATA / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])


def test_checksums_match_the_files():
    """One changed tonne changes a checksum, even where no lesson draws it: then run `python -m hauphuong.data`."""
    for resource in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        raw = (DATA / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw), resource["path"]
        assert resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest(), resource["path"]


def test_every_row_says_who_and_where():
    for name, resource in data.default().resources.items():
        fields = {f["name"]: f for f in resource["schema"]["fields"]}
        if "source" in fields:
            assert fields["source"]["constraints"]["required"] and fields["locator"]["constraints"]["required"], name
            rows = data.default().table(name)
            assert rows["source"].astype(bool).all() and rows["locator"].astype(bool).all(), name


def test_every_column_is_described_in_both_languages():
    for name, resource in data.default().resources.items():
        for field in resource["schema"]["fields"]:
            said = [field.get("description", ""), field.get("description_vi", "")]
            assert all(s.endswith(".") for s in said) and said[0] != said[1], (name, field["name"])


def test_figures_are_typed():
    tonnes = data.default().table("aid_tonnes")
    assert str(tonnes["value"].dtype) == "Int64"
    assert tonnes["value"].sum() > 0
    assert str(data.default().table("aid_money")["value"].dtype) == "float64"
    assert data.default().table("sources")["weak"].dtype == bool


def test_a_student_may_spoil_a_table_without_spoiling_the_course():
    mine = data.default().table("aid_tonnes")
    mine["value"] = 0
    assert data.default().table("aid_tonnes")["value"].sum() > 0


def test_every_text_is_composed_unicode_and_comes_in_both_languages():
    for path in sorted(DATA.glob("*.csv")):
        raw = path.read_text(encoding="utf-8")
        assert raw == unicodedata.normalize("NFC", raw), path.name
        rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in (c for c in rows if c.endswith("_vi")):
            twin = column[:-3] + "_en" if column[:-3] + "_en" in rows else column[:-3]  # a locator's English is its key
            lonely = rows[rows[column].astype(bool) != rows[twin].astype(bool)]
            assert lonely.empty, f"{path.name}: {column} and {twin} are not both filled in rows {list(lonely.index + 2)}"


def test_every_code_has_a_name_in_both_languages():
    lists = set(
        "donor recipient category measure unit precision price_basis kind read_as language"
        " country counted place sure qualifier unit_kind role lane topic status party subject recognised chair side route stance counter question answer".split()
    )
    met = set()
    for name, resource in data.default().resources.items():
        rows = data.default().table(name)
        coded = {f["name"] for f in resource["schema"]["fields"] if "enum" in f.get("constraints", {})}  # the place of an event is a name
        for column in lists & coded:
            met.add(column)
            for code in filter(None, rows[column].unique()):
                assert data.label(column, code, "vi") and data.label(column, code, "en")
    assert met == lists


def test_every_locator_has_a_vietnamese_form():
    known = data.default().table("locators").set_index("locator")["locator_vi"]
    for name in data.default().resources:
        for locator in set(data.default().table(name).get("locator", [])):
            assert known[locator], f"{name}: {locator}"
            assert data.place(locator, "en") == locator and data.place(locator, "vi") == known[locator]


def test_every_source_is_used_or_leads_to_one_that_is():
    package = data.default()
    used = set()
    for name in package.resources:
        rows = package.table(name)
        used |= set(rows.get("source", []))
    sources = package.table("sources").set_index("key")
    lessons = " ".join(p.read_text(encoding="utf-8") for p in (DATA.parent / "lessons" / "source").glob("*.yaml"))
    for key in sources.index:
        assert key in used or key in set(sources["derived_from"]) or f'cite("{key}"' in lessons, f"{key} is used nowhere"


def test_addresses_are_whole():
    urls = data.default().table("sources")["url"]
    assert not urls[urls.str.contains("…|\\.\\.\\.|\\s", regex=True)].any()


def test_copies_print_what_they_copy():
    """A row that is a copy has the number of its original; a copyist who changed the unit is told on in a note."""
    for name in FIGURES:
        rows = data.default().table(name).set_index("id")
        for copy, original in rows.loc[rows["copy_of"] != "", "copy_of"].items():
            mine, theirs = rows.loc[copy], rows.loc[original]
            pd.testing.assert_series_equal(mine[["value", "low", "high"]], theirs[["value", "low", "high"]], check_names=False)
            assert mine["unit"] == theirs["unit"] or mine["note_en"], copy


# -- the five-period table, as printed ---------------------------------------------------------------------------------


def test_the_sums_that_lesson_06_teaches():
    from hauphuong.data.computed import NAMES

    computed = {name: function() for name, (function, _) in NAMES.items()}
    assert computed["total-by-periods"] == 2_362_581
    assert computed["total-by-categories"] == 2_362_582
    assert computed["total-by-donors"] == 2_362_933
    assert computed["gap-1961-1964"] == 352
    assert computed["gap-nhandan"] == 101
    assert computed["weapons-1973-1975-by-subtraction"] == 649_245
    assert round(computed["share-ussr"], 1) == 21.7
    assert computed["weapons-1973-1975-mended"] == 649_246
    assert round(computed["usa-to-china-ratio"], 1) == 22.6


def test_values_for_sentences():
    assert data.value("at-1955-1975-all-nhandan", "vi") == "2.362.682"
    assert data.value("at-1951-china-monthly", "en") == "10–20"
    assert data.value("share-ussr", "vi") == "21,7%"
    with pytest.raises(DataError, match="at-never"):
        data.value("at-never", "vi")


# -- bad input: each mistake names its file, row and column, in either language ----------------------------------------


def cell(rows, row_id, column, value):
    header = rows[0]
    next(r for r in rows if r[0] == row_id)[header.index(column)] = value


BREAKAGES = {
    "wrong type": (lambda rows: cell(rows, "at-1965-1968-ussr", "value", "226.969,5"), ["aid_tonnes.csv", "column value", "226.969,5", "whole number"]),
    "scientific notation": (lambda rows: cell(rows, "at-1965-1968-ussr", "value", "2e5"), ["column value", "2e5"]),
    "no source": (lambda rows: cell(rows, "at-1965-1968-ussr", "source", ""), ["aid_tonnes.csv", "column source", "must be filled"]),
    "no locator": (lambda rows: cell(rows, "at-1965-1968-ussr", "locator", ""), ["column locator", "must be filled"]),
    "unknown source": (lambda rows: cell(rows, "at-1965-1968-ussr", "source", "hearsay-1965"), ["column source", "hearsay-1965", "sources"]),
    "unknown code": (lambda rows: cell(rows, "at-1965-1968-ussr", "donor", "atlantis"), ["column donor", "atlantis"]),
    "bad date": (lambda rows: cell(rows, "at-1965-1968-ussr", "start", "about 1965"), ["column start", "about 1965"]),
    "no figure": (lambda rows: cell(rows, "at-1965-1968-ussr", "value", ""), ["value, low and high"]),
    "short row": (lambda rows: rows[5].pop(), ["row 6", "cells"]),
    "lost column": (lambda rows: [r.pop(3) for r in rows], ["row 1", "missing: precision"]),
    "same id twice": (lambda rows: rows.append(list(rows[1])), ["at-1950-1954-china", "earlier row"]),
}


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_a_broken_table_says_where(package, breakage):
    change, words = BREAKAGES[breakage]
    rewrite(package, "aid_tonnes", change)
    with pytest.raises(DataError) as caught:
        package.check()
    for word in words:
        assert word in str(caught.value), (word, str(caught.value))
    assert "aid_tonnes" in caught.value.vi and "\n" not in caught.value.vi


def test_a_missing_file(package):
    (package.root / "aid_money.csv").unlink()
    with pytest.raises(DataError, match=r"aid_money\.csv is missing"):
        package.table("aid_money")


def test_a_file_that_is_not_utf8(package):
    (package.root / "glossary.csv").write_bytes("Hậu phương".encode("cp1258", "replace") + b"\xff")
    with pytest.raises(DataError, match="CSV UTF-8"):
        package.table("glossary")


def test_a_torn_quotation_mark(package):
    path = package.root / "glossary.csv"
    path.write_text(path.read_text(encoding="utf-8") + '"torn', encoding="utf-8")
    with pytest.raises(DataError, match=r"glossary\.csv, row \d+"):
        package.table("glossary")


@pytest.mark.parametrize("content", ["{", "[]", '{"resources": 3}'])
def test_a_broken_descriptor(package, content):
    (package.root / "datapackage.json").write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=r"datapackage\.json"):
        Package(package.root).table("sources")


def test_an_unknown_table_lists_the_known_ones():
    with pytest.raises(DataError, match="aid_tonnes"):
        data.default().table("aid_kilos")


def test_an_unknown_source_key():
    with pytest.raises(DataError, match="hearsay"):
        data.source("hearsay")


def test_the_check_command_renews_checksums_and_reports_mistakes(package, capsys):
    rewrite(package, "aid_tonnes", lambda rows: cell(rows, "at-1965-1968-ussr", "value", "226970"))
    assert main([str(package.root)]) == 0
    assert "1 checksums renewed" in capsys.readouterr().out
    rewrite(package, "aid_tonnes", lambda rows: cell(rows, "at-1965-1968-ussr", "value", "many"))
    before = (package.root / "datapackage.json").read_text(encoding="utf-8")
    assert main([str(package.root)]) == 1
    assert "column value" in capsys.readouterr().err
    assert (package.root / "datapackage.json").read_text(encoding="utf-8") == before

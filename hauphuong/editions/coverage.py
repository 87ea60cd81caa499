"""Where each fact of the founding texts is taught: `python -m hauphuong.editions.coverage [S000|S004]`.

A fact is kept in rows of data (`seed_facts`). A row is taught by a cell that tells it (`rows` or a quantity in the lesson's
source), by a chart that draws it, or by a quiz stop with a question that rests on it. Charts and cells are read from the
stored notebooks, so that the list speaks of what a student sees, not of what an author meant.
"""

from __future__ import annotations

import base64
import csv
import io
import re
import sys
from collections import defaultdict

import nbformat

from ..data import default
from ..quiz.bank import find
from ..text import LANGUAGES
from .notebooks import path_of, sources

_CSV = re.compile(r"data:text/csv;charset=utf-8;base64,([A-Za-z0-9+/=]+)")
_STOP = re.compile(r"""hp\.quiz\(["']([^"']+)["']""")


def taught(lang: str) -> dict[str, list[str]]:
    """Cells by the id of the row that they teach, as "NN-slug#cell", in the order of the course."""
    found: dict[str, list[str]] = defaultdict(list)
    for lesson in sources():
        if not re.match(r"\d\d-", lesson.slug) or not path_of(lesson.slug, lang).is_file():
            continue
        for cell in nbformat.read(path_of(lesson.slug, lang), as_version=4).cells:
            for row in dict.fromkeys(rows_of(cell)):
                found[row].append(f"{lesson.slug}#{cell.id}")
    return found


def rows_of(cell) -> list[str]:
    """The ids of the rows that one stored cell teaches."""
    told = cell.metadata.get("hauphuong", {})
    rows = [*told.get("rows", []), *told.get("values", {})]
    for output in cell.get("outputs", []):
        for packed in _CSV.findall(output.get("data", {}).get("text/html", "")):
            drawn = csv.DictReader(io.StringIO(base64.b64decode(packed).decode("utf-8-sig")))
            rows += [row["id"] for row in drawn if row.get("id")]
    if cell.cell_type == "code":
        rows += re.findall(r"""hp\.(?:accounts|dispute|who_says)\(["']([^"']+)["']""", cell.source)
        for stop in _STOP.findall(cell.source):
            questions = next(s["questions"] for s in find(stop)["stops"] if s["id"] == stop)
            rows += [row for question in questions for row in question.get("rows", [])]
    return rows


def coverage(seed: str = "") -> list[tuple[str, list[str], dict[str, list[str]]]]:
    """Each fact with its rows and, by language, the cells that teach one of them. `seed`: "S000" or "S004"; both unless told."""
    kept: dict[str, list[str]] = defaultdict(list)
    for fact, row in default().table("seed_facts").itertuples(index=False):
        if fact.startswith(seed):
            kept[fact].append(row)
    cells = {lang: taught(lang) for lang in LANGUAGES}
    return [(fact, rows, {lang: list(dict.fromkeys(c for row in rows for c in cells[lang][row])) for lang in LANGUAGES}) for fact, rows in sorted(kept.items())]


def main(arguments: list[str]) -> int:
    listed = coverage(*arguments[:1])
    for fact, rows, cells in listed:
        print(fact, " ".join(rows), *(f"{lang}: {' '.join(cells[lang]) or '—'}" for lang in LANGUAGES), sep="\t")
    missing = [fact for fact, _, cells in listed if not all(cells.values())]
    print(f"{len(listed)} dữ kiện, {len(missing)} chưa được dạy / {len(listed)} facts, {len(missing)} not taught: {' '.join(missing) or '–'}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

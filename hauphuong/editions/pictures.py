"""The README's pictures, since GitHub draws no chart: `python -m hauphuong.editions.pictures` (`make pictures`).

Three charts, drawn from the stored lessons, and a lesson in JupyterLab (`pictures_lab`).

WebP and not SVG: an SVG's letters are set in whatever fonts its reader has, and not all have Vietnamese ones. Beside the pictures
lies a list of what each was drawn from, by which a test tells without Chromium whether any has grown old.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path

from ..text import LANGUAGES, CourseError
from . import pictures_lab, stored
from .lesson import LessonError
from .notebooks import LESSONS
from .painter import Painter

ROOT = LESSONS.parent
PICTURES = ROOT / "docs" / "pictures"
README = ROOT / "README.md"
SHOWN = (("06-aid-in-tonnes", "chart-by-donor"), ("03-recognition-1950", "chart-race"), ("07-soviet-advisers", "chart-totals"))
WIDTH, SCALE = 720, 2  # CSS pixels, a little narrower than GitHub's column, and twice as many in the file for sharp letters
_LIST = "drawn-from.json"
_PLACE = {lang: (f"<!-- pictures {lang} -->", f"<!-- /pictures {lang} -->") for lang in LANGUAGES}


def name(slug: str, cell: str, lang: str) -> str:
    """The file name of a picture."""
    return f"{slug[:2]}-{cell.removeprefix('chart-')}-{lang}.webp"


def shown(lang: str) -> list[tuple[str, str, stored.StoredChart]]:
    """(file, lesson, chart) for each picture of the README in a language."""
    found = []
    for slug, cell in SHOWN:
        chart = next((c for c in stored.charts(stored.read_book(LESSONS / lang / f"{slug}.ipynb")) if c.cell == cell), None)
        if chart is None:
            raise LessonError(vi=f"{slug}: không còn biểu đồ “{cell}”. Sửa SHOWN trong hauphuong/editions/pictures.py.", en=f"{slug} has no chart “{cell}” any more. Mend SHOWN in hauphuong/editions/pictures.py.")
        found.append((name(slug, cell, lang), slug, chart))
    return found


def markdown(lang: str) -> str:
    """The README's part between its marks: each picture with its description for those who cannot see it, its finding, and its lesson."""
    begin, end = _PLACE[lang]
    go = {"vi": "Bài", "en": "Lesson"}[lang]
    parts = []
    for file, slug, chart in shown(lang):
        alt = re.sub(r"([\[\]\\])", r"\\\1", " ".join(f"{chart.title}. {chart.alt}".split()))
        parts.append(f"![{alt}](docs/pictures/{file})\n\n*{chart.finding}* [{go} {slug[:2]}](lessons/{lang}/{slug}.ipynb)")
    lab = pictures_lab
    parts.append(f"![{lab.ALT[lang]}](docs/pictures/{lab.name(lang)})\n\n*{lab.CAPTION[lang]}* [{go} {lab.LESSON[:2]}](lessons/{lang}/{lab.LESSON}.ipynb)")
    return "\n\n".join([begin, *parts, end])


def written(readme: str) -> str:
    """The README with its pictures brought up to date. Raises `LessonError` where it has lost a mark."""
    for lang in LANGUAGES:
        begin, end = _PLACE[lang]
        if begin not in readme or end not in readme:
            raise LessonError(vi=f"README.md thiếu dấu {begin} hoặc {end}.", en=f"README.md has lost its mark {begin} or {end}.")
        before, _, rest = readme.partition(begin)
        readme = before + markdown(lang) + rest.partition(end)[2]
    return readme


def listed(folder: Path = PICTURES) -> dict[str, dict[str, str]]:
    """What each picture was drawn from and its own digest, as the list beside the pictures has it."""
    try:
        return json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def stale(folder: Path = PICTURES) -> list[str]:
    """Pictures that are missing, were changed by hand, or show another chart than the lesson does now."""
    known, old = listed(folder), []
    for lang in LANGUAGES:
        for file, _, chart in shown(lang):
            if known.get(file) != _facts(folder / file, f"{chart.digest}-{WIDTH}x{SCALE}"):
                old.append(file)
        file = pictures_lab.name(lang)
        if known.get(file) != _facts(folder / file, pictures_lab.digest(lang)):
            old.append(file)
    return old


def _facts(path: Path, figure: str) -> dict[str, str]:
    """What the list should say of a picture as it lies there now."""
    return {"figure": figure, "picture": _digest(path.read_bytes()) if path.is_file() else ""}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def build(folder: Path = PICTURES, tell=print) -> None:
    """Draw what has grown old, and bring the list up to date."""
    old, known = stale(folder), listed(folder)

    def keep(file: str, figure: str, content: bytes) -> None:
        _store(folder / file, content)
        known[file] = {"figure": figure, "picture": _digest(content)}
        tell(f"✎ {file}")

    drawn = {file: chart for lang in LANGUAGES for file, _, chart in shown(lang)}
    if drawn.keys() & set(old):
        with Painter() as painter:
            for file, chart in drawn.items():
                if file in old:
                    keep(file, f"{chart.digest}-{WIDTH}x{SCALE}", painter.pixels(chart.figure, WIDTH, SCALE))
    rooms = [lang for lang in LANGUAGES if pictures_lab.name(lang) in old]
    if rooms:
        for lang, content in pictures_lab.taken(rooms):
            keep(pictures_lab.name(lang), pictures_lab.digest(lang), content)
    wanted = drawn.keys() | set(map(pictures_lab.name, LANGUAGES))
    for path in folder.glob("*.webp"):
        if path.name not in wanted:
            path.unlink()
    _store(folder / _LIST, (json.dumps({file: known[file] for file in sorted(wanted)}, indent=1) + "\n").encode())


def _store(path: Path, content: bytes) -> None:
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        os.replace(draft, path)
    except OSError as why:
        raise LessonError(vi=f"Không ghi được {path} ({why.strerror}).", en=f"{path} cannot be written ({why.strerror}).") from None


def main() -> int:
    try:
        build(tell=lambda line: print(line, flush=True))
        _store(README, written(README.read_text(encoding="utf-8")).encode())
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Draw and print the handouts: `python -m hauphuong.editions.handouts [--to FOLDER] [--lang vi|en] [SLUG…]`.

Chromium prints, through Playwright: it breaks columns and tables over pages, numbers them in the margin by CSS alone, embeds
fonts, writes tags and an outline for screen readers, and is there already for the charts. WeasyPrint would be a second engine
with libraries of its own, and lays out the charts' SVG (patterns, clip paths, text) differently from what readers see on screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...text import LANGUAGES, CourseError
from ..chromium import chromium
from ..lesson import LessonError
from ..notebooks import LESSONS
from ..painter import Painter
from .content import content, lessons
from .pages import KINDS, page, pictures

HANDOUTS = LESSONS.parent / "handouts"
# no name but this machine's own resolves: a page that asked for anything outside would fail, and say so by an empty place
_FLAGS = ["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]


@contextmanager
def printer() -> Iterator:
    """Chromium as a printer: yields a function from HTML to the bytes of a PDF. Raises `CourseError` without Chromium or Playwright."""
    path = chromium()
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise CourseError(
            vi='In ra PDF cần Playwright: pip install "hauphuong[test]" (make test đã cài sẵn).',
            en='Printing to PDF needs Playwright: pip install "hauphuong[test]" (make test has it installed).',
        ) from None
    # Chromium's own sandbox refuses to run as root, which only containers do
    flags = _FLAGS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=path, args=flags)

            def to_pdf(html: str) -> bytes:
                sheet = browser.new_page()
                sheet.set_content(html, wait_until="load")
                sheet.evaluate("Promise.all([...document.images].map(i => i.decode()))")
                made = sheet.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
                sheet.close()
                return made

            yield to_pdf
            browser.close()
    except Error as why:
        raise CourseError(
            vi=f"Chromium không in được: {why.message.splitlines()[0]}",
            en=f"Chromium could not print: {why.message.splitlines()[0]}",
        ) from why


def name(slug: str, kind: str) -> str:
    """The file name of a handout."""
    return f"{slug}.pdf" if kind == "student" else f"{slug}-{kind}.pdf"


def store(made: bytes, path: Path) -> None:
    """Write a file whole or not at all. Raises `LessonError` in a read-only folder."""
    draft = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(made)
        os.replace(draft, path)
    except OSError as why:
        raise LessonError(vi=f"Không ghi được {path} ({why.strerror}).", en=f"{path} cannot be written ({why.strerror}).") from None


def build(folder: Path, slugs: list[str], langs: tuple[str, ...] = LANGUAGES, tell=print) -> list[Path]:
    """Draw and print these lessons; `tell` gets a line for each file. Returns the files."""
    whole, files = len(slugs) * len(langs) * len(KINDS), []
    with Painter() as painter, printer() as to_pdf:
        for lang in langs:
            for slug in slugs:
                made = content(slug, lang)
                drawn = pictures(made, painter)
                for kind in KINDS:
                    path = folder / lang / name(slug, kind)
                    store(to_pdf(page(made, kind, drawn)), path)
                    files.append(path)
                    tell(f"[{len(files)}/{whole}] {path.relative_to(folder)}")
    return files


def main(arguments: list[str]) -> int:
    wanted = argparse.ArgumentParser(prog="python -m hauphuong.editions.handouts", description="Bản in của các bài (PDF) / the lessons' handouts (PDF)")
    wanted.add_argument("slug", nargs="*", help="bài nào, như 06-aid-in-tonnes; không ghi là mọi bài / which lesson; all unless told")
    wanted.add_argument("--to", type=Path, default=HANDOUTS, help="thư mục / the folder (handouts/)")
    wanted.add_argument("--lang", choices=LANGUAGES, help="chỉ một thứ tiếng / one language only")
    told = wanted.parse_args(arguments)
    try:
        known = lessons()
        for slug in told.slug:
            if slug not in known:
                raise CourseError(vi=f"Không có bài “{slug}”. Các bài: {', '.join(known)}.", en=f"There is no lesson “{slug}”. The lessons are: {', '.join(known)}.")
        build(told.to, told.slug or known, (told.lang,) if told.lang else LANGUAGES, tell=lambda line: print(line, flush=True))
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Đã dừng; bản nào in xong vẫn còn. / Stopped; what was printed is kept.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

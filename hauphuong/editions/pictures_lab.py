"""The README's fourth picture: a lesson in JupyterLab with a quiz answered. `make pictures` takes it, with Playwright and Chromium.

A picture of the program itself looks a little different with each JupyterLab, so it is taken anew only when what it shows of the
course has changed: the words of the quiz stop and of the cell above it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from ..data import banks
from .chromium import chromium
from .lesson import LessonError
from .notebooks import LESSONS

LESSON, STOP, QUESTION, RIGHT = "06-aid-in-tonnes", "adds-up", "06-lost-digit", "keep-and-note"
WIDE, HIGH, QUALITY = 1180, 810, 62  # CSS pixels; WebP's quality, at which small letters stay sharp
_PATIENCE = 90  # seconds, for a slow machine
_IDLE = "/\\| (Idle|Rảnh)/.test(document.querySelector('#jp-main-statusbar')?.innerText || '')"

ALT = {
    "vi": "Bài 06 mở trong JupyterLab, ở một chặng trắc nghiệm hai câu. Câu 1 đòi một con số, còn để trống. Câu 2 vừa trả lời: phương án được chọn là giữ số như đã in, ghi số đã chữa và lý do ở bên cạnh. Ngay dưới đó hiện: đúng, 1/1 điểm, lời nhận xét, nguồn, và câu “Đã lưu vào sổ của bạn”.",
    "en": "Lesson 06 open in JupyterLab, at a quiz stop of two questions. Question 1 wants a number and is still open. Question 2 has just been answered: the option chosen is the number as printed, with the correction and its reason beside it. Under it stand: right, 1/1 point, the feedback, the source, and that the answer was kept in the journal.",
}
CAPTION = {
    "vi": "Bài học mở trong JupyterLab: trả lời xong là có lời nhận xét ngay, chọn sai cũng được giải thích sai ở đâu.",
    "en": "A lesson in JupyterLab: every answer gets its feedback at once, and a wrong one is told where it went astray.",
}


def name(lang: str) -> str:
    """The file name of the picture."""
    return f"{LESSON[:2]}-in-lab-{lang}.webp"


def digest(lang: str) -> str:
    """A digest of what the picture shows of the course."""
    book = json.loads((LESSONS / lang / f"{LESSON}.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"]]
    place = next((n for n, code in enumerate(cells) if f'quiz("{STOP}")' in code), None)
    if place is None:
        raise LessonError(vi=f"{LESSON}: không còn chặng “{STOP}”. Sửa hauphuong/editions/pictures_lab.py.", en=f"{LESSON} has no stop “{STOP}” any more. Mend hauphuong/editions/pictures_lab.py.")
    shown = json.dumps([cells[place - 1 : place + 1], _stop(), WIDE, HIGH], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(shown.encode()).hexdigest()


def _stop() -> dict:
    return next(stop for stop in banks.load("quizzes", LESSON)["stops"] if stop["id"] == STOP)


def _said(option: str, lang: str) -> str:
    question = next(q for q in _stop()["questions"] if q["id"] == QUESTION)
    return next(o["text"][lang] for o in question["options"] if o["id"] == option)


def taken(langs: list[str]) -> Iterator[tuple[str, bytes]]:
    """(language, WebP) for each language asked for."""
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=flags)
        for lang in langs:  # a room of its own for each: a journal knows no language, and the second would find its answer given
            with tempfile.TemporaryDirectory() as folder, _lab(Path(folder)) as address:
                yield lang, _take(browser, address, lang)
        browser.close()


def _take(browser, address: str, lang: str) -> bytes:
    page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
    page.set_default_timeout(_PATIENCE * 1000)
    page.goto(f"{address}/lab/tree/lessons/{lang}/{LESSON}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(_IDLE)
    page.keyboard.press("Control+b")  # the file browser makes way for the lesson
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    # Lab paints only what is in view, so the quiz has to be walked to
    question = page.locator(f'[data-question="{QUESTION}"]')
    deadline = time.monotonic() + _PATIENCE
    while not question.count() and time.monotonic() < deadline:
        page.mouse.move(WIDE / 2, HIGH / 2)
        page.mouse.wheel(0, HIGH / 2)
        page.wait_for_timeout(300)
    page.wait_for_function(_IDLE)
    question.get_by_role("radio", name=_said(RIGHT, lang)).check()
    question.locator(".hp-check").click()
    question.get_by_role("status").filter(has_text="✓").wait_for()
    question.evaluate("e => e.scrollIntoView({block: 'end'})")
    page.mouse.move(WIDE - 4, HIGH - 40)
    page.wait_for_timeout(1500)  # scroll bars and smooth scrolling come to rest
    session = page.context.new_cdp_session(page)
    content = base64.b64decode(session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})["data"])
    page.close()
    return content


@contextlib.contextmanager
def _lab(folder: Path) -> Iterator[str]:
    """A JupyterLab over a copy of the course, with nobody's settings; yields its address."""
    from ..commands.opening import FLAGS

    desk = folder / "course"
    for part in ("lessons", "data"):
        shutil.copytree(LESSONS.parent / part, desk / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "JPY_"))}
    env |= {key: str(folder / key) for key in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HAUPHUONG_JOURNAL")}
    settings = folder / "JUPYTER_CONFIG_DIR" / "labconfig" / "page_config.json"  # a reader's JupyterLab has no nbgrader
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"disabledExtensions": {"@jupyter/nbgrader": True}}), encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", f"--ServerApp.root_dir={desk}", "--IdentityProvider.token=", *FLAGS]
    server = subprocess.Popen(command, cwd=LESSONS.parent, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _PATIENCE
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=5).close()
                break
            if server.poll() is not None or time.monotonic() > deadline:
                raise LessonError(vi="JupyterLab không chạy được; thử make lab để xem vì sao.", en="JupyterLab did not start; run make lab to see why.")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

"""What the browser tests and the picture-taking command share: Chromium, the two servers, and a look at a drawn chart."""

from __future__ import annotations

import contextlib
import functools
import html
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from hauphuong.charts.chart import PLOTLY

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ROOT / "lessons"
NOTEBOOKS = ["index.ipynb", *(f"{lang}/{p.name}" for lang in ("vi", "en") for p in sorted((LESSONS / lang).glob("*.ipynb")))]


# Lab needs some twenty seconds a notebook: `make test` opens the landing page, the first lesson, and those with the most
# kinds of chart, widget and map; `make test-all` opens every one. nbval and tests/browser/test_pages.py see all of them each time.
SAMPLE = ["index.ipynb", "vi/00-start-here.ipynb", "vi/06-aid-in-tonnes.ipynb", "en/06-aid-in-tonnes.ipynb", "vi/08-routes.ipynb", "en/09-solidarity.ipynb", "en/12-your-argument.ipynb"]


NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = "no Chromium: install it or name it in HAUPHUONG_CHROMIUM"
PATIENCE = 60_000  # milliseconds; a busy machine is slow, and every wait is for a condition

# The network is cut: every name but the loopback's fails, and the browser itself calls nobody.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def chromium() -> str | None:
    """The path of Chromium, or None."""
    named = os.environ.get("HAUPHUONG_CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def open_browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS, timeout=PATIENCE)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def open_lab(folder: Path, python: Path | None = None) -> Iterator[str]:
    """A JupyterLab over a copy of the course in `folder`, with nobody's settings; yields its address.

    `python`: that of another environment. Its Lab runs as Binder runs it, away from the checkout and with no option of ours.
    """
    folder.mkdir(parents=True, exist_ok=True)
    desk = folder / "course"
    for part in ("lessons", "exercises", "data"):
        shutil.copytree(ROOT / part, desk / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    env = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "JPY_"))}
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HAUPHUONG_JOURNAL"):
        (folder / name.lower()).mkdir()
        env[name] = str(folder / name.lower())
    env["LC_ALL"] = "C.UTF-8"  # menus in English, whoever runs the tests
    if python:
        env.pop("PYTHONPATH", None), env.pop("HAUPHUONG_JOURNAL")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(str(python or sys.executable), "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--ServerApp.root_dir={desk}"),
        *("--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"),
        # those of `make lab`: no question about news, no calls to other hosts
        *([] if python else re.findall(r"--LabApp\.(?!default_url)\S+", (ROOT / "Makefile").read_text(encoding="utf-8"))),
    ]
    log = folder / "lab.log"
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=desk if python else ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address + "/api", server, log)
        yield address
    finally:
        server.terminate()  # it ends its kernels too
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        with contextlib.suppress(OSError):
            with urllib.request.urlopen(address, timeout=5):
                return
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"JupyterLab did not start:\n{log.read_text(errors='replace')[-3000:]}")
        time.sleep(0.1)


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/favicon.ico":  # the browser asks for it unbidden, and would report its absence as an error
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_) -> None:
        pass


@contextlib.contextmanager
def open_pages(folder: Path, address: str = "127.0.0.1", handler: type = _Quiet) -> Iterator[str]:
    """A plain server of files, as any static host is; yields its address."""
    server = http.server.ThreadingHTTPServer((address, 0), functools.partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{address}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def watched_page(browser, within=None, **context) -> Iterator:
    """A page in a context of its own, or `within` one. At the end it must have met no error and called no other host."""
    place = within or browser.new_context(**context)
    page = place.new_page()
    page.set_default_timeout(PATIENCE)
    troubles: list[str] = []

    def called(request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname != "127.0.0.1":
            troubles.append(f"called {request.url}")

    def said(message) -> None:
        if message.type == "error":
            troubles.append(f"console: {message.text} ({message.location.get('url', '')})")

    page.on("dialog", lambda dialog: dialog.accept())  # “leave this page?”
    page.on("request", called)
    page.on("websocket", lambda socket: urlsplit(socket.url).hostname == "127.0.0.1" or troubles.append(f"called {socket.url}"))
    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
    try:
        yield page
    finally:
        (page if within else place).close()
    assert not troubles, "\n".join(troubles)


# -- what the stored notebooks promise -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stored:
    """A chart as its notebook stores it."""

    alt: str
    finding: str
    rows: int
    marks: dict[str, int]


def stored_charts(notebook: str) -> list[Stored]:
    """Every chart of a notebook, in order."""
    book = json.loads((LESSONS / notebook).read_text(encoding="utf-8"))
    bundles = [out["data"] for cell in book["cells"] for out in cell.get("outputs", []) if "data" in out]
    text = {id(bundle): {kind: "".join(part) for kind, part in bundle.items() if kind != PLOTLY} for bundle in bundles}
    charts = []
    for bundle, notes in zip(bundles, bundles[1:]):
        if PLOTLY in bundle:
            table = text[id(notes)]["text/html"]
            alt = html.unescape(re.search(r'class="hp-alt">(.*?)</p>', table, re.S)[1])
            charts.append(Stored(alt, text[id(notes)]["text/plain"], table.split("<tbody>")[1].count("<tr"), _marks(bundle[PLOTLY])))
    return charts


def _marks(picture: dict) -> dict[str, int]:
    """How many marks a figure must show: a bar of no length cannot be seen, all else can."""
    counts = {"bars": 0, "points": 0, "shapes": len(picture["layout"].get("shapes", [])), "annotations": len(picture["layout"].get("annotations", []))}
    for trace in picture["data"]:
        if trace["type"] == "bar":
            lengths = trace["x" if trace.get("orientation") == "h" else "y"]
            counts["bars"] += sum(bool(length) for length in lengths)
        elif "markers" in trace.get("mode", ""):
            counts["points"] += sum(x is not None for x in trace["x"])  # a trace that only the legend shows has no place
    return counts


# -- JupyterLab ----------------------------------------------------------------------------------------------------------

IDLE = "/\\| (Idle|Rảnh)/.test(document.querySelector('#jp-main-statusbar')?.innerText || '')"


def open_notebook(page, address: str, path: str) -> None:
    """Open a notebook in a fresh workspace and wait until its kernel is idle."""
    page.goto(f"{address}/lab/tree/{path}?reset", timeout=PATIENCE)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=PATIENCE)
    # the notebook's own indicator says idle too early, and a run begun then is lost
    page.wait_for_function(IDLE, timeout=PATIENCE)


def run_all(page, patience: int = PATIENCE) -> None:
    """Run → Run All Cells, and wait until the last code cell has its number, none is pending and the kernel is idle."""
    page.locator(".lm-MenuBar-itemLabel", has_text="Run").first.click()
    page.locator(".lm-Menu-itemLabel", has_text="Run All Cells").first.click()
    page.wait_for_function(
        "() => { const all = [...document.querySelectorAll('.jp-CodeCell:not(.jp-mod-noInput) .jp-InputPrompt')].map(e => e.textContent);"
        f" return (!all.length || (/\\d/.test(all.at(-1)) && !all.some(t => t.includes('*')))) && {IDLE}; }}",
        timeout=patience,
    )
    # Lab goes on drawing cells when the kernel is done: in the long page of sources they moved what was being clicked
    page.wait_for_function(
        "() => { const now = document.querySelector('.jp-WindowedPanel-outer').scrollHeight;"
        " if (now !== window.hpHeight) { window.hpHeight = now; window.hpSince = Date.now(); }"
        " return Date.now() - window.hpSince > 1500; }",
        polling=100,
        timeout=patience,
    )


# -- a drawn chart -------------------------------------------------------------------------------------------------------

# Given a plotly element: its marks, and every text that is cut off or lies on another one.
LOOK = r"""
(plot) => {
  const frame = plot.getBoundingClientRect();
  let left = frame.left, right = frame.right;
  for (let e = plot.parentElement; e; e = e.parentElement) {
    if (getComputedStyle(e).overflowX === 'visible') continue;
    const box = e.getBoundingClientRect();
    left = Math.max(left, box.left); right = Math.min(right, box.right);
  }
  const say = b => `${Math.round(b.left - frame.left)},${Math.round(b.top - frame.top)} to ${Math.round(b.right - frame.left)},${Math.round(b.bottom - frame.top)}`;
  const kinds = [['.g-gtitle, .gtitle', 'title'], ['.xtick', 'tick'], ['.ytick', 'tick'], ['.legend', 'legend'],
    ['.annotation', 'annotation'], ['.g-xtitle, .g-ytitle, .xtitle, .ytitle', 'axis title'], ['.scatterlayer, .barlayer', 'label']];
  const kind = e => (kinds.find(([selector]) => e.closest(selector)) || [0, 'text'])[1];
  const drawn = e => {
    for (let p = e; p !== plot; p = p.parentElement) {
      const style = getComputedStyle(p);
      if (style.display === 'none' || style.visibility === 'hidden' || +style.opacity === 0) return false;
    }
    const box = e.getBoundingClientRect();
    return box.width > 0 && box.height > 0;
  };
  // the part of the screen that clip paths leave to an element
  const window_ = e => {
    const w = {left, right, top: frame.top, bottom: frame.bottom};
    for (let p = e; p !== plot; p = p.parentElement) {
      const url = /#([^")]+)/.exec(p.getAttribute('clip-path') || '');
      const rect = url && document.getElementById(url[1])?.querySelector('rect');
      if (!rect) continue;
      const m = p.getScreenCTM(), at = k => +(rect.getAttribute(k) || 0);
      w.left = Math.max(w.left, m.e + m.a * at('x')); w.right = Math.min(w.right, m.e + m.a * (at('x') + at('width')));
      w.top = Math.max(w.top, m.f + m.d * at('y')); w.bottom = Math.min(w.bottom, m.f + m.d * (at('y') + at('height')));
    }
    return w;
  };
  const texts = [], faults = [];
  for (const text of plot.querySelectorAll('.main-svg text')) {
    if (!text.textContent.trim() || text.closest('.modebar, .hoverlayer') || !drawn(text)) continue;
    const box = text.getBoundingClientRect(), w = window_(text), what = `${kind(text)} “${text.textContent}”`;
    if (box.left < w.left - 1 || box.right > w.right + 1 || box.top < w.top - 1 || box.bottom > w.bottom + 1)
      faults.push(`cut off: ${what} at ${say(box)} in ${say(w)}`);
    // line by line, and of each line only where letters stand: a line box is taller than its letters
    const lines = [...text.querySelectorAll('tspan.line')];
    for (const line of lines.length ? lines : [text]) {
      const b = line.getBoundingClientRect(), high = b.height * 0.15;
      if (b.width) texts.push({text, what, left: b.left, right: b.right, top: b.top + high, bottom: b.bottom - high});
    }
  }
  for (let i = 0; i < texts.length; i++) for (let j = i + 1; j < texts.length; j++) {
    const a = texts[i], b = texts[j];
    if (a.text === b.text) continue;
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 2 && high > 2) faults.push(`overlap: ${a.what} at ${say(a)} with ${b.what} at ${say(b)}`);
  }
  const count = (selector, seen = drawn) => [...plot.querySelectorAll(selector)].filter(seen).length;
  const stroke = e => { const box = e.getBoundingClientRect(); return box.width + box.height > 0; };  // a dash has no height
  return {
    width: frame.width, height: frame.height, texts: new Set(texts.map(t => t.text)).size, faults: [...new Set(faults)],
    bars: count('.barlayer .point > path'), points: count('.scatterlayer .points path.point', stroke), labels: count('.scatterlayer .text text, .barlayer text'),
    lines: count('.scatterlayer .lines path, .scatterlayer .errorbars path', stroke), shapes: count('.shapelayer path', stroke), annotations: count('.annotation'),
  };
}
"""

# Letters that a font without Vietnamese or Cyrillic lacks: drawn in the font of the given element, each must differ from
# the empty box that stands for a missing letter, and from its plain neighbour.
MISSING_LETTERS = r"""
(element) => {
  const style = getComputedStyle(element), canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
  canvas.width = canvas.height = 60;
  const draw = letter => {
    pen.clearRect(0, 0, 60, 60);
    pen.font = `40px ${style.fontFamily}`;
    pen.fillText(letter, 5, 45);
    return pen.getImageData(0, 0, 60, 60).data.join();
  };
  const box = draw('\u{10FFFE}'), blank = draw(' ');
  return ['ếe', 'ựu', 'ỡo', 'ẫa', 'đd', 'ỲY', 'ЖH', '○o', '→-'].filter(([letter, plain]) => [box, blank, draw(plain)].includes(draw(letter)));
}
"""

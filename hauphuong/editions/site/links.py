"""A look over the built pages: no link leads nowhere, no page asks anything of another host, none is too heavy for a phone."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote

HEAVIEST = 1_500_000  # bytes of a page with all that it loads, plotly.js aside
SHARED = "static/plotly-basic.min.js"
_TAG = re.compile(r"<([a-z][a-z0-9]*)\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.I)
_ATTRIBUTE = re.compile(r"""\b(id|href|src|data|action)\s*=\s*["']([^"']*)["']""")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_LOADS = {"script": "src", "link": "href", "img": "src", "source": "src", "iframe": "src", "video": "src", "audio": "src", "object": "data", "embed": "src"}


class Page:
    """Links, loads and the names of places of one page. A plain scan: a whole parser takes longer than writing the pages did."""

    def __init__(self, path: Path) -> None:
        html = re.sub(r"(<(script|style)\b[^>]*>).*?</\2>", r"\1", path.read_text(encoding="utf-8"), flags=re.S)
        self.links: set[str] = set()
        self.loads: set[str] = set()
        self.names: set[str] = set()
        self.twice: set[str] = set()
        for tag, attributes in _TAG.findall(html):
            found = {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)}
            if tag in _LOADS and found.get(_LOADS[tag]):
                self.loads.add(found[_LOADS[tag]])
            if tag in ("a", "area") and found.get("href"):
                self.links.add(found["href"])
            if tag == "form" and found.get("action"):
                self.links.add(found["action"])
            if found.get("id"):
                (self.twice if found["id"] in self.names else self.names).add(found["id"])


def check(root: Path, outside: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with the pages under `root`, one sentence each. `outside`: paths from the root that other builds fill ("lite/")."""
    root = root.resolve()
    pages = {path: Page(path) for path in sorted(root.rglob("*.html")) if not path.relative_to(root).as_posix().startswith(outside or ("\0",))}
    wrong = [f"{_place(path, root)}: id twice: {name}" for path, page in pages.items() for name in sorted(page.twice)]
    there: dict[str, set[str] | None] = {str(path): page.names for path, page in pages.items()}
    for path, page in pages.items():
        here = _place(path, root)
        weight = path.stat().st_size
        for load in sorted(page.loads):
            if load.startswith("data:"):
                continue
            if re.match(r"(\w+:)?//", load):
                wrong.append(f"{here}: loads {load} from another host")
                continue
            target = path.parent / load
            if not target.is_file():
                wrong.append(f"{here}: {load} is not there")
            elif not target.as_posix().endswith(SHARED):
                weight += target.stat().st_size
        if weight > HEAVIEST:
            wrong.append(f"{here}: {weight:,} bytes with what it loads, at most {HEAVIEST:,}")
        wrong += [f"{here}: {link}: {why}" for link in sorted(page.links) if (why := _broken(link, path, root, there, outside))]
    return wrong


@lru_cache(maxsize=100_000)
def _target(folder: str, address: str) -> str:
    return os.path.normpath(os.path.join(folder, unquote(address.partition("?")[0])))


def _broken(link: str, path: Path, root: Path, there: dict[str, set[str] | None], outside: tuple[str, ...]) -> str:
    """Why a link leads nowhere; empty where it leads somewhere or out of the site."""
    if _SCHEME.match(link):
        return ""
    address, _, anchor = link.partition("#")
    target = _target(str(path.parent), address) if address else str(path)
    if target.startswith(tuple(f"{root}{os.sep}{name}" for name in outside)):
        return ""
    if target.endswith(".ipynb"):
        return "a notebook, not a page"
    if target not in there:
        if not os.path.isfile(target):
            return "no such file"
        there[target] = None
    names = there[target]
    # a browser looks for the place as written, then as decoded
    if anchor and names is not None and not {anchor, unquote(anchor)} & names:
        return "no such place"
    return ""


def _place(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()

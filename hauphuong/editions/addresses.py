"""Where a lesson can be opened: the addresses that whoever publishes the course sets, and the links made from them.

All of them come from settings/addresses.json:

    lab, lite    the address of a lesson there, with {path} for its place within lessons/; one that is not whole begins at the site's root
    repository   the course's git repository; empty as long as it has none
    tag          the release that Binder opens, never a branch: an image that changes in a term's sixth week is a broken class
    hub          a JupyterHub that has nbgitpuller and the course's packages
    branch       what nbgitpuller fetches there. No tag: it can fetch one once, and fails at each later visit
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from .lesson import LessonError

SETTINGS = Path(__file__).resolve().parents[2] / "settings" / "addresses.json"


@cache
def settings() -> dict[str, str]:
    """The addresses as they are set. Raises `LessonError` where the file cannot be read."""
    try:
        return json.loads(SETTINGS.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise LessonError(vi=f"Không đọc được {SETTINGS.name} ({why}). Hãy lấy lại bản gốc.", en=f"{SETTINGS.name} cannot be read ({why}). Restore the original.") from None


def editions(path: str, up: str, told: dict[str, str] | None = None, lang: str = "") -> dict[str, str]:
    """The same lesson in the other editions: "lab", "lite", "binder", "hub" -> address; one whose setting is empty is left out.

    `path`: the notebook's, within lessons/ ("vi/06-aid-in-tonnes.ipynb"); `up`: the way from the page to the root of the site;
    `lang`: the reader's language, where the path does not say it.
    """
    told = told or settings()
    found = {}
    if told.get("lab"):
        found["lab"] = told["lab"].replace("{path}", path)
    if told.get("lite"):
        lite = told["lite"].replace("{path}", path)
        found["lite"] = lite if re.match(r"https?://", lite) else up + lite
    repository = told.get("repository", "").rstrip("/")
    if repository and told.get("tag"):
        found["binder"] = f"{_binder(repository, told['tag'])}?{urlencode({'urlpath': _opened(path, lang)}, safe='/')}"
    if repository and told.get("hub") and told.get("branch"):
        name = repository.rpartition("/")[2]  # the folder that nbgitpuller makes of it
        query = {"repo": repository, "branch": told["branch"], "urlpath": f"lab/tree/{name}/lessons/{path}"}
        found["hub"] = f"{told['hub'].rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"
    return found


def _opened(path: str, lang: str) -> str:
    """The lesson's address on Binder's server, which sets the language of the menus too (hauphuong/lab.py)."""
    folder = path.rpartition("/")[0]
    return "/".join(filter(None, ("hauphuong", lang or folder, "lessons", path)))


def _binder(repository: str, tag: str) -> str:
    """Binder's address for a repository at a tag."""
    github = re.fullmatch(r"https://github\.com/([^/]+/[^/]+?)(?:\.git)?", repository)
    if github:
        return f"https://mybinder.org/v2/gh/{github[1]}/{quote(tag, safe='')}"
    return f"https://mybinder.org/v2/git/{quote(repository, safe='')}/{quote(tag, safe='')}"

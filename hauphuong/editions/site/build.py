"""Build the reading site into a folder, whole or not at all.

Notebooks become pages through nbconvert and Jinja, both well kept and both at work here already. Sphinx with myst-nb and
furo was weighed: it builds offline too, but takes minutes where this takes seconds, its search passes over numbers and
asks the server for every page it quotes (which a folder cannot answer), its menu on a phone cannot be opened from the
keyboard, and the cells lose the ids and layers that lessons, links and tests go by.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from ... import data
from ...data import banks, default
from ...dom import DOM
from ...text import LANGUAGES
from ..addresses import editions, settings
from ..html import PLOTLY_JS
from ..lesson import LessonError
from ..notebooks import LESSONS
from . import addresses, evidence, links, notebook, quizzes, search
from .evidence import Dataset, Source
from .notebook import Body
from .words import NAME, SITE, word

_HERE = Path(__file__).parent
_QUIZ = _HERE.parents[1] / "quiz"


def build(root: Path, tell: Callable[[str], None] = lambda _: None) -> int:
    """Write the site to `root`, replacing what was built there before; returns the number of pages.

    `tell` is called with the path of each page written. Raises `LessonError` where a link leads nowhere or a page is too
    heavy: then the old site is left as it was.
    """
    root = root.resolve()
    told = settings()
    if any(not (root / name).is_dir() for name in _outside()):
        told = {**told, "lite": ""}  # a button that leads nowhere is worse than none
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{root.name}-", dir=root.parent) as draft:
            site = Path(draft) / "site"
            _statics(site)
            for lang in LANGUAGES:
                _Language(site, lang, tell, told).write()
            _landing(site)
            wrong = links.check(site, _outside())
            if wrong:
                listed = "\n".join(wrong[:20])
                raise LessonError(vi=f"{len(wrong)} chỗ hỏng trong các trang:\n{listed}", en=f"{len(wrong)} faults in the pages:\n{listed}")
            _replace(root, site, Path(draft) / "old")
    except OSError as why:
        raise LessonError(vi=f"Không ghi được {why.filename} ({why.strerror}).", en=f"{why.filename} cannot be written ({why.strerror}).") from None
    return len(list(root.glob("*.html"))) + sum(len(list((root / lang).rglob("*.html"))) for lang in LANGUAGES)


def _outside() -> tuple[str, ...]:
    """Folders within the site that other builds fill: the browser edition stands beside the pages."""
    lite = settings().get("lite", "")
    return (lite.partition("/")[0] + "/",) if lite and not re.match(r"https?://", lite) else ()


def _replace(root: Path, site: Path, old: Path) -> None:
    """Put the new site in the place of the old one, and keep what other builds put beside its pages."""
    if root.exists():
        # never what is not ours: a wrong folder's name must not cost anybody their files
        if not root.is_dir() or (any(root.iterdir()) and not (root / "static" / "site.css").is_file() and {p.name + "/" for p in root.iterdir()} - set(_outside())):
            raise LessonError(vi=f"{root} có những tệp không phải của trang đọc. Hãy chọn một thư mục khác.", en=f"{root} holds files that are not the site's. Choose another folder.")
        for name in _outside():
            if (root / name).is_dir():
                shutil.move(root / name, site / name)
        root.rename(old)
    site.rename(root)


def _statics(site: Path) -> None:
    """What every page shares, plotly.js once, and the data to download."""
    static = site / "static"
    shutil.copytree(_HERE / "static", static)
    shutil.copy(PLOTLY_JS, static)
    # as classic scripts, since a page opened from a folder may load no module
    view = DOM + (_QUIZ / "view.js").read_text(encoding="utf-8")
    plain = view.replace("export default { render };", "globalThis.hauphuongView = { render };")
    if plain == view:
        raise LessonError(vi="quiz/view.js không còn dòng “export default { render };”.", en="quiz/view.js has no line “export default { render };” any more.")
    (static / "view.js").write_text(f"(() => {{\n{plain}\n}})();\n", encoding="utf-8")
    (static / "quiz.css").write_text((_QUIZ / "view.css").read_text(encoding="utf-8") + (_HERE / "static" / "quiz.css").read_text(encoding="utf-8"), encoding="utf-8")
    (site / "data").mkdir()
    for resource in default().resources.values():
        shutil.copyfile(default().root / resource["path"], site / "data" / resource["path"])
    shutil.copyfile(default().root / "datapackage.json", site / "data" / "datapackage.json")


def _jinja(lang: str) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(notebook.TEMPLATES), autoescape=jinja2.select_autoescape(["html", "html.j2", "j2"]), undefined=jinja2.StrictUndefined, trim_blocks=False
    )
    environment.globals.update(w=partial(_word, lang), label=lambda kind, code: data.label(kind, code, lang), lang=lang, other={"vi": "en", "en": "vi"}[lang], name=NAME[lang])
    return environment


def _word(lang: str, name: str, **filled: object) -> str:
    return word(name, lang, **filled) if filled else SITE[name][lang]


class _Language:
    """The pages of one language, in a folder of its own."""

    def __init__(self, site: Path, lang: str, tell: Callable[[str], None], told: dict[str, str]):
        self.folder, self.lang, self.tell, self.told = site / lang, lang, tell, told  # `told`: where else a lesson can be opened
        self.jinja = _jinja(lang)
        self.bodies: dict[str, Body] = {}
        for path in sorted((LESSONS / lang).glob("*.ipynb")):
            self.bodies[path.stem] = notebook.body(path, lang)
            tell(f"{lang}/{path.stem}")
        self.course = [self._lesson(body) for slug, body in self.bodies.items() if slug[:2].isdigit()]
        self.letters = evidence.sources(lang, list(self.bodies.values()))
        self.datasets = [evidence.dataset(name, lang) for name in evidence.tables()]

    def write(self) -> None:
        """All of them."""
        for number, lesson in enumerate(self.course):
            near = {"previous": self.course[number - 1] if number else None, "next": self.course[number + 1] if number + 1 < len(self.course) else None}
            self._notebook(lesson["slug"], "lesson", **near)
        self._notebook("teaching", "lesson", previous=None, next=None)
        self._notebook("sources", "sources", previous=None, next=None, letters=self.letters)
        for letter in self.letters:
            self._letter(letter, self.letters[letter])
        for dataset in self.datasets:
            self._dataset(dataset)
        self._page("data/index.html", "datasets", word("datasets", self.lang), datasets=self.datasets)
        self._page("search.html", "search", word("search", self.lang))
        self._page("index.html", "home", NAME[self.lang], editions=editions("index.ipynb", "../", self.told, self.lang))
        said = quizzes.language(self.lang)
        said["words"] |= {name: SITE[name][self.lang] for name in ("found", "found-one", "found-many", "found-none")}
        self._store("words.js", f"globalThis.hauphuongLanguage = {json.dumps(said, ensure_ascii=False)};\n")
        self._store("search-index.js", search.index(list(self.bodies.values()), self.letters, self.datasets, self.lang))

    def _lesson(self, body: Body) -> dict:
        asked = [q["id"] for stop in banks.load("quizzes", body.slug)["stops"] for q in stop["questions"]] if body.slug in banks.names("quizzes") else []
        return {"slug": body.slug, "title": body.title, "question": data.label("lesson", body.slug, self.lang), "questions": asked}

    def _notebook(self, slug: str, template: str, **more: object) -> None:
        body = self.bodies[slug]
        notes = [
            {"key": key, "address": addresses.source(key), "name": data.short_name(key, self.lang), "reference": data.reference(key, self.lang), "voice": data.source(key)[f"voice_{self.lang}"], "times": times}
            for key, times in body.cites.items()
        ]
        others = editions(f"{self.lang}/{slug}.ipynb", "../", self.told)
        self._page(f"{slug}.html", template, body.title, body=body, notes=notes, editions=others, **more)

    def _letter(self, letter: str, sources: list[Source]) -> None:
        def link(key: str) -> str:
            return Markup(f'<a href="../{addresses.source(key)}">{escape(data.short_name(key, self.lang))}</a>')

        title = word("sources-at", self.lang, letter=letter.upper())
        self._page(f"sources/{letter}.html", "letter", title, letter=letter, letters=list(self.letters), sources=sources, link=link, lessons=self._lessons)

    def _dataset(self, dataset: Dataset) -> None:
        taught = any(evidence.lessons_of(self.lang).get(row.told_as) for row in dataset.rows)
        here = partial(evidence.from_here, home="../")
        self._page(f"data/{dataset.name}.html", "dataset", dataset.title, dataset=dataset, taught=taught, here=here, lessons=self._lessons)

    def _lessons(self, row_id: str) -> str:
        return evidence.lesson_links(row_id, self.lang, "../")

    def _page(self, path: str, template: str, title: str, **context: object) -> None:
        depth = path.count("/")
        html = self.jinja.get_template(f"{template}.html.j2").render(path=path, title=title, up="../" * (depth + 1), home="../" * depth, course=self.course, **context)
        self._store(path, html)
        self.tell(f"{self.lang}/{path}")

    def _store(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _landing(site: Path) -> None:
    """The first page, in both languages side by side."""
    said = {"vi": "Tiếng Việt", "en": "English"}
    languages = []
    for lang in LANGUAGES:
        slug = sorted(banks.names("quizzes"))[0]
        title = json.loads((LESSONS / lang / f"{slug}.ipynb").read_text(encoding="utf-8"))["metadata"]["title"]
        languages.append({"code": lang, "said": said[lang], "tagline": word("tagline", lang), "home": word("lessons", lang), "first": {"slug": slug, "title": title}, "foot": f"{word('licence', lang)} {word('unreviewed', lang)}"})
    (site / "index.html").write_text(_jinja("vi").get_template("landing.html.j2").render(languages=languages), encoding="utf-8")

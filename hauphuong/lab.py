"""A server extension: JupyterLab opens on a page of the course, its menus in the reader's language.

JupyterLab asks the system for its language, when it starts. On Binder and on a school's server that is English whoever
reads, and Windows' answer it does not understand. So a lesson can also be opened at

    /hauphuong/vi/lessons/vi/06-aid-in-tonnes.ipynb     menus in Vietnamese (launch links say it so)
    /hauphuong/lessons/index.ipynb                      as HAUPHUONG_LANG says, else as the browser prefers (`make lab`)

which sets the language for this server and leads on to Lab. Nothing is written: what the reader chooses in Settings →
Language goes before, here and next time. Vietnamese needs the language pack, which comes with the extra `lab`.
"""

from __future__ import annotations

import os

from .text import LANGUAGES

LOCALES = {"vi": "vi_VN", "en": "en"}
PAGE = rf"/hauphuong/(?:({'|'.join(LANGUAGES)})/)?((?:lessons|exercises)/[A-Za-z0-9/_-]+\.ipynb)"


def preferred(header: str) -> str | None:
    """The first language of an Accept-Language header that the course speaks; browsers name the best first."""
    return next((code for part in header.split(",") if (code := part.strip()[:2].lower()) in LANGUAGES), None)


def speak(lang: str) -> None:
    """Make `lang` the language of this server's Lab, for whoever has chosen none in its settings."""
    from jupyterlab_server import settings_utils, translation_utils, translations_handler

    for module in (translation_utils, translations_handler, settings_utils):  # each has a copy of what the system said
        module.SYS_LOCALE = LOCALES[lang]


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "hauphuong.lab"}]


def _load_jupyter_server_extension(app) -> None:
    from jupyter_server.base.handlers import JupyterHandler
    from jupyter_server.utils import url_path_join
    from tornado.web import authenticated

    class Open(JupyterHandler):
        """Sets the language and leads on to Lab."""

        @authenticated
        def get(self, lang: str | None, path: str) -> None:
            named = os.environ.get("HAUPHUONG_LANG", "")[:2].lower()
            lang = lang or (named if named in LANGUAGES else preferred(self.request.headers.get("Accept-Language", "")))
            if lang:
                speak(lang)
            self.redirect(url_path_join(self.base_url, "lab/tree", path))

    app.web_app.add_handlers(".*$", [(url_path_join(app.web_app.settings["base_url"], PAGE), Open)])

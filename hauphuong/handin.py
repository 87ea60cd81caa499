"""Hand in an exercise where the room has a box for it (a class on one server); elsewhere, say how else it is done.

The box is a folder of the student's own, named by HAUPHUONG_HAND_IN. Nothing of an earlier hand-in is lost until the new one is
whole: the file is written beside it and then takes its place.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from datetime import datetime
from html import escape
from pathlib import Path

from .text import check_language

BOX = "HAUPHUONG_HAND_IN"

_WORDS = {
    "done": {
        "vi": "Đã nộp bài “{exercise}” lúc {now}. Máy nhận bản đã lưu lúc {saved}: nếu sau đó có sửa, hãy nhấn Ctrl + S rồi nộp lại; bản nộp sau thay bản trước. Mã biên nhận: {code}.",
        "en": "“{exercise}” was handed in at {now}, as it was saved at {saved}. If you have changed it since, press Ctrl + S and hand in again: the later copy takes the place of the earlier. Receipt: {code}.",
    },
    "no-box": {
        "vi": "Máy này không có hộp nộp bài. Hãy lưu (Ctrl + S), tải tệp về (Tệp/File → Tải về/Download) rồi gửi theo lời dặn của thầy cô.",
        "en": "There is no hand-in box here. Save (Ctrl + S), download the file (File → Download) and send it as your teacher has asked.",
    },
    "no-file": {
        "vi": "Không thấy tệp {name} trong thư mục đang mở: có lẽ tệp đã đổi tên. Hãy đặt lại tên cũ rồi nộp lại. Chưa có gì được nộp.",
        "en": "There is no file {name} in this folder: perhaps it was renamed. Give it its old name and hand in again. Nothing was handed in.",
    },
    "broken": {
        "vi": "Tệp {name} chưa phải một notebook hoàn chỉnh (có thể đang được lưu). Đợi vài giây rồi nộp lại. Chưa có gì được nộp.",
        "en": "The file {name} is not a whole notebook (perhaps it is just being saved). Wait a few seconds and hand in again. Nothing was handed in.",
    },
    "unwritable": {
        "vi": "Không ghi được vào hộp nộp bài ({why}). Chưa có gì được nộp; hãy báo thầy cô.",
        "en": "The hand-in box cannot be written to ({why}). Nothing was handed in; please tell your teacher.",
    },
}


class Receipt:
    """What became of a hand-in. `done`: whether a copy lies in the box."""

    def __init__(self, lang: str, key: str, **facts: str):
        self.lang, self.done, self._said = lang, key == "done", _WORDS[key][lang].format(**facts)

    def __repr__(self) -> str:
        return self._said

    def _repr_html_(self) -> str:
        return f'<p role="status" lang="{self.lang}">{"✓ " if self.done else "⚠ "}{escape(self._said)}</p>'


def hand_in(exercise: str, lang: str, folder: Path | None = None) -> Receipt:
    """Lay a copy of this folder's `<exercise>.ipynb` into the box. Never raises: what went wrong is on the receipt."""
    check_language(lang)
    box, name = os.environ.get(BOX), f"{exercise}.ipynb"
    source = (folder or Path.cwd()) / name
    if not box:
        return Receipt(lang, "no-box")
    if not source.is_file():
        return Receipt(lang, "no-file", name=name)
    raw = source.read_bytes()
    try:
        whole = isinstance(json.loads(raw).get("cells"), list)
    except (ValueError, AttributeError):
        whole = False
    if not whole:
        return Receipt(lang, "broken", name=name)
    try:
        _lay(raw, Path(box) / exercise / name)
    except OSError as why:
        return Receipt(lang, "unwritable", why=why.strerror or str(why))
    clock = "%H:%M, %d-%m-%Y" if lang == "vi" else "%H:%M on %d %B %Y"
    saved = datetime.fromtimestamp(source.stat().st_mtime)
    return Receipt(lang, "done", exercise=exercise, now=datetime.now().strftime(clock), saved=saved.strftime(clock), code=hashlib.sha256(raw).hexdigest()[:8])


def _lay(raw: bytes, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, new = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        shutil.move(new, target)
    except BaseException:
        Path(new).unlink(missing_ok=True)
        raise

"""Where Chromium is: it draws the charts as pictures and prints the handouts. Nothing else of the course needs it but the browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess

from ..text import CourseError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of Chromium: what HAUPHUONG_CHROMIUM names, or the first of `NAMES` that is installed. Raises `CourseError` without one that works."""
    named = os.environ.get("HAUPHUONG_CHROMIUM")
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise CourseError(
            vi=f"Không thấy {named or 'Chromium'}, mà hình và bản in cần nó. Trên Debian, Ubuntu: sudo apt install chromium; nếu nó nằm chỗ khác, đặt biến HAUPHUONG_CHROMIUM trỏ tới.",
            en=f"{named or 'Chromium'} was not found; pictures and handouts need it. On Debian or Ubuntu: sudo apt install chromium; if it is elsewhere, point HAUPHUONG_CHROMIUM at it.",
        )
    try:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired) as why:
        said = str(why)
    if "Chrom" not in said:  # or both libraries that drive it would end in tracebacks of their own
        raise CourseError(
            vi=f"{found} không phải Chromium chạy được ({said.strip()[:80] or 'không trả lời --version'}). Sửa biến HAUPHUONG_CHROMIUM hoặc cài lại Chromium.",
            en=f"{found} is not a Chromium that works ({said.strip()[:80] or 'no reply to --version'}). Mend HAUPHUONG_CHROMIUM or install Chromium again.",
        )
    return found

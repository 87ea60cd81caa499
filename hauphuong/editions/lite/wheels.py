"""Wheels for the browser: what a page never needs is left out, and Python finds its modules compiled.

Compiling them in the page would cost a reader some three seconds each time. It takes a Python whose .pyc files the
browser's reads: one of the same minor version on this machine, else Pyodide's own under Node.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).parent

# package -> what of it a page in JupyterLite never reads
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "anywidget": ("anywidget/labextension/*", "anywidget/nbextension/*", "anywidget-*.data/*"),
    "hauphuong": ("hauphuong/editions/*", "hauphuong/grading/*", "hauphuong/commands/*", "hauphuong/fastkernel/*", "hauphuong/cli.py", "hauphuong-*.data/*"),
    "numpy": ("numpy/f2py/*", "numpy/distutils/*", "numpy/_core/include/*"),
    "plotly": ("plotly/labextension/*", "plotly/package_data/plotly.min.js", "plotly/package_data/widgetbundle.js", "plotly/package_data/datasets/*", "plotly-*.data/*"),
}
EVERYWHERE = ("*.pyi", "*/tests/*", "*.dist-info/RECORD", "*.dist-info/licenses/*.js")
KEEP_SOURCE = ("hauphuong",)  # a reader may look at how a chart is drawn: hp.charts.aid_by_donor??


def unpack(wheel: Path, name: str, folder: Path) -> None:
    """Unpack what of a wheel belongs in the browser. `name`: the package's, as in `LEFT_OUT`."""
    out = (*EVERYWHERE, *LEFT_OUT.get(name, ()))
    with zipfile.ZipFile(wheel) as packed:
        for member in packed.namelist():
            if not member.endswith("/") and not any(fnmatchcase(member, pattern) for pattern in out):
                packed.extract(member, folder)


def pack(folder: Path, wheel: Path) -> None:
    """Pack a folder into a wheel, the same bytes each time."""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            packed.writestr(entry, path.read_bytes())


def compile_all(folder: Path, magic: bytes, core: Path, say: Callable[[dict], None]) -> bool:
    """Compile every module under `folder/<package>/`; whether it could be done.

    `magic`: what the .pyc files of the browser's Python begin with; `core`: the folder with Pyodide's own files.
    """
    script = HERE / "page" / "compile_modules.py"
    python = _python_for(magic)
    if python:
        command = [python, str(script), str(folder), ",".join(KEEP_SOURCE)]
    elif node := shutil.which("node"):
        command = [node, str(script.with_suffix(".mjs")), str(core.resolve()), str(folder.resolve()), ",".join(KEEP_SOURCE)]
    else:
        say(
            {
                "vi": "Không có Python 3.12 lẫn Node trên máy này: các mô-đun không được biên dịch trước, trang sẽ mở chậm hơn vài giây.",
                "en": "Neither Python 3.12 nor Node is on this machine: the modules stay uncompiled and the page will open some seconds later.",
            }
        )
        return False
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return True


@functools.cache
def _python_for(magic: bytes) -> str | None:
    """A Python on this machine whose compiled modules begin with `magic`."""
    for name in (sys.executable, "python3.12", "python3", "python"):
        found = shutil.which(name)
        if not found:
            continue
        ask = [found, "-c", "import importlib.util, sys; sys.stdout.write(importlib.util.MAGIC_NUMBER.hex())"]
        try:
            if subprocess.run(ask, capture_output=True, text=True, timeout=60).stdout == magic.hex():
                return found
        except (OSError, subprocess.TimeoutExpired):
            continue
    return None

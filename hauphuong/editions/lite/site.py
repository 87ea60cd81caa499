"""The site: JupyterLite with our runtime and our contents, made to stand on any static host or on a USB stick's server."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from . import charts, contents, runtime
from .binaries import Binaries, LiteError, digest
from .runtime import PAGE, ROOT

LIMIT = 80_000_000  # bytes: what a poor network and a small disk can bear
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
KERNEL_MARK = "Failed to request stdin via service worker"  # stands in that worker's script alone


def build(target: Path, cache: Path, say: Callable[[dict], None]) -> dict[str, int]:
    """Build the site in `target`, which is replaced only when all went well; returns bytes by part.

    `cache`: where the binaries are kept. `say` gets each step in both languages. Raises `LiteError`.
    """
    binaries = Binaries(cache)
    binaries.fetch()
    with tempfile.TemporaryDirectory(dir=_made(cache)) as place:
        desk = Path(place)
        say({"vi": "Chuyển các bài học và bài tập…", "en": "Preparing lessons and exercises…"})
        contents.lay_out(ROOT, desk / "contents")
        say({"vi": "Ghép Python và các gói cho trình duyệt…", "en": "Packing Python and the packages for the browser…"})
        packages = runtime.assemble(binaries, desk / "pyodide", say)
        say({"vi": "Dựng JupyterLite…", "en": "Building JupyterLite…"})
        site = _jupyterlite(desk, packages)
        shutil.move(desk / "pyodide", site / "static" / "pyodide")
        charts.install(site, binaries)
        _prune(site)
        _finish(site)
        sizes = measure(site)
        if sum(sizes.values()) > LIMIT:
            raise LiteError(vi=f"Trang nặng {sum(sizes.values()) / 1e6:.1f} MB, quá {LIMIT / 1e6:.0f} MB.", en=f"The site weighs {sum(sizes.values()) / 1e6:.1f} MB, over {LIMIT / 1e6:.0f} MB.")
        _replace(site, target)
    return sizes


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def settings(packages: list[runtime.Package]) -> dict:
    """What JupyterLite's own `jupyter-lite.json` is told."""
    told = [*(p.name for p in packages if p.load == "start"), *runtime.SPARED]
    kernel = {"pyodideUrl": "./static/pyodide/start.js", "disablePyPIFallback": True, "loadPyodideOptions": {"packages": told}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Hậu phương",
            "litePluginSettings": {f"{KERNEL_EXTENSION}:kernel": kernel},
        },
    }


def _jupyterlite(desk: Path, packages: list[runtime.Package]) -> Path:
    (desk / "jupyter-lite.json").write_text(json.dumps(settings(packages)), encoding="utf-8")
    shutil.copyfile(ROOT / "settings" / "overrides.json", desk / "overrides.json")
    site = desk / "site"
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", str(desk), "--contents", str(desk / "contents"), "--output-dir", str(site), "--apps", "lab", "--no-unused-shared-packages", "--no-sourcemaps"]
    log = desk / "build.log"
    with log.open("wb") as out:
        done = subprocess.run(command, cwd=desk, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
    if done.returncode or not (site / "lab" / "index.html").is_file():
        said = log.read_text(encoding="utf-8", errors="replace")[-1500:]
        raise LiteError(vi=f"JupyterLite không dựng được trang:\n{said}", en=f"JupyterLite could not build the site:\n{said}")
    return site


def _prune(site: Path) -> None:
    """Take out what no reader of the course asks for: maps of sources and the kernel's spare wheels."""
    for path in site.rglob("*.map"):
        path.unlink()


def _finish(site: Path) -> None:
    """Put our own scripts in their places, and tell the service worker what the site consists of."""
    for script in ("early.js", "early-worker.js"):
        shutil.copyfile(PAGE / script, site / "static" / "pyodide" / script)
    shutil.copyfile(PAGE / "index.html", site / "index.html")
    page = site / "lab" / "index.html"
    html = page.read_text(encoding="utf-8")
    early = f'<script src="../static/pyodide/early.js" data-kernel="{_kernel_script(site)}" data-version="{version("jupyterlite-core")}"></script>'
    if "<head>" not in html:
        raise LiteError(vi="lab/index.html của JupyterLite đã đổi: xem _finish trong site.py.", en="JupyterLite's lab/index.html has changed: see _finish in site.py.")
    page.write_text(html.replace("<head>", f"<head>\n    {early}", 1), encoding="utf-8")
    files = sorted(p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file() and p.name != "service-worker.js")
    (site / "static" / "files.json").write_text(json.dumps(files), encoding="utf-8")
    build = hashlib.sha256("".join(f"{name} {digest(site / name)}\n" for name in files).encode()).hexdigest()[:16]
    worker = (PAGE / "service-worker.js").read_text(encoding="utf-8")
    (site / "service-worker.js").write_text(worker.replace("@BUILD@", build).replace("@LIST@", "static/files.json"), encoding="utf-8")


def _kernel_script(site: Path) -> str:
    """The script of the kernel's worker (the one for pages without shared memory), relative to the site. Its name has a hash."""
    folder = site / "extensions" / KERNEL_EXTENSION / "static"
    found = [p for p in folder.glob("*.js") if KERNEL_MARK in p.read_text(encoding="utf-8")]
    if not found:
        raise LiteError(vi="Không tìm thấy mã chạy của nhân Python: jupyterlite-pyodide-kernel đã đổi.", en="The Python kernel's worker script was not found: jupyterlite-pyodide-kernel has changed.")
    return min(found, key=lambda p: p.stat().st_size).relative_to(site).as_posix()  # a larger one carries it for the page


def measure(site: Path) -> dict[str, int]:
    """Bytes by part of the site, the largest first."""
    sizes: dict[str, int] = {}
    for path in site.rglob("*"):
        if path.is_file():
            part = "/".join(path.relative_to(site).parts[: 2 if path.relative_to(site).parts[0] in ("static",) else 1])
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    return dict(sorted(sizes.items(), key=lambda item: -item[1]))


def _replace(site: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    shutil.move(site, target)
    shutil.rmtree(old, ignore_errors=True)

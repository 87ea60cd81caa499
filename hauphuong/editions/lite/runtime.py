"""A Pyodide of our own: the runtime, the packages that the course needs, and a lock that names them and nothing else."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import wheels
from .binaries import Binaries, LiteError, digest

ROOT = Path(__file__).resolve().parents[3]
PAGE = Path(__file__).with_name("page")

# The kernel's own Python side comes with jupyterlite-pyodide-kernel, in the room where the site is built.
KERNEL_WHEELS = Path(sys.prefix, "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi")
KERNEL_PACKAGES = {"pyodide_kernel": "pyodide-kernel", "piplite": "piplite", "ipykernel": "ipykernel", "widgetsnbextension": "widgetsnbextension"}

# What the kernel would ask the network for if it were not told that it is there already.
SPARED = ("ssl", "jedi", "pyodide_kernel")  # the last by another spelling than the lock has

# plotly's own `fig.show()` asks whether nbformat is there before it shows a figure, and uses nothing of it.
NBFORMAT = '"""Only the version, for which plotly asks; a page has no use for the rest."""\n\n__version__ = "5.10.4"\n'


@dataclass
class Package:
    """A package of the browser's Python: where its files were unpacked, and how the lock shall speak of it."""

    name: str
    version: str
    imports: tuple[str, ...]
    load: str
    folder: Path
    tag: str = "py3-none-any"


def assemble(binaries: Binaries, target: Path, say: Callable[[dict], None]) -> list[Package]:
    """Lay out `target` (the site's static/pyodide) from files already fetched; returns what was packed."""
    target.mkdir(parents=True, exist_ok=True)
    for binary in binaries.core:
        if binary.ships:
            shutil.copyfile(binaries.path(binary), target / binary.file)
    with tempfile.TemporaryDirectory() as place:
        stage = Path(place)
        packages = [*_carried(binaries, stage), *_kernel(stage), _course(stage), _nbformat(stage)]
        wheels.compile_all(stage, binaries.magic, binaries.folder / "files", say)
        lock = {}
        for package in packages:
            file = f"{package.name.replace('-', '_')}-{package.version}-{package.tag}.whl"
            wheels.pack(package.folder, target / file)
            lock[package.name] = _entry(package, file, digest(target / file))
    official = json.loads((binaries.folder / "files" / "pyodide-lock.json").read_text(encoding="utf-8"))
    (target / "pyodide-lock.json").write_text(json.dumps({"info": official["info"], "packages": lock}), encoding="utf-8")
    start = [lock[package.name] for package in packages if package.load == "start"]
    told = [{"name": one["name"], "file": one["file_name"], "integrity": f"sha256-{base64.b64encode(bytes.fromhex(one['sha256'])).decode()}"} for one in start]
    (target / "packages.json").write_text(json.dumps(told), encoding="utf-8")  # what start.js loads
    for script in ("start.js", "snapshot.js"):
        shutil.copyfile(PAGE / script, target / script)
    return packages


def _entry(package: Package, file: str, sha256: str) -> dict:
    """What Pyodide's lock says of one package. Dependencies stay empty: everything that is needed is asked for by name."""
    return {
        **{"name": package.name, "version": package.version, "file_name": file, "sha256": sha256, "imports": list(package.imports)},
        **{"depends": [], "install_dir": "site", "package_type": "package", "unvendored_tests": False},
    }


def _carried(binaries: Binaries, stage: Path) -> list[Package]:
    found = []
    for binary in binaries.packages:
        folder = stage / binary.name
        wheels.unpack(binaries.path(binary), binary.name, folder)
        tag = "-".join(binary.file.removesuffix(".whl").split("-")[2:])
        found.append(Package(binary.name, binary.version, binary.imports, binary.load, folder, tag))
    return found


def _kernel(stage: Path) -> list[Package]:
    """The kernel's Python side, with completion by IPython alone: jedi costs every reader half a second at the start."""
    found = []
    for module, name in KERNEL_PACKAGES.items():
        wheel = max(KERNEL_WHEELS.glob(f"{module}-*.whl"), default=None)
        if wheel is None:
            raise LiteError(vi=f"Thiếu {module} trong {KERNEL_WHEELS}: hãy chạy make lite.", en=f"{module} is not in {KERNEL_WHEELS}: run make lite.")
        wheels.unpack(wheel, name, stage / name)
        found.append(Package(name, wheel.name.split("-")[1], (module,), "start", stage / name))
    interpreter = stage / "pyodide-kernel" / "pyodide_kernel" / "interpreter.py"
    code = interpreter.read_text(encoding="utf-8")
    if "use_jedi = True" not in code:
        raise LiteError(vi="pyodide_kernel đã đổi: xem _kernel trong runtime.py.", en="pyodide_kernel has changed: see _kernel in runtime.py.")
    interpreter.write_text(code.replace("use_jedi = True", "use_jedi = False"), encoding="utf-8")
    return found


def _course(stage: Path) -> Package:
    """Our own wheel, as hatch builds it, data and all."""
    with tempfile.TemporaryDirectory() as place:
        built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place], cwd=ROOT, capture_output=True, text=True)
        wheel = next(Path(place).glob("*.whl"), None)
        if wheel is None:
            raise LiteError(vi=f"hatchling không đóng gói được khóa học: {built.stderr.strip()[-300:]}", en=f"hatchling could not pack the course: {built.stderr.strip()[-300:]}")
        wheels.unpack(wheel, "hauphuong", stage / "hauphuong")
        return Package("hauphuong", wheel.name.split("-")[1], ("hauphuong",), "start", stage / "hauphuong")


def _nbformat(stage: Path) -> Package:
    written = {
        "nbformat/__init__.py": NBFORMAT,
        "nbformat-5.10.4.dist-info/METADATA": "Metadata-Version: 2.1\nName: nbformat\nVersion: 5.10.4\n",
        "nbformat-5.10.4.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: hauphuong\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    for name, content in written.items():
        (stage / "nbformat" / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / "nbformat" / name).write_text(content, encoding="utf-8")
    return Package("nbformat", "5.10.4", ("nbformat",), "start", stage / "nbformat")

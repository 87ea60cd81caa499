"""What Binder gets: an environment with the packages of environment.yml and no other, how heavy it is, and whether every lesson runs in it.

There is no conda here, so the same packages come from the index that pip uses, at the lock's versions; what a resolver adds
is added here too, and `postBuild` runs at the end, as on Binder. The course is the installed wheel: the lessons lie in a home
that has no `hauphuong/`. Run with `make bench-binder`; the environment stays in .bench/binder and is made anew when what it is
made from changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".bench" / "binder"
MADE_FROM = ("environment.yml", "requirements.txt", "pyproject.toml", "hatch_build.py", "postBuild", "settings/*", "hauphuong/**/*.py", "hauphuong/**/*.js*", "data/**/*.*")
SHOWN = 12  # of the heaviest packages

WEIGH = """
import json
from importlib.metadata import distributions
print(json.dumps({d.metadata["Name"]: sum(p.stat().st_size for f in d.files or [] if (p := d.locate_file(f)).is_file()) for d in distributions()}))
"""


def asked() -> list[str]:
    """What environment.yml asks for, in pip's words; Python itself is whichever runs here."""
    plain, pip = [], []
    for entry in yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]:
        if isinstance(entry, dict):
            pip += entry["pip"]
        elif "=" in entry and not entry.startswith("python="):
            plain.append("{}=={}.*".format(*entry.split("=")))
    return plain + pip


def environment(folder: Path = CACHE) -> Path:
    """Make the environment, if it is not there yet, and return its Python. Raises `CalledProcessError` where a step fails."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for pattern in MADE_FROM:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                digest.update(path.read_bytes())
    stamp, python = folder / "made-from", folder / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return python
    shutil.rmtree(folder, ignore_errors=True)
    venv.create(folder, with_pip=True)
    inside = {**os.environ, "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "VIRTUAL_ENV": str(folder)}
    inside.pop("PYTHONPATH", None)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--constraint", "requirements.txt", *asked()], cwd=ROOT, env=inside, check=True)
    subprocess.run([str(ROOT / "postBuild")], cwd=ROOT, env=inside, check=True)
    stamp.write_text(digest.hexdigest())
    return python


def weights(python: Path) -> dict[str, int]:
    """Bytes of each package, compiled modules included, the heaviest first."""
    found = json.loads(subprocess.run([python, "-I", "-c", WEIGH], capture_output=True, text=True, check=True).stdout)
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def total(folder: Path = CACHE) -> int:
    """Bytes on the disk, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def run_lessons(python: Path, names: list[str] | None = None) -> tuple[int, str]:
    """Run lessons (all, unless named) in a home of their own, each output compared with the stored one.

    Returns how many cells passed and what pytest said at the end. Raises `RuntimeError` where a cell did not.
    """
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        for part in ("lessons", "exercises"):
            shutil.copytree(ROOT / part, home / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints", "source"))
        inside = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTHONPATH", "HAUPHUONG", "PYTEST"))}
        inside |= {"HOME": str(home), "HAUPHUONG_JOURNAL": f"{place}/journal", "IPYTHONDIR": f"{place}/ipython", "JUPYTER_RUNTIME_DIR": f"{place}/run"}
        options = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=120", "-q", "-p", "no:cacheprovider"]
        done = subprocess.run([python, "-m", "pytest", *options, *(names or ["lessons"])], cwd=home, env=inside, capture_output=True, text=True)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    passed = re.search(r"(\d+) passed", last)
    if done.returncode or not passed:
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-2000:])
    return int(passed[1]), last


def main() -> None:
    start = time.perf_counter()
    python = environment()
    print(f"environment: {total() / 1e6:.0f} MB, {len(weights(python))} packages, ready after {time.perf_counter() - start:.0f} s")
    for name, size in list(weights(python).items())[:SHOWN]:
        print(f"  {size / 1e6:6.1f} MB  {name}")
    print(f"every lesson: {run_lessons(python)[1]}")


if __name__ == "__main__":
    main()

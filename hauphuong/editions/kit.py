"""The course for a machine without a network: `python -m hauphuong.editions.kit [FOLDER] [--only here]` (offline-kit/ unless told).

A folder to be copied onto a USB stick: the packages for Linux, Windows and macOS, the course, and the browser edition and the
reading site where they are built. `--only here`: this machine's packages alone.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

from ..text import CourseError

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.txt"
STARTERS = ROOT / "scripts" / "kit"
VERSIONS = ("3.11", "3.12", "3.13")
BUILT = {"browser-edition": "lite", "reading-site": "site", "handouts": "handouts"}  # name in the kit -> folder that `make` builds


class KitError(CourseError):
    """The kit cannot be made; the sentence says what is missing."""


@dataclass(frozen=True)
class Machine:
    """A kind of machine: what pip calls it, the newest name first, and what markers ask of it."""

    name: str
    platforms: tuple[str, ...]
    markers: dict

    def environments(self, version: str) -> list[dict]:
        """What markers see on it: in the first and in the last release of this Python, since a pin may hold from some patch on."""
        known = {**default_environment(), **self.markers, "python_version": version, "implementation_name": "cpython", "platform_python_implementation": "CPython"}
        return [{**known, "python_full_version": f"{version}.{patch}"} for patch in (0, 99)]




def _manylinux(machine: str) -> tuple[str, ...]:
    return (*(f"manylinux_2_{n}_{machine}" for n in (34, 31, 28, 27, 26, 24, 17, 12, 5)), f"manylinux2014_{machine}", f"manylinux2010_{machine}", f"manylinux1_{machine}", f"linux_{machine}")


def _macosx() -> tuple[str, ...]:
    return tuple(f"macosx_{era}_0_{kind}" for era in (15, 14, 13, 12, 11) for kind in ("arm64", "universal2"))


# No Macs with Intel's processors: argon2-cffi-bindings, which the Jupyter server needs, has no wheel for them any more.
MACHINES = (
    Machine("Linux", _manylinux("x86_64"), {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}),
    Machine("Windows", ("win_amd64",), {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}),
    Machine("macOS", _macosx(), {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"}),
)


def wanted(machine: Machine, version: str, lock: Path = LOCK) -> list[str]:
    """The pins of the lock that hold on this machine: pip itself would judge by the machine that it runs on."""
    pins: dict[str, None] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            requirement = Requirement(line)
            if requirement.marker is None or any(map(requirement.marker.evaluate, machine.environments(version))):
                pins[f"{requirement.name}{requirement.specifier}"] = None
    return list(pins)


def fetch(machine: Machine, version: str, folder: Path) -> None:
    """Download the wheels for one kind of machine. What is there already is not fetched again. Raises `KitError`."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--disable-pip-version-check", "--dest", str(folder)]
    # the last release of this Python: a package may ask for some patch, and the starter says so where it is older
    command += ["--implementation", "cp", "--python-version", f"{version}.99", "--abi", f"cp{version.replace('.', '')}", "--abi", "abi3", "--abi", "none"]
    for name in (*machine.platforms, "any"):
        command += ["--platform", name]
    rounds: list[dict[str, str]] = [{}]  # two versions of one package, for two patches of one Python, are a conflict to pip
    for pin in wanted(machine, version):
        name = pin.split("==")[0]
        free = next((one for one in rounds if name not in one), None)
        if free is None:
            rounds.append(free := {})
        free[name] = pin
    for pins in rounds:
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write("\n".join(pins.values()))
            file.flush()
            done = subprocess.run([*command, "-r", file.name], capture_output=True, text=True)
        if done.returncode:
            why = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), done.stderr[-300:])
            raise KitError(
                vi=f"Không tải được gói cho {machine.name}, Python {version}: {why}. Kiểm tra mạng rồi chạy lại; gói đã tải vẫn được giữ.",
                en=f"The packages for {machine.name}, Python {version}, could not be fetched: {why}. Check the network and run again; what was fetched is kept.",
            )


def here() -> Machine:
    """The kind of machine that this is. Raises `KitError` for one that the kit does not know."""
    system, machine = platform.system(), platform.machine()
    for one in MACHINES:
        if one.markers["platform_system"] == system and one.markers["platform_machine"] == machine:
            return one
    raise KitError(vi=f"Bộ cài không có gói cho {system} {machine}.", en=f"The kit has no packages for {system} {machine}.")


def course(target: Path) -> None:
    """The course as it is committed, without what anybody's own work has left in the folder. Raises `KitError` outside a checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        raise KitError(vi="Bộ cài chỉ làm được trong kho git của khóa học.", en="The kit can only be made in the course's git checkout.")
    shutil.rmtree(target, ignore_errors=True)
    for name in filter(None, listed.stdout.decode("utf-8").split("\0")):
        source = ROOT / name
        if source.is_file() and not name.startswith("solutions/"):  # keys are for whoever grades, and not for a class's USB stick
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)


_WORDS = """# Hậu phương, không cần mạng / without a network

## Đọc ngay / To read at once
{site}
## Chạy trong trình duyệt / In the browser
{lite}
## JupyterLab
Linux, macOS: `sh start.sh` · Windows: `start.bat`
Cần Python {versions}; lần đầu mất vài phút. / Needs Python {versions}; the first time takes some minutes.
"""


def make(folder: Path, only_here: bool = False) -> Path:
    """Make or refresh the kit in `folder`. Returns it. Raises `KitError`."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    versions = (f"{sys.version_info.major}.{sys.version_info.minor}",) if only_here else VERSIONS
    for machine in (here(),) if only_here else MACHINES:
        for version in versions:
            print(f"{machine.name}, Python {version}", flush=True)
            fetch(machine, version, wheels)
    course(folder / "course")
    there = {}
    for name, built in BUILT.items():
        shutil.rmtree(folder / name, ignore_errors=True)
        there[name] = (ROOT / built).is_dir()
        if there[name]:
            shutil.copytree(ROOT / built, folder / name, ignore=lambda place, _: {"lite"} if Path(place) == ROOT / "site" else set())  # it has a folder of its own
        else:
            print(f"– {name}: make {built}", flush=True)
    for starter in STARTERS.iterdir():
        shutil.copy2(starter, folder / starter.name)
    nothing = "Không có trong bộ này. / Not in this kit.\n"
    said = _WORDS.format(
        site="`reading-site/index.html`\n" if there["reading-site"] else nothing,
        lite="`python3 browser.py` (Windows: `py browser.py`)\n" if there["browser-edition"] else nothing,
        versions=", ".join(versions),
    )
    (folder / "README.md").write_text(said, encoding="utf-8")
    size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()) / 1e6
    print(f"{folder}: {size:,.0f} MB")
    return folder


def main(arguments: list[str]) -> int:
    only_here = arguments[-2:] == ["--only", "here"]
    rest = arguments[:-2] if only_here else arguments
    try:
        make(Path(rest[0]) if rest else ROOT / "offline-kit", only_here)
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

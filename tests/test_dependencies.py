"""What the course is installed from: pyproject.toml, three locks and environment.yml must tell one story.

Why the locks leave two packages out. `jupyter-events` asks for `jsonschema[format-nongpl]`, and that brings
`rfc3987-syntax`, which builds a whole grammar with `lark` when it is imported. jsonschema imports it wherever it
is found, nbformat imports jsonschema, and plotly imports nbformat at the first figure: so every Jupyter process
paid about a second (importing nbformat: 1.2–1.5 s with it, 0.2 s without; first figure in a kernel: 1.1 s against
0.1 s) to be able to check one string format, `iri`, that nothing here uses. It is an optional part of an optional
part, so `pip check` stays clean without it. The locks are installed with `--no-deps`, and these tests see to it
that neither package comes back.
"""

import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-test.txt", "requirements-lite.txt"]
FILES = ["pyproject.toml", *LOCKS, "environment.yml"]
SLOW = ["rfc3987-syntax", "lark"]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def lock(name: str) -> dict[str, list[tuple[Version, str]]]:
    """Package → its pins. One package may have several, each for other systems (its marker)."""
    pins: dict[str, list[tuple[Version, str]]] = {}
    for line in (ROOT / name).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        requirement = Requirement(line)
        (specifier,) = requirement.specifier
        assert specifier.operator == "==", f"{name}: not pinned: {line}"
        pins.setdefault(canonicalize_name(requirement.name), []).append(
            (Version(specifier.version), str(requirement.marker or ""))
        )
    return pins


def declared(extra: str | None) -> list[Requirement]:
    """The requirements of the package, and of an extra with the extras it names."""
    table = project()["project"]
    requirements = [Requirement(text) for text in table["dependencies"]]
    if extra:
        for requirement in map(Requirement, table["optional-dependencies"][extra]):
            if requirement.name == table["name"]:
                for inner in sorted(requirement.extras):
                    requirements += declared(inner)
            else:
                requirements.append(requirement)
    return requirements


@pytest.mark.parametrize(("extra", "name"), [("lab", "requirements.txt"), ("test", "requirements-test.txt"), ("lite", "requirements-lite.txt")])
def test_every_declared_dependency_is_in_its_lock(extra, name):
    pins = lock(name)
    build = [Requirement(text) for text in project()["build-system"]["requires"]]  # for the editable install
    for requirement in declared(extra) + build:
        versions = [version for version, _ in pins.get(canonicalize_name(requirement.name), [])]
        assert versions, f"{name} lacks {requirement}: run make lock"
        for version in versions:
            assert version in requirement.specifier, f"{name} has {requirement.name} {version}, not {requirement}"


def test_learner_and_tester_share_every_version():
    learner, tester = lock("requirements.txt"), lock("requirements-test.txt")
    # a tester's pin without a marker holds on every system, so also on those that the learner's names
    everywhere = {name: [version for version, _ in pins] for name, pins in tester.items() if len(pins) == 1 and not pins[0][1]}
    differ = {name: pins for name, pins in learner.items() if sorted(pins) != sorted(tester.get(name, [])) and [version for version, _ in pins] != everywhere.get(name)}
    assert not differ, f"in requirements.txt but not the same in requirements-test.txt: {differ}"


def test_the_browser_edition_is_built_from_the_same_versions_in_a_room_of_its_own():
    """Its extensions in the course's own .venv would load in every JupyterLab."""
    lite, tester = lock("requirements-lite.txt"), lock("requirements-test.txt")
    own = {"jupyterlite-core", "jupyterlite-pyodide-kernel"}
    assert own <= set(lite) and not own & set(tester)
    shared = {name: ({v for v, _ in lite[name]}, {v for v, _ in tester[name]}) for name in set(lite) & set(tester)}
    assert {name: pair for name, pair in shared.items() if pair[0] != pair[1]} == {}


def test_environment_agrees_with_the_lock_and_holds_nothing_more():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    assert set(environment) == {"name", "channels", "dependencies"}
    assert environment["name"] == project()["project"]["name"]
    assert environment["channels"] == ["conda-forge"]

    plain = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    (pip,) = (entry["pip"] for entry in environment["dependencies"] if not isinstance(entry, str))
    assert pip[0] == "." and [Requirement(entry).name for entry in pip[1:]] == ["jupyterlab-language-pack-vi-VN"]
    pins = dict(entry.split("=") for entry in plain if "=" in entry)
    assert [entry for entry in plain if "=" not in entry] == ["pip"]  # the tool for the line above, no package

    python = pins.pop("python")
    assert Version(python) in Requirement(f"python{project()['project']['requires-python']}").specifier
    assert {*pins, *(Requirement(entry).name for entry in pip[1:])} == {requirement.name for requirement in declared("lab")}
    for entry in pip[1:]:  # a translation has no minor version to speak of
        (version, _), = lock("requirements.txt")[canonicalize_name(Requirement(entry).name)]
        assert str(Requirement(entry).specifier) == f"=={version}", f"environment.yml: {entry}, the lock has {version}"
    for name, pin in pins.items():
        for version, _ in lock("requirements.txt")[canonicalize_name(name)]:
            assert pin == f"{version.major}.{version.minor}", f"environment.yml: {name}={pin}, the lock has {version}"


@pytest.mark.parametrize("name", FILES)
def test_no_registry_is_named(name):
    """Whoever installs chooses where from: a mirror, a school's server, a folder of wheels."""
    needles = ["py" + "pi", "python" + "hosted", "ana" + "conda.org", "://", "--" + "index", "--extra-" + "index"]
    needles += ["--find" + "-links", "@ " + "file:", "git" + "+"]
    text = (ROOT / name).read_text("utf-8").lower()
    assert [needle for needle in needles if needle in text] == []


@pytest.mark.parametrize("package", SLOW)
def test_the_slow_second_stays_out(package):
    for name in LOCKS:
        assert package not in lock(name), f"{name}: see the top of this file; make lock leaves it out"
    assert importlib.util.find_spec(package.replace("-", "_")) is None, f"{package} is installed: see the top of this file"
    assert f"--no-emit-package {package}" in (ROOT / "Makefile").read_text("utf-8")


def test_what_is_installed_is_whole():
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


def test_what_is_installed_is_what_is_locked():
    """Else the other tests would prove another course than the one a learner gets."""
    from importlib.metadata import PackageNotFoundError, version

    for text in (ROOT / "requirements-test.txt").read_text("utf-8").splitlines():
        if not text or text.startswith("#"):
            continue
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            assert Version(version(requirement.name)) in requirement.specifier, f"run make test: {text}"
        except PackageNotFoundError:
            pytest.fail(f"not installed, run make test: {text}")


def test_the_small_build_of_plotly_js_is_as_new_as_plotlys_own_and_draws_every_chart():
    """Pages draw by `editions/plotly-basic.min.js`. When plotly is renewed: npm pack plotly.js-basic-dist-min@VERSION."""
    import plotly

    from hauphuong.editions.html import PLOTLY_JS

    own = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    small, whole = (re.search(r"plotly\.js (?:\(basic - minified\) )?v([0-9.]+)", path.read_text(encoding="utf-8")[:300])[1] for path in (PLOTLY_JS, own))
    assert small == whole, f"{PLOTLY_JS.name} is plotly.js {small}, plotly has {whole}: npm pack plotly.js-basic-dist-min@{whole}"
    kinds = set()
    for path in (ROOT / "lessons").rglob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for out in cell.get("outputs", []):
                kinds |= {trace["type"] for trace in out.get("data", {}).get("application/vnd.plotly.v1+json", {}).get("data", [])}
    assert kinds and kinds <= {"bar", "pie", "scatter"}


def test_the_package_has_the_version_it_cites():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    version = project()["project"]["version"]
    source = (ROOT / "hauphuong" / "__init__.py").read_text("utf-8")
    assert str(citation["version"]) == version == re.search(r'__version__ = "(.+?)"', source)[1]

"""The building of the browser edition, as far as it needs neither network nor binaries."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import tarfile
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from hauphuong.editions.lite import binaries, charts, contents, runtime, site, wheels
from hauphuong.editions.lite.binaries import Binaries, LiteError

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "hauphuong" / "editions" / "lite" / "page"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


# -- binaries --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A table of three small files: a lock, a wheel that a carrier holds, and a wheel of its own."""
    numpy, pandas = b"numpy's bytes", b"pandas' bytes"
    lock = json.dumps({"packages": {"numpy": {"sha256": sha(numpy)}}}).encode()
    with zipfile.ZipFile(tmp_path / "carrier.whl", "w") as carrier:
        carrier.writestr("somebody/else/numpy-2.whl", b"not it")
        carrier.writestr("assets/numpy-2.whl", numpy)
    with tarfile.open(tmp_path / "npm.tgz", "w:gz") as bundle:
        (tmp_path / "pyodide-lock.json").write_bytes(lock)
        bundle.add(tmp_path / "pyodide-lock.json", "package/pyodide-lock.json")
    table = f"""
pyodide: "1"
python: "3.12"
magic: cb0d0d0a
carriers:
  npm: {{npm: pyodide@1, sha256: {binaries.digest(tmp_path / "npm.tgz")}}}
  wheel: {{pip: carrier==1, sha256: {binaries.digest(tmp_path / "carrier.whl")}}}
core:
  - {{file: pyodide-lock.json, sha256: {sha(lock)}, from: [npm], ships: false}}
packages:
  - {{file: numpy-2.whl, sha256: {sha(numpy)}, from: [npm, wheel], pyodide: numpy, imports: [numpy], load: start}}
  - {{file: pandas-3-py3-none-any.whl, sha256: {sha(pandas)}, pip: pandas==3, imports: [pandas], load: start}}
"""
    (tmp_path / "table.yaml").write_text(table)
    asked: list[str] = []

    def pip(requirement, target, file, tags):
        asked.append(requirement)
        binaries._write(target, pandas if requirement.startswith("pandas") else (tmp_path / "carrier.whl").read_bytes())
        return True

    def npm(package, target):
        asked.append(package)
        binaries._write(target, (tmp_path / "npm.tgz").read_bytes())
        return True

    monkeypatch.setattr(binaries, "_pip", pip)
    monkeypatch.setattr(binaries, "_npm", npm)
    shelf = Binaries(tmp_path / "cache", tmp_path / "table.yaml")
    shelf.asked = asked
    return shelf


def test_every_file_is_fetched_once_and_found_by_its_hash(shelf):
    shelf.fetch()
    assert shelf.missing() == []
    assert (shelf.folder / "files" / "numpy-2.whl").read_bytes() == b"numpy's bytes"  # not the other file of that name
    assert shelf.asked == ["pyodide@1", "carrier==1", "pandas==3"]
    shelf.fetch()
    assert len(shelf.asked) == 3


def test_a_file_with_other_bytes_is_refused(shelf):
    shelf.fetch()
    (shelf.folder / "files" / "numpy-2.whl").write_bytes(b"numpy's bytes, and more")
    with pytest.raises(LiteError, match="numpy-2.whl"):
        shelf.fetch()


def test_a_carrier_with_other_bytes_is_not_opened(shelf, monkeypatch):
    monkeypatch.setattr(binaries, "_pip", lambda requirement, target, *_: binaries._write(target, b"something else") or True)
    with pytest.raises(LiteError):
        shelf.fetch()
    assert not (shelf.folder / "files" / "numpy-2.whl").exists()


def test_what_cannot_be_had_is_named_with_its_hash_and_where_to_put_it(shelf, monkeypatch):
    monkeypatch.setattr(binaries, "_pip", lambda *_: False)
    with pytest.raises(LiteError) as mistake:
        shelf.fetch()
    for said in (mistake.value.vi, mistake.value.en):
        assert all(part in said for part in ("numpy-2.whl", sha(b"numpy's bytes"), "carrier==1", "pandas==3", "files", "binaries.yaml"))
        assert "pyodide-lock.json" not in said


def test_a_hash_that_pyodides_own_lock_does_not_give_is_refused(shelf):
    shelf.fetch()
    lock = shelf.folder / "files" / "pyodide-lock.json"
    lock.write_text(json.dumps({"packages": {"numpy": {"sha256": "0" * 64}}}))
    with pytest.raises(LiteError, match="numpy"):
        shelf.compare()


def test_the_table_is_whole():
    table = Binaries(Path("nowhere"))
    every = [*table.core, *table.packages]
    assert len({b.file for b in every}) == len(every)
    assert all(re.fullmatch(r"[0-9a-f]{64}", b.sha256) for b in every)
    assert all(b.pip or set(b.carriers) <= set(table.carriers) for b in every)
    assert {b.load for b in table.packages} <= {"start", "wanted"}
    # what runs in the page and what draws there are the same as on a desk
    pins = dict(line.split("==") for line in (ROOT / "requirements-lite.txt").read_text().split("\n") if "==" in line and ";" not in line)
    shared = {b.name: b.version for b in table.packages if b.pip}
    assert {"pandas", "plotly", "ipywidgets", "anywidget"} <= set(shared)
    assert {name: version for name, version in shared.items() if pins.get(name) != version} == {}


# -- wheels ----------------------------------------------------------------------------------------------------------------


def test_a_wheel_is_slimmed_and_packed_the_same_each_time(tmp_path):
    with zipfile.ZipFile(tmp_path / "plotly.whl", "w") as wheel:
        for name in ("plotly/__init__.py", "plotly/package_data/plotly.min.js", "plotly/labextension/x.js", "plotly/tests/test_a.py", "plotly/a.pyi"):
            wheel.writestr(name, "x = 1\n")
    wheels.unpack(tmp_path / "plotly.whl", "plotly", tmp_path / "stage" / "plotly")
    for copy in ("one.whl", "two.whl"):
        wheels.pack(tmp_path / "stage" / "plotly", tmp_path / copy)
    assert (tmp_path / "one.whl").read_bytes() == (tmp_path / "two.whl").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.whl").namelist() == ["plotly/__init__.py"]


def test_modules_are_compiled_where_a_python_fits_and_ours_keep_their_source(tmp_path):
    import importlib.util

    for package in ("other", "hauphuong"):
        (tmp_path / package / package).mkdir(parents=True)
        (tmp_path / package / package / "__init__.py").write_text("x = 1\n")
    assert wheels.compile_all(tmp_path, importlib.util.MAGIC_NUMBER, tmp_path, pytest.fail)
    assert [p.name for p in (tmp_path / "other" / "other").iterdir()] == ["__init__.pyc"]
    assert {p.name for p in (tmp_path / "hauphuong" / "hauphuong").iterdir()} == {"__init__.py", "__pycache__"}


def test_without_a_python_that_fits_nor_node_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(wheels.shutil, "which", lambda _: None)
    said: list[dict] = []
    wheels._python_for.cache_clear()
    assert not wheels.compile_all(tmp_path, b"none", tmp_path, said.append)
    wheels._python_for.cache_clear()
    assert set(said[0]) == {"vi", "en"}


# -- charts ----------------------------------------------------------------------------------------------------------------


def drawing(tmp_path, loaded: str = charts.STOCK):
    """A site that loads two extensions, and the wheel from which `charts.install` takes the whole of plotly.js."""
    site_ = tmp_path / "site"
    (site_ / "extensions" / charts.STOCK).mkdir(parents=True)
    told = {"jupyter-config-data": {"appName": "Hậu phương", "federated_extensions": [{"name": loaded}, {"name": "anywidget"}]}}
    (site_ / "jupyter-lite.json").write_text(json.dumps(told), encoding="utf-8")
    (tmp_path / "files").mkdir()
    with zipfile.ZipFile(tmp_path / "files" / "plotly-7-py3-none-any.whl", "w") as wheel:
        wheel.writestr(charts.FULL, "all of it")
    table = """{pyodide: "1", python: "3.12", magic: cb0d0d0a, carriers: {}, core: [], packages: [{file: plotly-7-py3-none-any.whl, sha256: b}]}"""
    (tmp_path / "table.yaml").write_text(table)
    return site_, Binaries(tmp_path, tmp_path / "table.yaml")


def test_our_charts_stand_in_the_place_of_plotlys_own(tmp_path):
    site_, found = drawing(tmp_path)
    charts.install(site_, found)
    told = json.loads((site_ / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    assert told == {"appName": "Hậu phương", "federated_extensions": [charts.OURS, {"name": "anywidget"}]}
    assert [p.name for p in (site_ / "extensions").iterdir()] == [charts.OURS["name"]]
    static = site_ / "extensions" / charts.OURS["name"] / "static"
    assert sorted(p.name for p in static.iterdir()) == ["charts.js", "plotly-basic.min.js", "plotly.min.js"]
    assert (static.parent / charts.OURS["load"]).is_file()


def test_a_jupyterlite_without_plotlys_extension_is_told(tmp_path):
    with pytest.raises(LiteError, match=charts.STOCK):
        charts.install(*drawing(tmp_path, loaded="something-else"))


# -- contents --------------------------------------------------------------------------------------------------------------


def test_a_notebook_is_changed_only_where_a_page_is_no_desk():
    book = {
        "cells": [{"id": "a", "metadata": {"tags": ["story"]}, "source": "1"}, {"id": "b", "metadata": {"tags": ["desk-only"]}, "source": "2"}],
        "metadata": {"title": "T", "kernelspec": {"name": "python3"}},
    }
    before = json.dumps(book)
    changed = contents.transform(book)
    assert [c["id"] for c in changed["cells"]] == ["a"]
    assert changed["metadata"] == {"title": "T", "kernelspec": contents.KERNEL}
    assert json.dumps(book) == before


def test_every_notebook_and_table_stands_where_the_links_look(tmp_path):
    placed = contents.lay_out(ROOT, tmp_path)
    expected = {p.relative_to(ROOT) for part in ("lessons", "exercises") for p in (ROOT / part).rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts}
    assert set(placed) == expected and len(expected) > 40
    assert not list(tmp_path.rglob("*solutions*"))
    for place in placed:
        for link in re.findall(r"\]\(((?![a-z]+:|#|data:)[^)#]+)", "".join(_markdown(tmp_path / place))):
            assert (tmp_path / place.parent / link).exists(), f"{place}: {link}"


def _markdown(path: Path) -> list[str]:
    return ["".join(c["source"]) + "\n" for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "markdown"]


# -- what both numpy versions and both Pythons do ----------------------------------------------------------------------------


def _code() -> list[tuple[str, str]]:
    """All code that runs in the page: the package's and the notebooks' own."""
    modules = [p for p in sorted((ROOT / "hauphuong").rglob("*.py")) if not any(fnmatchcase(p.relative_to(ROOT).as_posix(), out) for out in wheels.LEFT_OUT["hauphuong"])]
    found = [(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in modules]
    for path in [*(ROOT / "lessons").rglob("*.ipynb"), *(ROOT / "exercises").rglob("*.ipynb")]:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                found.append((path.relative_to(ROOT).as_posix(), "".join(cell["source"])))
    return found


ALLOWED_NUMPY = {"generic", "ndarray"}  # in numpy 2.0.2, the browser's, as in every later one
ABSENT_IN_A_PAGE = {"requests", "urllib", "socket", "ssl", "http", "multiprocessing", "subprocess", "threading", "tkinter", "jinja2", "scipy", "matplotlib", "sklearn"}


def test_the_lessons_stay_within_what_both_numpy_versions_do():
    """The desk has a newer numpy than the page. The course touches it through pandas alone, which is the same version in both."""
    for name, source in _code():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import | ast.ImportFrom):
                modules = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if not node.level else []
                roots = {m.partition(".")[0] for m in modules}
                assert "numpy" not in roots, f"{name}: numpy by itself is not the same version in the browser"
                assert not roots & ABSENT_IN_A_PAGE, f"{name}: {roots & ABSENT_IN_A_PAGE} does not work in a page"
            if isinstance(node, ast.Attribute):
                if isinstance(node.value, ast.Name) and node.value.id == "np":
                    assert node.attr in ALLOWED_NUMPY, f"{name}: np.{node.attr}"
                assert node.attr != "style" or "pd" not in source, f"{name}: pandas' Styler needs jinja2, which the page has not"


# -- the page's own scripts ---------------------------------------------------------------------------------------------------


def test_what_the_kernel_would_ask_the_network_for_is_told_to_be_there():
    start = [runtime.Package("pandas", "3", ("pandas",), "start", Path()), runtime.Package("tzdata", "1", ("tzdata",), "wanted", Path())]
    config = site.settings(start)["jupyter-config-data"]["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert config["disablePyPIFallback"] is True
    assert config["pyodideUrl"].startswith("./")
    assert config["loadPyodideOptions"]["packages"] == ["pandas", "ssl", "jedi", "pyodide_kernel"]


def test_the_service_worker_is_new_with_each_build():
    worker = (PAGE / "service-worker.js").read_text(encoding="utf-8")
    assert worker.count("@BUILD@") == 1 and worker.count("@LIST@") == 1


@pytest.mark.parametrize("script", sorted(p.name for p in PAGE.glob("*.js")))
def test_the_scripts_are_whole(script):
    import shutil

    if not shutil.which("node"):
        pytest.skip("no Node here")
    subprocess.run(["node", "--check", str(PAGE / script)], check=True)


def test_no_page_of_ours_names_another_host():
    for path in PAGE.iterdir():
        hosts = re.findall(r"https?://([^/\"'<>\s]+)", path.read_text(encoding="utf-8"))
        assert set(hosts) <= {"localhost:8000"}, path.name


def test_sizes_add_up(tmp_path):
    (tmp_path / "static" / "pyodide").mkdir(parents=True)
    (tmp_path / "static" / "pyodide" / "a").write_bytes(b"12345")
    (tmp_path / "index.html").write_bytes(b"12")
    assert site.measure(tmp_path) == {"static/pyodide": 5, "index.html": 2}

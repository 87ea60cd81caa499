"""The offline kit: the right packages for each kind of machine, no keys, and, slowly, an installation with the network cut."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hauphuong.editions import kit

ROOT = Path(__file__).resolve().parents[1]


def test_each_kind_of_machine_gets_its_own_packages():
    pins = {m.name: {p.split("==")[0].lower() for p in kit.wanted(m, "3.12")} for m in kit.MACHINES}
    assert "pywinpty" in pins["Windows"] and "pywinpty" not in pins["Linux"]
    assert "ptyprocess" in pins["Linux"] and "appnope" in pins["macOS"] and "appnope" not in pins["Linux"]
    assert all({"pandas", "plotly", "jupyterlab", "hatchling", "pyyaml"} <= names for names in pins.values())
    assert not any("rfc3987-syntax" in names for names in pins.values())


def test_this_machines_own_packages_are_those_that_pip_would_take():
    from packaging.requirements import Requirement

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    lines = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    mine = sorted(r.name for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate())
    assert {p.split("==")[0] for p in kit.wanted(kit.here(), version)} == set(mine)
    assert {f"{r.name}{r.specifier}" for r in map(Requirement, lines) if r.marker is None or r.marker.evaluate()} <= set(kit.wanted(kit.here(), version))


def test_the_course_goes_without_keys_and_without_anybodys_work(tmp_path):
    kit.course(tmp_path / "course")
    there = {p.relative_to(tmp_path / "course").parts[0] for p in (tmp_path / "course").rglob("*") if p.is_file()}
    assert {"lessons", "exercises", "data", "hauphuong", "scripts", "requirements.txt"} <= there
    assert not there & {"solutions", ".git", ".venv", "my-work"}


def test_a_package_that_cannot_be_had_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(kit, "wanted", lambda *_: ["no-such-package-of-ours==1.0"])
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(kit.KitError, match="no-such-package-of-ours"):
        kit.fetch(kit.MACHINES[0], "3.12", tmp_path)


def test_the_starters_name_what_is_there():
    for name in ("start.sh", "start.bat"):
        text = (ROOT / "scripts" / "kit" / name).read_text(encoding="utf-8")
        assert "scripts/bootstrap.py lab" in text.replace("\\", "/") and "lessons/index.ipynb" in text and "PIP_NO_INDEX=1" in text
    assert os.access(ROOT / "scripts" / "kit" / "start.sh", os.X_OK)


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(sys.platform != "linux" or shutil.which("unshare") is None, reason="the network is cut by a namespace: Linux")
def test_the_kit_installs_and_opens_a_lesson_with_the_network_cut(tmp_path):
    chromium = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("no Chromium")
    kit.make(tmp_path / "kit", only_here=True)
    cut = ["unshare", "-n", *([] if os.getuid() == 0 else ["-r"]), "sh", "-c", 'ip link set lo up && ! getent hosts example.org >/dev/null && exec "$@"', "_"]
    done = subprocess.run([*cut, sys.executable, str(ROOT / "tests" / "open_kit.py"), str(tmp_path / "kit"), chromium], capture_output=True, text=True, timeout=590)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert int(done.stdout.rsplit("drawn:", 1)[1]) >= 1

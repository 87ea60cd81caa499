"""The wheel carries the data, so that an installed course works where there is no checkout (Binder, the browser)."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, unpacked the way an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_draws_a_chart_far_from_the_checkout(installed, tmp_path):
    code = "import hauphuong\nprint(hauphuong.__file__)\nfrom hauphuong import vi as hp\nprint(hp.charts.aid_by_donor().finding)"
    out = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(installed), "PATH": ""}, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[0].startswith(str(installed))
    assert "1.594.724" in out


def test_the_wheel_has_all_the_data_and_no_keys(installed):
    packed = {p.name for p in (installed / "hauphuong" / "_data").iterdir()}
    assert packed == {p.name for p in (ROOT / "data").iterdir()}
    names = {str(p.relative_to(installed)) for p in installed.rglob("*")}
    assert not any("keys" in name or "solutions" in name or name.startswith("tests") for name in names)

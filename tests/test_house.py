"""What must never stand in the project: addresses of package registries, paths of one machine, pages that load code from elsewhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# written in pieces, so that this file does not trip over itself
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "conda." + "anaconda"]
PLACES = ["/ro" + "ot/", "/ho" + "me/", "C:" + "\\Users"]
LOADS = re.compile(r"""(?:src|import|url)\W{0,6}https?://[^\s"']*(?:cdn|jsdelivr|unpkg|cloudflare|googleapis)""", re.I)


def tracked() -> list[Path]:
    try:
        names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / n for n in names.decode().split("\0") if n and (ROOT / n).is_file()]


def test_no_registry_no_machine_no_cdn():
    found = []
    for path in tracked():
        try:
            content = path.read_text(encoding="utf-8").replace("/" + "home/jovyan", "")  # nobody's home: a student's in every image of repo2docker's
        except UnicodeDecodeError:
            continue
        found += [(path.name, needle) for needle in HOSTS + PLACES if needle in content]
        found += [(path.name, hit) for hit in LOADS.findall(content)]
    assert not found


def test_every_text_is_composed_unicode():
    """The decomposed form looks the same, and no search finds it."""
    import unicodedata

    for path in tracked():
        if path.suffix in {".py", ".md", ".yaml", ".csv", ".json", ".ipynb", ".cff"}:
            content = path.read_text(encoding="utf-8")
            assert content == unicodedata.normalize("NFC", content), path.name

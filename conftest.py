"""What every test run needs, the notebooks' kernels included (they inherit the environment)."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

# A learner's own answers must never change what a lesson shows, nor a test touch them.
os.environ["HAUPHUONG_JOURNAL"] = tempfile.mkdtemp(prefix="hauphuong-journal-")
os.environ.pop("HAUPHUONG_LANG", None)

# jupyter_client writes kernel files there; a read-only home must not fail the tests
os.environ.setdefault("JUPYTER_RUNTIME_DIR", str(Path(tempfile.gettempdir()) / f"hauphuong-runtime-{os.getuid() if hasattr(os, 'getuid') else 0}"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The reading site, built as `make site` builds it: once, however many workers ask for it."""
    import fcntl

    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent  # which all workers share
    with open(folder / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = folder / "site"
        if not (root / "index.html").is_file():
            (root / "lite").mkdir(parents=True, exist_ok=True)  # as if the browser edition were there: then its buttons are too
            done = subprocess.run([sys.executable, "-m", "hauphuong.editions.site", str(root)], cwd=Path(__file__).parent, capture_output=True, text=True, timeout=600)
            assert done.returncode == 0, done.stderr + done.stdout
    return root

"""What every test run needs, the notebooks' kernels included (they inherit the environment)."""

import os
import tempfile
from pathlib import Path

# A learner's own answers must never change what a lesson shows, nor a test touch them.
os.environ["HAUPHUONG_JOURNAL"] = tempfile.mkdtemp(prefix="hauphuong-journal-")
os.environ.pop("HAUPHUONG_LANG", None)

# jupyter_client writes kernel files there; a read-only home must not fail the tests
os.environ.setdefault("JUPYTER_RUNTIME_DIR", str(Path(tempfile.gettempdir()) / f"hauphuong-runtime-{os.getuid() if hasattr(os, 'getuid') else 0}"))

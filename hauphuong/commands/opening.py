"""Open JupyterLab on one notebook, as `make lab` does: no question about news, no call to another host."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# those of the Makefile; a test compares the two
FLAGS = ("--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate", "--LabApp.news_url=None")


def lab_command(notebook: Path, root: Path) -> list[str]:
    """The command that opens `notebook`, which lies somewhere under `root`."""
    place = notebook.resolve().relative_to(root.resolve()).as_posix()
    # JupyterLab refuses to run as root unless told; only containers do that
    container = ["--allow-root"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    return [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={root.resolve()}", f"--LabApp.default_url=/lab/tree/{place}", *FLAGS, *container]


def open_lab(notebook: Path, root: Path) -> int:
    """Run JupyterLab until it is stopped. Returns its exit code."""
    try:
        return subprocess.run(lab_command(notebook, root)).returncode
    except KeyboardInterrupt:  # the ordinary way to end it
        return 0

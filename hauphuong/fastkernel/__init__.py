"""Kernels that start at once: a warm process with pandas, plotly and the course in it forks one for each notebook.

Optional. `JUPYTER_DEFAULT_PROVISIONER_NAME=hauphuong-fast` turns it on for JupyterLab, a hub or a test run; every kernel that
it does not understand (another Python, another language, Windows) starts the ordinary way.

    provisioner.py   what Jupyter asks for a kernel, in the place of its own `LocalProvisioner`
    nursery.py       the line from Jupyter's process to the warm one
    zygote.py        the warm process; each kernel is a fork of it and dies with it, and it dies with Jupyter's
"""

from __future__ import annotations

import os

NAME = "hauphuong-fast"


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "hauphuong.fastkernel"}]


def _load_jupyter_server_extension(app) -> None:
    """Warm up with the server, so that the first notebook does not wait either."""
    from .nursery import nursery, supported

    if os.environ.get("JUPYTER_DEFAULT_PROVISIONER_NAME") == NAME and supported():
        nursery().start()
        app.log.info("hauphuong: fast kernels are on")

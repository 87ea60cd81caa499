"""How the browser edition draws charts: our page/charts.js with plotly.js's small build, in the place of plotly's own extension."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from ..html import PLOTLY_JS
from .binaries import Binaries, LiteError
from .runtime import PAGE

STOCK = "jupyterlab-plotly"
OURS = {"name": "hauphuong-charts", "load": "static/charts.js", "mimeExtension": "./mimeExtension"}
FULL = "plotly/package_data/plotly.min.js"  # in plotly's wheel


def install(site: Path, binaries: Binaries) -> None:
    """Give a built `site` our extension and take out plotly's. Raises `LiteError` where JupyterLite has no such extension."""
    wheel = next(b for b in binaries.packages if b.name == "plotly")
    static = site / "extensions" / OURS["name"] / "static"
    static.mkdir(parents=True)
    shutil.copyfile(PAGE / "charts.js", static / "charts.js")
    shutil.copy(PLOTLY_JS, static)
    with zipfile.ZipFile(binaries.path(wheel)) as package:
        (static / Path(FULL).name).write_bytes(package.read(FULL))
    path = site / "jupyter-lite.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    extensions = told["jupyter-config-data"]["federated_extensions"]
    if STOCK not in [one["name"] for one in extensions]:
        raise LiteError(vi=f"JupyterLite không nạp {STOCK} nữa: xem charts.py.", en=f"JupyterLite no longer loads {STOCK}: see charts.py.")
    extensions[:] = [OURS if one["name"] == STOCK else one for one in extensions]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    shutil.rmtree(site / "extensions" / STOCK)

"""How the browser edition draws charts: our page/charts.js with plotly.js's small build, in the place of plotly's own extension."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from pathlib import Path

from .binaries import Binaries, LiteError
from .runtime import PAGE

STOCK = "jupyterlab-plotly"
OURS = {"name": "hauphuong-charts", "load": "static/charts.js", "mimeExtension": "./mimeExtension"}
FULL = "plotly/package_data/plotly.min.js"  # in plotly's wheel


def install(site: Path, binaries: Binaries) -> None:
    """Give a built `site` our extension and take out plotly's. Raises `LiteError` where the two builds of plotly.js differ in version."""
    small = next(b for b in binaries.core if b.file == "plotly-basic.min.js")
    wheel = next(b for b in binaries.packages if b.name == "plotly")
    static = site / "extensions" / OURS["name"] / "static"
    static.mkdir(parents=True)
    shutil.copyfile(PAGE / "charts.js", static / "charts.js")
    shutil.copyfile(binaries.path(small), static / small.file)
    with zipfile.ZipFile(binaries.path(wheel)) as package:
        (static / Path(FULL).name).write_bytes(package.read(FULL))
    versions = [_version(static / name) for name in (small.file, Path(FULL).name)]
    if versions[0] != versions[1]:
        raise LiteError(
            vi=f"{small.file} là plotly.js {versions[0]}, còn {wheel.file} dùng {versions[1]}: sửa binaries.yaml cho cùng phiên bản.",
            en=f"{small.file} is plotly.js {versions[0]}, but {wheel.file} uses {versions[1]}: give binaries.yaml the same version.",
        )
    path = site / "jupyter-lite.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    extensions = told["jupyter-config-data"]["federated_extensions"]
    if STOCK not in [one["name"] for one in extensions]:
        raise LiteError(vi=f"JupyterLite không nạp {STOCK} nữa: xem charts.py.", en=f"JupyterLite no longer loads {STOCK}: see charts.py.")
    extensions[:] = [OURS if one["name"] == STOCK else one for one in extensions]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    shutil.rmtree(site / "extensions" / STOCK)


def _version(script: Path) -> str:
    found = re.search(r"plotly\.js (?:\([a-z -]+\) )?v([0-9.]+)", script.read_text(encoding="utf-8")[:300])
    return found[1] if found else "?"

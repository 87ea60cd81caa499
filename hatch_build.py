"""Turn the YAML banks of `data/` into JSON inside the wheel (see `hauphuong/data/banks.py` for why)."""

import json
from pathlib import Path
from tempfile import mkdtemp

import yaml
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Banks(BuildHookInterface):
    def initialize(self, version: str, build_data: dict) -> None:
        if version == "editable":
            return  # a checkout reads the YAML itself
        folder = Path(mkdtemp())
        for path in sorted(Path(self.root, "data").glob("*/*.yaml")):
            packed = folder / path.parent.name / f"{path.stem}.json"
            packed.parent.mkdir(exist_ok=True)
            packed.write_text(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), ensure_ascii=False), encoding="utf-8")
            build_data["force_include"][str(packed)] = f"hauphuong/_data/{path.parent.name}/{packed.name}"

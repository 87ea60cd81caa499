"""Banks of questions and checks: written as YAML in `data/`, carried as JSON in the wheel.

YAML is what people can write and review; a wheel has JSON, so that an installed course (in the browser too) needs no
YAML reader. `hatch_build.py` does the turning.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from ..text import CourseError, nfc
from . import default


class BankError(CourseError):
    """A bank is missing or cannot be read; the sentence names file and line."""


def names(kind: str) -> list[str]:
    """The banks of a kind ("quizzes" or "checks"), by the names of their files."""
    return sorted({path.stem for path in (default().root / kind).glob("*.*") if path.suffix in (".json", ".yaml")})


@cache
def load(kind: str, name: str) -> dict:
    """One bank as a dict, its texts in composed Unicode. Callers must not change it."""
    folder = default().root / kind
    packed, written = folder / f"{name}.json", folder / f"{name}.yaml"
    if packed.is_file():
        return json.loads(nfc(packed.read_text(encoding="utf-8")))
    if not written.is_file():
        raise BankError(
            vi=f"Không có tệp {kind}/{name}.yaml. Hiện có: {', '.join(names(kind)) or '–'}.",
            en=f"There is no file {kind}/{name}.yaml. There are: {', '.join(names(kind)) or '–'}.",
        )
    return parse(written)


def parse(path: Path) -> dict:
    """Read one YAML file. Raises `BankError` naming file and line where it is not valid YAML."""
    import yaml

    try:  # libyaml's loader, ten times as fast, where the wheel has it
        return yaml.load(nfc(path.read_text(encoding="utf-8")), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, UnicodeDecodeError) as why:
        mark = getattr(why, "problem_mark", None)
        line = mark.line + 1 if mark else "?"
        said = getattr(why, "problem", None) or why
        raise BankError(
            vi=f"{path.name}, dòng {line}: không phải YAML hợp lệ ({said}).",
            en=f"{path.name}, line {line}: not valid YAML ({said}).",
        ) from None

"""Check the data package and bring its checksums up to date: `python -m hauphuong.data [FOLDER]`."""

import hashlib
import json
import os
import sys
from pathlib import Path

from ..text import CourseError
from . import Package, default
from .package import DESCRIPTOR


def refresh(root: Path) -> int:
    """Write size and SHA-256 of each file into the descriptor. Returns how many had changed."""
    path = root / DESCRIPTOR
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    changed = 0
    for resource in descriptor["resources"]:
        raw = (root / resource["path"]).read_bytes()
        now = {"bytes": len(raw), "hash": "sha256:" + hashlib.sha256(raw).hexdigest()}
        changed += any(resource.get(k) != v for k, v in now.items())
        resource.update(now)
    draft = path.with_suffix(".json.new")
    draft.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(draft, path)  # all or nothing: a full disk leaves the old descriptor whole
    return changed


def main(arguments: list[str]) -> int:
    package = Package(Path(arguments[0])) if arguments else default()
    try:
        package.check()
        changed = refresh(package.root)
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    except OSError as mistake:
        print(f"{mistake.filename}: {mistake.strerror}", file=sys.stderr)
        return 1
    print(f"{len(package.resources)} bảng hợp lệ, {changed} mã kiểm mới / tables sound, {changed} checksums renewed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

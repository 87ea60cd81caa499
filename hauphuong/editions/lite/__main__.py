"""`python -m hauphuong.editions.lite [FOLDER]`: build the browser edition in FOLDER (lite/ unless told)."""

from __future__ import annotations

import sys
from pathlib import Path

from ...text import CourseError, reader_language


def main(arguments: list[str]) -> int:
    from .runtime import ROOT
    from .site import build

    lang = reader_language()
    target = Path(arguments[0]) if arguments else ROOT / "lite"
    try:
        sizes = build(target.resolve(), ROOT / ".lite", lambda said: print(said[lang], flush=True))
    except CourseError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    for part, size in sizes.items():
        print(f"{size / 1e6:8.2f} MB  {part}")
    print(f"{sum(sizes.values()) / 1e6:8.2f} MB  {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

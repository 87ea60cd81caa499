"""Check the banks: `python -m hauphuong.quiz [FILE…]` (all of them, where no file is named)."""

import sys
from pathlib import Path

from ..data import banks, default
from ..text import CourseError
from .bank import KIND
from .check import check, check_together


def main(arguments: list[str]) -> int:
    paths = [Path(a) for a in arguments] or sorted((default().root / KIND).glob("*.yaml"))
    sound, wrong = {}, []
    for path in paths:
        try:
            raw = banks.parse(path)
        except CourseError as mistake:
            wrong.append(mistake)
            continue
        except OSError as mistake:
            wrong.append(f"{path}: {mistake.strerror}")
            continue
        found = check(raw, path.name)
        wrong += found
        if not found:
            sound[path.name] = raw
    wrong += check_together(sound)
    for mistake in dict.fromkeys(map(str, wrong)):
        print(mistake, file=sys.stderr)
    if not wrong:
        count = sum(len(s["questions"]) for raw in sound.values() for s in raw["stops"])
        print(f"{len(sound)} tệp, {count} câu hỏi hợp lệ / files and questions sound")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The class as the server knows it: who is in it, which numbers stand for whom, where everything lies.

    python classroom.py ROSTER.csv     make the class, or add to it; writes passwords to hand out, once, to passwords.csv
    python classroom.py --reset KEY    a new password for one student

One folder holds all of it (HAUPHUONG_CLASS, /srv/hauphuong unless told):

    students.json     user -> key on the roster, and the number of its own that the user's processes run under
    passwords.dbm     bcrypt, as FirstUseAuthenticator keeps them
    homes/USER        the student's own, closed to everybody else
    boxes/USER        where they lay what they hand in, closed to everybody else
    submitted/        what was collected, in nbgrader's layout, for the grader
"""

from __future__ import annotations

import csv
import dbm
import json
import os
import re
import secrets
import sys
from pathlib import Path

FOLDER = Path(os.environ.get("HAUPHUONG_CLASS", "/srv/hauphuong"))
FIRST = 61_000  # of the numbers that students run under: above any person's account, below the machine's own ranges
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is mistaken for another


class ClassError(Exception):
    """Something in the roster or the folder that a teacher can mend."""


def user_of(key: str) -> str:
    """The name to log in with: the key of the roster, in small letters. Raises `ClassError` where it cannot be one."""
    user = key.strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,31}", user):
        raise ClassError(
            f"“{key}”: tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm, gạch ngang, tối đa 32 ký tự. / a login has plain letters, digits, dots and dashes, 32 at most."
        )
    return user


def students(folder: Path = FOLDER) -> dict[str, dict]:
    """{user: {"key", "number"}}."""
    try:
        return json.loads((folder / "students.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def add(roster: Path, folder: Path = FOLDER) -> dict[str, str]:
    """Add who is on the roster and not yet known, whole or not at all. Returns the new ones' passwords by user."""
    try:
        with roster.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as why:
        raise ClassError(f"Không đọc được {roster} ({why}). / {roster} cannot be read ({why}).") from None
    column = next((c for c in (rows[0] if rows else {}) if c and c.strip().lower() in ("student", "key", "id", "mã", "mssv", "mã sinh viên")), None)
    if column is None:
        raise ClassError(f"{roster}: dòng đầu cần cột student (hoặc mã, mssv). / its first row needs a column student (or id).")
    known, passwords = students(folder), {}
    for row in rows:
        key = (row[column] or "").strip()
        if not key or (user := user_of(key)) in known:
            continue
        known[user] = {"key": key, "number": 1 + max((told["number"] for told in known.values()), default=FIRST - 1)}
        passwords[user] = new_password()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)  # to be walked through, not read
    _remember(passwords, folder)
    new = folder / "students.json.new"
    new.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")
    new.chmod(0o600)
    os.replace(new, folder / "students.json")
    return passwords


def new_password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def reset(key: str, folder: Path = FOLDER) -> str:
    """A new password for a student who has lost theirs. Raises `ClassError` for who is not in the class."""
    user = user_of(key)
    if user not in students(folder):
        raise ClassError(f"Lớp không có “{key}”. / There is no “{key}” in the class.")
    password = new_password()
    _remember({user: password}, folder)
    return password


def _remember(passwords: dict[str, str], folder: Path) -> None:
    import bcrypt

    with dbm.open(str(folder / "passwords.dbm"), "c", 0o600) as kept:
        for user, password in passwords.items():
            kept[user] = bcrypt.hashpw(password.encode(), bcrypt.gensalt(10))


def make_place(path: Path, number: int) -> None:
    """A folder that is one student's and closed to everybody else. `path` lies where no student may write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o711)
    path.mkdir(mode=0o700, exist_ok=True)
    os.chown(path, number, number, follow_symlinks=False)
    path.chmod(0o700)


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2) or len(arguments) == 2 and arguments[0] != "--reset":
        print(__doc__.split("\n\n")[1].strip(), file=sys.stderr)
        return 2
    try:
        if len(arguments) == 2:
            print(reset(arguments[1]))
            return 0
        passwords = add(Path(arguments[0]))
    except ClassError as mistake:
        print(mistake, file=sys.stderr)
        return 1
    slips = FOLDER / "passwords.csv"
    with os.fdopen(os.open(slips, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(passwords.items())
    print(f"{len(passwords)} sinh viên mới; mật khẩu để phát ở {slips}, phát xong hãy xóa tệp ấy. / {len(passwords)} new students; passwords to hand out are in {slips}: delete it afterwards.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A class of clumsy and hostile submissions, each with the outcome that it must have. Used by test_grading, as root and as an ordinary user."""

from __future__ import annotations

import copy
import json
import os
import zipfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
EXERCISE = "audit-the-tonnage"
FULL = 6.0
POINTS = yaml.safe_load((ROOT / "solutions" / "keys" / f"{EXERCISE}.yaml").read_text(encoding="utf-8"))["points"]

# code that stands in the second answer cell of an otherwise right notebook -> (outcome, at least so many points, at most)
CODE = {
    "endless-loop": ("while True: pass", "graded", 5.0, FULL),
    "loop-that-swallows": ("while True:\n    try:\n        while True: pass\n    except BaseException: pass", None, 0.5, FULL),
    "deaf-to-alarms": ("import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", "partly", 0.5, 0.5),
    "fork-bomb": ("import os\nwhile True: os.fork()", None, 0.5, FULL),  # stopped in that cell or, on a busy machine, in one after it
    "threads": ("import threading, time\nfor _ in range(10**4): threading.Thread(target=time.sleep, args=(60,), daemon=True).start()", "graded", 5.0, FULL),
    "memory-bomb": ("a = []\nwhile True: a.append(bytearray(10**7))", "graded", 5.0, FULL),
    "output-flood": ("for _ in range(10**7): print('x' * 1000)", "graded", 5.0, FULL),
    "raw-flood": ("import os\nfor fd in range(3, 40):\n    try:\n        while True: os.write(fd, b'x' * 10**6)\n    except OSError: pass", "partly", 0.5, 0.5),
    "disk-flood": ("n = 0\nwhile True:\n    open(f'{n}', 'wb').write(b'x' * 10**7); n += 1", "graded", 5.0, FULL),
    "many-files": ("n = 0\nwhile True:\n    open(f'{n}', 'w').close(); n += 1", "graded", 5.0, FULL),
    "os-exit": ("import os\nos._exit(0)", "partly", 0.5, 0.5),
    "sys-exit": ("import sys\nsys.exit(0)", "graded", 5.0, FULL),
    "segfault": ("import ctypes\nctypes.string_at(0)", "partly", 0.5, 0.5),
    "signals": ("import os, signal\nfor pid in [os.getppid(), 0, -1, *range(2, 300)]:\n    try: os.kill(pid, signal.SIGKILL)\n    except OSError: pass", None, 0.5, FULL),
    "deep-recursion": ("def f(): return f()\nf()", "graded", 5.0, FULL),
    "keyboard-interrupt": ("raise KeyboardInterrupt", "graded", 5.0, FULL),
    "warning": ("import warnings, sys\nwarnings.warn('careful')\nprint('to stderr', file=sys.stderr)\nodd_period = '1961-1964'", "graded", FULL, FULL),
    "input": ("input('?')", "graded", 5.0, FULL),
    "close-everything": ("import os\nos.closerange(0, 100)", None, 0.5, FULL),
    "patched-check": ("from hauphuong import checks\nchecks.judge = checks.final = checks.check = lambda *a, **k: 1e9\nimport hauphuong.checks.answers as a\na.plain = lambda x: {'kind': 'number', 'value': 1e9}\nodd_period = 'never'", "graded", 5.0, 5.5),
    "patched-pandas": ("import pandas as pd\npd.DataFrame.__getitem__ = pd.Series.__getitem__ = lambda *a: 0\nodd_period = 'never'", "graded", 0.5, 5.5),
    "forged-lines": ("import os, json\nfor fd in range(1, 20):\n    try: os.write(fd, (json.dumps({'cell': 'total-check', 'answers': {'total-by-periods': {'kind': 'number', 'value': float('inf')}}, 'points': 99}) + chr(10) + '{\"end\": true}' + chr(10)).encode())\n    except OSError: pass", "graded", 5.0, FULL),
    "deep-answer": ("odd_period = []\nfor _ in range(10**5): odd_period = [odd_period]", "graded", 5.0, 5.5),
    "enormous-answer": ("odd_period = 'x' * 10**8", "graded", 5.0, 5.5),
    "nan-answer": ("odd_period = float('nan')", "graded", 5.0, 5.5),
    "infinite-answer": ("odd_period = float('inf')", "graded", 5.0, 5.5),
    "surrogate-answer": ("odd_period = '\\ud800'", "graded", 5.0, 5.5),
    "hostile-object": ("class O:\n    def __getattribute__(self, n): raise SystemExit\n    def __repr__(self): raise SystemExit\nodd_period = O()", "graded", 5.0, 5.5),
    "new-namespaces": ("import ctypes\nlibc = ctypes.CDLL(None)\nassert libc.unshare(0x10000000) == -1 and libc.mount(b'x', b'/student', b'tmpfs', 0, None) == -1 and libc.ptrace(0, 0, 0, 0) == -1\nodd_period = '1961-1964'", "graded", FULL, FULL),
}

# what a prying notebook must not find; each proves itself by giving the right answer only where the door was shut
PRYING = {
    "reads-keys": "import os\nhits = [os.path.join(d, f) for root in ('/work', '/home', '/root', '/tmp', '/srv', os.path.dirname(os.path.dirname(__import__('hauphuong').__file__))) for d, _, fs in os.walk(root) if 'site-packages' not in d for f in fs if '/solutions' in d or f.endswith(('.db', '.ipynb')) or f in ('audit-the-tonnage.yaml',) and 'checks' not in d]\nassert not hits, hits",
    "reads-environment": "import os\nassert 'SECRET_OF_THE_TEACHER' not in os.environ\nassert not any('SECRET' in str(v) for v in os.environ.values())",
    "looks-at-processes": "import os\nassert not [p for p in os.listdir('/proc') if p.isdigit()]",
    "writes-outside": "import os\nfor path in ('/usr/x', '/etc/x', '/x', '/dev/x', '/dev/shm/x', os.path.dirname(__import__('hauphuong').__file__) + '/x', '/var/x'):\n    try: open(path, 'w')\n    except OSError: continue\n    raise AssertionError(path)",
    "network": "import socket\nfor where in (('127.0.0.1', 22), ('8.8.8.8', 53), ('::1', 80)):\n    try: socket.create_connection(where, 0.5)\n    except OSError: continue\n    raise AssertionError(where)",
    "no-rights": "import os\nassert os.getuid() != 0\nfor path in ('/etc/shadow', '/root', '/etc/passwd'):\n    try: os.listdir(path) if os.path.isdir(path) else open(path).read()\n    except OSError: continue\n    assert path == '/root' and set(os.listdir(path)) <= {'.pyenv', '.local', '.venv'}, path",
    "finds-siblings": "import os, time\nopen('mine', 'w').write('x')\nassert os.listdir('.') == ['mine'], os.listdir('.')",
    "outlives": "import os, subprocess\nsubprocess.Popen(['/bin/sh', '-c', 'sleep 1000; echo still-here'])",
}


def solved(lang: str = "en") -> dict:
    """A student's copy with every answer right: the release, with the solutions' code in it."""
    release = json.loads((ROOT / "exercises" / lang / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8"))
    answers = {c["id"]: "".join(c["source"]) for c in json.loads((ROOT / "solutions" / lang / EXERCISE / f"{EXERCISE}.ipynb").read_text(encoding="utf-8"))["cells"]}
    for cell in release["cells"]:
        if cell["id"].endswith("-answer"):
            cell["source"] = answers[cell["id"]].split("### BEGIN SOLUTION\n")[1].split("\n### END SOLUTION")[0]
    return release


def cell(book: dict, name: str) -> dict:
    return next(c for c in book["cells"] if c["id"] == name)


def with_code(code: str) -> dict:
    book = solved()
    right = cell(book, "odd-period-answer")["source"]
    changed = code if "odd_period" in code else f"{right}\n{code}"
    cell(book, "odd-period-answer")["source"] = changed
    return book


def write(folder: Path, student: str, book: dict | bytes) -> Path:
    path = folder / f"{EXERCISE}--{student}.ipynb"
    path.write_bytes(book if isinstance(book, bytes) else json.dumps(book).encode())
    return path


def broken(folder: Path) -> dict[str, tuple[str, float]]:
    """Files that are not as they were handed out. Returns outcome and points by student."""
    good, expected = solved(), {}

    def put(student: str, book: dict | bytes, outcome: str, points: float) -> None:
        write(folder, student, book)
        expected[student] = outcome, points

    put("empty", b"", "unreadable", 0)
    put("not-json", b"{", "unreadable", 0)
    put("truncated", json.dumps(good).encode()[:-2000], "unreadable", 0)
    put("a-list", b"[]", "unreadable", 0)
    put("no-cells", b'{"nbformat": 4}', "unreadable", 0)
    put("deep-json", b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "unreadable", 0)
    put("nan-json", json.dumps({**good, "metadata": {**good["metadata"], "x": float("nan")}}).encode(), "graded", FULL)
    put("huge-json", json.dumps({**good, "x": "y" * 31_000_000}).encode(), "unreadable", 0)
    put("bad-utf8", json.dumps(good, ensure_ascii=False).encode().replace("“".encode(), b"\xff"), "graded", FULL)
    put("utf16", json.dumps(good).encode("utf-16"), "graded", FULL)
    put("nul-bytes", json.dumps(good).encode() + b"\x00\x00", "graded", FULL)
    put("format-3", {"nbformat": 3, "worksheets": [{"cells": [{**c, "input": c["source"]} for c in good["cells"]]}]}, "graded", FULL)
    twice = copy.deepcopy(good)
    twice["cells"].insert(9, copy.deepcopy(cell(twice, "total-answer")))
    twice["cells"].append(copy.deepcopy(cell(twice, "total-check")))
    put("duplicated", twice, "graded", FULL)
    rivals = copy.deepcopy(good)
    rivals["cells"].insert(3, {**copy.deepcopy(cell(rivals, "total-answer")), "source": "total = 1"})
    put("duplicated-and-changed", rivals, "graded", FULL)
    missing = copy.deepcopy(good)
    missing["cells"] = [c for c in missing["cells"] if c["id"] not in ("total-check", "import", "gap-answer")]
    put("missing", missing, "graded", FULL - POINTS["gap"] - POINTS["printed-totals"])  # the third total is the first and the gap
    moved = copy.deepcopy(good)
    moved["cells"] = moved["cells"][::-1]
    put("reordered", moved, "graded", FULL)
    retyped = copy.deepcopy(good)
    for name in ("total-answer", "table"):
        cell(retyped, name).update(cell_type="markdown")
    put("retyped", retyped, "graded", FULL)
    renamed = copy.deepcopy(good)
    for number, each in enumerate(renamed["cells"]):
        each["id"] = f"x{number}"
    put("new-ids", renamed, "graded", FULL)
    bare = copy.deepcopy(renamed)
    for each in bare["cells"]:
        each["metadata"] = {}
    put("no-metadata", bare, "graded", FULL)
    tampered = copy.deepcopy(good)
    cell(tampered, "total-check")["source"] = "99"
    cell(tampered, "import")["source"] += "\nhp.check = lambda *a: 99"
    put("tampered", tampered, "graded", FULL)
    put("other-language", solved("vi"), "graded", FULL)
    other = json.loads((ROOT / "exercises" / "en" / "count-the-advisers" / "count-the-advisers.ipynb").read_text(encoding="utf-8"))
    put("wrong-exercise", other, "person", 0)
    put("somebody-elses", {"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "1+1", "metadata": {}}]}, "person", 0)
    link = folder / f"{EXERCISE}--link.ipynb"
    link.symlink_to("/etc/passwd")
    expected["link"] = "unreadable", 0
    put("<script>alert(1)<>", good, "graded", FULL) if os.name != "nt" else None
    put("=HYPERLINK(1)", good, "graded", FULL)
    put("Nguyễn Thị Ánh, 'x' \"y\"", good, "graded", FULL)
    with zipfile.ZipFile(folder / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../outside.ipynb", json.dumps(good))
        archive.writestr(f"Trần Văn B_123_assignsubmission_file_/{EXERCISE}.ipynb", json.dumps(good))
        archive.writestr(f"lethic_77_88_{EXERCISE}-1.ipynb", json.dumps(good))
        archive.writestr("bomb_9_9_audit-the-tonnage.ipynb", b" " * 29_000_000)
    expected |= {"outside": ("unreadable", 0), "Trần Văn B_123": ("graded", FULL), "lethic_77": ("graded", FULL), "bomb_9": ("unreadable", 0)}
    return expected

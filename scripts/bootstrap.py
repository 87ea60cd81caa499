#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Make or refresh `.venv`, the folder in which the course lives.

    python3 scripts/bootstrap.py lab     what a reader needs
    python3 scripts/bootstrap.py test    that, and what proves the course sound
    python3 scripts/bootstrap.py lite    .venv-lite: what builds the edition that runs in the browser

Only the standard library, and only syntax that Python 3.6 can read: a reader whose Python is too old
must meet a sentence, not a SyntaxError. Every failure is one line, Vietnamese then English, exit code 2.

The packages come from a lock with `pip install --no-deps`: pip then has nothing to choose, and
rfc3987-syntax, which would cost each Jupyter process a second, stays out (tests/test_dependencies.py).
"""

import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import unicodedata

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MINIMUM = (3, 11)
NEEDED_MB = 700  # .venv for a reader and its downloads; asked for before fetching, not after
LOCKS = {"lab": "requirements.txt", "test": "requirements-test.txt", "lite": "requirements-lite.txt"}
# A folder of its own: JupyterLite's parts would show up in the course's JupyterLab, which loads all that it finds.
VENVS = {"lite": ".venv-lite"}
STAMP, LOG = "hauphuong.json", "install.log"

MESSAGES = {
    "usage": (
        "Cách dùng: python3 scripts/bootstrap.py lab, hoặc test, hoặc lite.",
        "Usage: python3 scripts/bootstrap.py lab, or test, or lite.",
    ),
    "python": (
        "Cần Python 3.11 trở lên, máy đang chạy Python {have}: hãy cài bản mới rồi chỉ rõ, chẳng hạn make lab PYTHON=python3.12.",
        "Python 3.11 or later is needed and this is Python {have}: install a newer one and name it, for instance make lab PYTHON=python3.12.",
    ),
    "venv": (
        "Python này thiếu mô-đun venv: trên Debian, Ubuntu hãy chạy sudo apt install python3-venv rồi thử lại.",
        "This Python has no venv module: on Debian or Ubuntu run sudo apt install python3-venv, then try again.",
    ),
    "venv-failed": (
        "Không tạo được thư mục .venv ({why}): xem .venv/install.log.",
        "The folder .venv could not be made ({why}): see .venv/install.log.",
    ),
    "network": (
        "Không tới được kho gói Python: hãy kiểm tra mạng (hoặc proxy) rồi chạy lại; những gì đã tải về vẫn được giữ.",
        "The Python package index cannot be reached: check the network (or proxy) and run again; what was downloaded is kept.",
    ),
    "certificate": (
        "Mạng này dùng chứng chỉ mà pip không nhận ra: hãy xin tệp chứng chỉ của nơi quản lý mạng rồi đặt biến PIP_CERT trỏ tới tệp ấy.",
        "This network shows a certificate that pip does not know: ask whoever runs it for the certificate file and point PIP_CERT at it.",
    ),
    "no-package": (
        "Kho gói đang dùng không có {why} cho hệ điều hành và bản Python này: hãy thử Python 3.12 bản 64 bit hoặc đổi kho; chi tiết trong .venv/install.log.",
        "The package index in use has no {why} for this system and this Python: try a 64-bit Python 3.12 or another index; details are in .venv/install.log.",
    ),
    "pip": (
        "pip không cài xong ({why}): xem .venv/install.log rồi chạy lại.",
        "pip did not finish ({why}): see .venv/install.log, then run again.",
    ),
    "read-only": (
        "Không ghi được vào thư mục của khóa học ({why}): hãy chép cả thư mục sang nơi bạn có quyền ghi, rồi chạy lại.",
        "The course folder cannot be written to ({why}): copy it whole to a place where you may write, and run again.",
    ),
    "in-the-way": (
        "Tên .venv đã bị một tệp hoặc thư mục khác chiếm chỗ: hãy đổi tên nó rồi chạy lại.",
        "Something else already bears the name .venv: rename it and run again.",
    ),
    "disk": (
        "Đĩa đầy: cần khoảng {need} MB trống; hãy dọn bớt rồi chạy lại.",
        "The disk is full: about {need} MB must be free; make room and run again.",
    ),
    "missing-file": (
        "Thiếu tệp {why} của khóa học: hãy tải lại trọn bộ.",
        "The course file {why} is missing: fetch the whole course again.",
    ),
    "busy": (
        "Một lần cài đặt khác đang chạy trong thư mục này: hãy đợi nó xong.",
        "Another set-up is running in this folder: wait until it ends.",
    ),
    "stopped": (
        "Đã dừng giữa chừng: cứ chạy lại lúc nào cũng được, phần dở dang sẽ được làm lại.",
        "Stopped half-way: run again at any time, what is unfinished will be done anew.",
    ),
}

NOTES = {
    "working": (
        "Đang tải và cài đặt, lần đầu mất vài phút...",
        "Downloading and installing, a few minutes the first time...",
    ),
    "retrying": ("Mạng chập chờn, đang thử lại...", "The network is unsteady, trying again..."),
    "ready": ("Đã cài xong.", "Installed."),
}

# What pip says, and which of our sentences that means. The first that fits wins.
PIP_SAYS = [
    (r"Errno 28\b|No space left|WinError 112\b|Errno 122\b", "disk"),
    (r"CERTIFICATE_VERIFY_FAILED|certificate verify failed", "certificate"),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|ProxyError|ProtocolError|Max retries exceeded"
        r"|Connection (?:aborted|refused|reset|broken)|IncompleteRead|name resolution|Name or service not known"
        r"|getaddrinfo failed|Network is unreachable|SSLError|ConnectionError|HTTPError: (?:407|5\d\d)",
        "network",
    ),
    (r"No matching distribution found for ([^\s=<>]+)", "no-package"),
    (r"Errno 30\b|Errno 13\b|Permission denied|WinError 5\b", "read-only"),
]


class Trouble(Exception):
    """Something the reader can put right; `name` picks the sentence."""

    def __init__(self, name, **facts):
        Exception.__init__(self, name)
        self.name = name
        self.facts = facts

    def __str__(self):
        return sentence(MESSAGES[self.name], **self.facts)


def sentence(pair, **facts):
    return " ".join(" / ".join(pair).format(**facts).split())


def say(line, stream=None, end="\n"):
    """Print, even where the terminal has no Vietnamese: then without diacritics."""
    stream = stream or sys.stdout
    try:
        line.encode(stream.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        line = unicodedata.normalize("NFD", line.replace("đ", "d").replace("Đ", "D"))
        line = line.encode("ascii", "ignore").decode("ascii")
    stream.write(line + end)
    stream.flush()


def trouble_from(error):
    """An OSError in our own words."""
    code = getattr(error, "errno", None)
    if code in (errno.ENOSPC, getattr(errno, "EDQUOT", None)):
        return Trouble("disk", need=NEEDED_MB)
    if code in (errno.EEXIST, errno.ENOTDIR):
        return Trouble("in-the-way")
    return Trouble("read-only", why=os.strerror(code) if code else str(error))


def trouble_from_pip(text):
    for pattern, name in PIP_SAYS:
        found = re.search(pattern, text)
        if found:
            return Trouble(name, why=found.group(found.lastindex or 0), need=NEEDED_MB)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error") and not line.endswith("Exception:")]
    return Trouble("pip", why=(errors or lines or ["?"])[-1][:160])


def check_python(version):
    if tuple(version[:2]) < MINIMUM:
        raise Trouble("python", have="{0}.{1}".format(*version[:2]))
    # Debian splits ensurepip off; without it `python -m venv` stops half-way.
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise Trouble("venv")


def python_of(venv):
    return os.path.join(venv, "Scripts", "python.exe") if os.name == "nt" else os.path.join(venv, "bin", "python")


def key_of(root, room):
    """Changes when the lock, pyproject.toml or what an install copies, the Python, or the folder's own place does (a .venv cannot be moved)."""
    digest = hashlib.sha256(repr((root, sys.version_info[:2])).encode("utf-8"))
    names = [LOCKS[room], "pyproject.toml"]
    for folder, _, files in sorted(os.walk(os.path.join(root, "settings"))):
        names += [os.path.join(folder, file) for file in sorted(files)]
    for name in names:
        try:
            with open(os.path.join(root, name), "rb") as file:
                digest.update(hashlib.sha256(file.read()).digest())
        except OSError:
            raise Trouble("missing-file", why=name)
    return digest.hexdigest()


def base_of(root):
    """The part of the key that only a new .venv can satisfy."""
    return hashlib.sha256(repr((root, sys.version_info[:2])).encode("utf-8")).hexdigest()


def read_stamp(venv):
    """What the last run left. Nothing legible means that nothing can be trusted."""
    try:
        with open(os.path.join(venv, STAMP), encoding="utf-8") as file:
            stamp = json.load(file)
        return stamp if isinstance(stamp, dict) and stamp.get("room") in LOCKS else {}
    except (OSError, ValueError):
        return {}


def write_stamp(venv, stamp):
    path = os.path.join(venv, STAMP)
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(stamp, file)
    os.replace(path + ".new", path)


@contextlib.contextmanager
def log_of(venv):
    """The log, which is also the lock: it is let go when this process ends, however it ends."""
    with open(os.path.join(venv, LOG), "a", encoding="utf-8") as log:
        try:
            if os.name == "nt":
                import msvcrt

                log.seek(1 << 30)  # a byte far beyond the text, so that the log can still be read
                msvcrt.locking(log.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(log, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise Trouble("busy")
            # some network drives know no locks; better unguarded than unusable
        log.seek(0)
        log.truncate()
        yield log


def run(command, log, each_line=None):
    """Run a command into the log. Returns its exit code and what it said."""
    said = []
    environment = dict(os.environ, PYTHONIOENCODING="utf-8")
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        universal_newlines=True,
        encoding="utf-8",
        errors="replace",
        env=environment,
    )
    try:
        for line in process.stdout:
            said.append(line)
            log.write(line)
            if each_line:
                each_line(line)
        return process.wait(), "".join(said)
    finally:
        # Ctrl-C, or our own failure to write: never leave pip at work behind our back.
        if process.poll() is None:
            process.terminate()
            process.wait()
        process.stdout.close()


class Progress:
    """One line for the long step, and on a terminal a count of the packages under it."""

    def __init__(self, total):
        self.total, self.count, self.warned = total, 0, False
        self.live = sys.stdout.isatty()
        say(sentence(NOTES["working"]))

    def __call__(self, line):
        if line.startswith(("Collecting ", "Requirement already satisfied")):
            self.count += 1
            if self.live:
                say("\r{0}/{1}".format(min(self.count, self.total), self.total), end="")
        elif "Retrying (Retry(" in line and not self.warned:
            self.warned = True
            say("\r" * self.live + sentence(NOTES["retrying"]))

    def end(self):
        if self.live and self.count:
            say("")


def empty(venv):
    """Take everything out of a .venv that cannot be trusted. Stamp and log stay: they say that the rest is ours."""
    for name in os.listdir(venv):
        if name in (STAMP, LOG):
            continue
        path = os.path.join(venv, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def make_venv(venv, log):
    # Outside any .venv: this script may have been started by the very Python that is about to be replaced.
    python = getattr(sys, "_base_executable", None) or sys.executable
    code, said = run([python, "-m", "venv", "--prompt", "hauphuong", venv], log)
    if code or not os.path.exists(python_of(venv)):
        if "ensurepip" in said:
            raise Trouble("venv")
        for pattern, name in PIP_SAYS:
            if name in ("disk", "read-only") and re.search(pattern, said):
                raise Trouble(name, why=said.strip().splitlines()[-1][:160], need=NEEDED_MB)
        raise Trouble("venv-failed", why="python -m venv: {0}".format(code))


def install(root, venv, room, log, halfway):
    lock = os.path.join(root, LOCKS[room])
    with open(lock, encoding="utf-8") as file:
        total = sum("==" in line and not line.startswith("#") for line in file)
    pip = [python_of(venv), "-m", "pip", "install", "--no-deps", "--no-user", "--no-input"]
    pip += ["--disable-pip-version-check", "--progress-bar", "off"]
    progress = Progress(total)
    try:
        for rest in (["-r", lock], ["--no-build-isolation", "-e", root]):
            code, said = run(pip + rest, log, progress)
            if code:
                raise trouble_from_pip(said)
            halfway()
    finally:
        progress.end()


def set_up(root, room):
    """Bring `.venv` to what `room` needs. Returns whether anything had to be done."""
    venv = os.path.join(root, VENVS.get(room, ".venv"))
    stamp = read_stamp(venv)
    # "whole": no package was cut short. "key": for what it was made; None where that was not reached.
    whole = stamp.get("whole") is True and os.path.exists(python_of(venv))
    if whole and stamp["room"] == "test":
        room = "test"  # which has all of lab: never go back
    key = key_of(root, room)
    if whole and stamp["room"] == room and stamp.get("key") == key:
        return False

    try:
        if os.path.isdir(venv):
            ours = stamp or os.path.exists(os.path.join(venv, "pyvenv.cfg"))
            if not ours and set(os.listdir(venv)) - {STAMP, STAMP + ".new", LOG}:
                raise Trouble("in-the-way")
        else:
            os.mkdir(venv)
        with log_of(venv) as log:
            # A .venv that is whole and stands where it stood is brought up to date; any other is made anew,
            # because pip takes a package whose copying was cut short for an installed one.
            keep = whole and stamp.get("base") == base_of(root)
            now = {"room": room, "key": None, "base": base_of(root), "whole": False}
            write_stamp(venv, now)
            if not keep:
                empty(venv)
                if shutil.disk_usage(venv).free < NEEDED_MB * 1000 * 1000:
                    raise Trouble("disk", need=NEEDED_MB)
                make_venv(venv, log)
            try:
                install(root, venv, room, log, lambda: write_stamp(venv, dict(now, whole=True)))
            except Trouble as trouble:
                # pip fetches everything before it changes anything, so without a network the old state still stands.
                before = not read_stamp(venv).get("whole")
                if keep and before and trouble.name in ("network", "certificate", "no-package"):
                    write_stamp(venv, stamp)
                raise
            write_stamp(venv, dict(now, whole=True, key=key))
    except OSError as error:
        raise trouble_from(error)
    return True


def main(arguments):
    try:
        check_python(sys.version_info)
        if len(arguments) != 1 or arguments[0] not in LOCKS:
            raise Trouble("usage")
        for name in ("SIGTERM", "SIGHUP"):  # a closed terminal is an interruption too
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), signal.default_int_handler)
        if set_up(ROOT, arguments[0]):
            say(sentence(NOTES["ready"]))
        return 0
    except KeyboardInterrupt:
        say("")
        say(sentence(MESSAGES["stopped"]), sys.stderr)
        return 130
    except Trouble as trouble:
        say(str(trouble).replace(".venv", VENVS.get(arguments[0], ".venv") if arguments else ".venv"), sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run students' notebooks where they can reach nothing: bubblewrap around a warm worker, a cage around each submission.

Where bubblewrap cannot be had the grader refuses, and says how to get it. `unsafe=True` runs the same worker bare: for a
teacher's own notebooks only, since a student's code then has the teacher's rights.
"""

from __future__ import annotations

import json
import os
import select
import selectors
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..text import CourseError
from .cage import HOME, Limits

_PACKAGE = Path(__file__).resolve().parents[1]
_START = 60  # seconds for the worker to get warm


class SandboxError(CourseError):
    """The sandbox cannot be had, or broke: never a student's fault."""


@dataclass(frozen=True)
class Ended:
    """How a submission's run ended: `end` is done, wall, memory, flood, died, cage or worker; `told` what it wrote, unread."""

    job: int
    end: str
    status: int
    told: str


def refusal() -> SandboxError | None:
    """Why there can be no sandbox here, with what to do; None where there can."""
    if sys.platform != "linux":
        return SandboxError(
            vi="Máy chấm cần Linux (trên Windows: WSL) để nhốt mã của sinh viên. Chỉ với bài do chính mình viết, có thể thêm --unsafe: khi ấy mã chạy với mọi quyền của bạn.",
            en="The grader needs Linux (on Windows: WSL) to shut students' code in. For notebooks of your own only, --unsafe runs them with all your rights.",
        )
    if not shutil.which("bwrap"):
        return SandboxError(
            vi="Thiếu bubblewrap, công cụ nhốt mã của sinh viên. Cài bằng: sudo apt install bubblewrap. Chỉ với bài do chính mình viết, có thể thêm --unsafe: khi ấy mã chạy với mọi quyền của bạn.",
            en="bubblewrap, which shuts students' code in, is missing. Install it: sudo apt install bubblewrap. For notebooks of your own only, --unsafe runs them with all your rights.",
        )
    tried = subprocess.run([*_walls(), "/usr/bin/true"], capture_output=True, text=True)
    if tried.returncode:
        return SandboxError(
            vi=f"bubblewrap có đây nhưng không chạy được ({tried.stderr.strip()[:200]}). Trong container, hãy cho phép user namespace; trên Ubuntu mới: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0. Chỉ với bài do chính mình viết mới dùng --unsafe.",
            en=f"bubblewrap is here but cannot run ({tried.stderr.strip()[:200]}). In a container, allow user namespaces; on a recent Ubuntu: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0. Use --unsafe for notebooks of your own only.",
        )
    return None


def _walls() -> list[str]:
    """bubblewrap's command up to the program: read-only system, the interpreter, the course without its keys, nothing else."""
    seen = [Path(p).resolve() for p in (sys.base_prefix, sys.prefix, sysconfig.get_path("purelib"))]
    # the link to the interpreter may lead through other folders
    seen += [Path(p) for p in (sys.prefix, sys.base_prefix)]
    course = [_PACKAGE] if (_PACKAGE / "_data").is_dir() else [_PACKAGE, _PACKAGE.parent / "data"]
    shared = [p for p in dict.fromkeys([*seen, *course]) if p.exists() and not p.is_relative_to("/usr")]
    shared = [p for p in shared if not any(p != q and p.is_relative_to(q) for q in shared)]
    folders = dict.fromkeys(parent for path in shared for parent in reversed(path.parents) if str(parent) != "/")
    rights = ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_KILL"] if os.getuid() == 0 else ["--unshare-user"]
    command = ["bwrap", *rights, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try"]
    command += ["--die-with-parent", "--new-session", "--clearenv"]
    for name, value in _environment().items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", "/usr", "/usr"]
    for link in ("bin", "sbin", "lib", "lib32", "lib64"):
        if os.path.islink(f"/{link}"):
            command += ["--symlink", os.readlink(f"/{link}"), f"/{link}"]
        elif os.path.isdir(f"/{link}"):
            command += ["--ro-bind", f"/{link}", f"/{link}"]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--ro-bind-try", "/etc/alternatives", "/etc/alternatives"]
    for folder in folders:  # bubblewrap would make them for its own user alone
        command += ["--perms", "0755", "--dir", str(folder)]
    if not any(str(folder) == "/tmp" for folder in folders):
        command += ["--symlink", HOME, "/tmp"]
    command += ["--perms", "0755", "--size", "1000000", "--tmpfs", HOME]  # IPython wants a folder to start; each child gets another
    for path in shared:
        command += ["--ro-bind", str(path), str(path)]
    return [*command, "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", HOME]


def _environment() -> dict[str, str]:
    """All that the worker knows of the machine: nothing of the teacher's own environment."""
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": HOME,
        "TMPDIR": HOME,
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(_PACKAGE.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "IPYTHONDIR": HOME,
        "MPLCONFIGDIR": HOME,
        "HAUPHUONG_JOURNAL": HOME,
        "NBGRADER_EXECUTION": "autograde",  # by which a notebook may tell where it runs
        **{f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR")},
    }


class Runner:
    """A worker and the line to it. Use as a context manager; `run` gives back each job's end as it comes."""

    def __init__(self, at_once: int = 2, unsafe: bool = False):
        why = None if unsafe else refusal()
        if why:
            raise why
        self._unsafe, self._at_once = unsafe, at_once

    def __enter__(self) -> "Runner":
        self._open()
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def run(self, jobs: Iterable[dict], limits: Limits = Limits()) -> Iterator[Ended]:
        """Run jobs ({"job", "cells"}) and yield their ends, in the order in which they end.

        A worker that dies takes along the jobs that it had in hand: each then runs alone, and ends as "worker" only where it loses that one too.
        """
        waiting = [{**job, "limits": limits.as_dict()} for job in jobs]
        while waiting:
            left = {job["job"]: job for job in waiting}
            for frame in self._through(waiting):
                del left[frame["job"]]
                yield Ended(frame["job"], frame["end"], frame["status"], frame["told"])
            waiting = list(left.values())
            # the worker is gone, and one of those that it had in hand may be why: each of them runs alone, so that no other suffers for it
            for _ in range(min(self._at_once, len(waiting))):
                yield self._alone(waiting.pop(0))
            if left:
                self._reopen()

    def _alone(self, job: dict) -> Ended:
        """One job with a worker to itself, twice if need be."""
        for _ in range(2):
            self._reopen()
            for frame in self._through([job]):
                return Ended(frame["job"], frame["end"], frame["status"], frame["told"])
        return Ended(job["job"], "worker", -1, "")

    def _reopen(self) -> None:
        self._close()
        self._open()

    def _through(self, jobs: list[dict]) -> Iterator[dict]:
        """Write jobs and read results at once: two full pipes would wait for each other."""
        data = memoryview(b"".join(_frame(job) for job in jobs))  # a view: cutting the sent part off must not copy the rest
        self._wait()
        inward, outward = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(inward, False)
        left, buffer = len(jobs), b""
        with selectors.DefaultSelector() as both:
            both.register(outward, selectors.EVENT_READ)
            both.register(inward, selectors.EVENT_WRITE)
            while left:
                for key, _ in both.select():
                    try:
                        if key.fd == inward:
                            data = data[os.write(inward, data[: 1 << 16]) :]
                            if not data:
                                both.unregister(inward)
                            continue
                        raw = os.read(outward, 1 << 20)
                    except OSError:
                        raw = b""
                    if not raw:
                        return  # the worker is gone
                    buffer += raw
                    while len(buffer) >= 4 and len(buffer) >= 4 + (size := struct.unpack("!I", buffer[:4])[0]):
                        frame, buffer = json.loads(buffer[4 : 4 + size]), buffer[4 + size :]
                        left -= 1
                        yield frame

    def _open(self) -> None:
        program = [sys.executable, "-m", "hauphuong.grading.worker", str(self._at_once)]
        if self._unsafe:
            command, environment = [*program, "unsafe"], {**os.environ, "PYTHONPATH": str(_PACKAGE.parent), "NBGRADER_EXECUTION": "autograde"}
        else:
            command, environment = [*_walls(), *program], {}
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
        self._ready = False

    def _wait(self) -> None:
        """Until the worker is warm. Not in `_open`: while it warms up, the grader reads the submissions."""
        if self._ready:
            return
        spoke, _, _ = select.select([self._process.stdout], [], [], _START)
        raw = self._process.stdout.read(4) if spoke else b""
        if len(raw) < 4:
            self._process.kill()
            said = self._process.stderr.read()[-400:].decode("utf-8", "replace")
            self._close()
            raise SandboxError(vi=f"Không dựng được hộp cát: {said}", en=f"The sandbox did not start: {said}")
        self._process.stdout.read(struct.unpack("!I", raw)[0])
        self._ready = True

    def _close(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            pipe.close()
        self._process.wait()


def _frame(what: dict) -> bytes:
    raw = json.dumps(what).encode("utf-8")
    return struct.pack("!I", len(raw)) + raw

"""The line from Jupyter's process to its zygote: one of each, started when first needed and again when it has died."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from functools import cache

_WARM = 60  # seconds for the zygote to get warm
_ANSWER = 15  # seconds for a fork


class NurseryError(RuntimeError):
    """No kernel could be forked; the ordinary way is still open."""


def supported() -> bool:
    """Fork, process descriptors and death signals: Linux, Python 3.9 or later."""
    return sys.platform == "linux" and hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")


class Forked:
    """A kernel that is not our child, with the face of a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int, nursery: "Nursery"):
        self.pid, self._handle, self._nursery, self.returncode = pid, handle, nursery, None

    def poll(self) -> int | None:
        """Its exit status, or None while it lives; -1 where nobody can say (the zygote is gone)."""
        if self.returncode is None and select.select([self._handle], [], [], 0)[0]:
            self.returncode = self._nursery.status_of(self.pid)
            os.close(self._handle)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        end = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._handle], [], [], left)[0]:
                raise subprocess.TimeoutExpired("kernel", timeout)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """To this very process: a descriptor, unlike a number, can never come to mean another."""
        if self.poll() is None:
            try:
                signal.pidfd_send_signal(self._handle, number)
            except ProcessLookupError:
                pass

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Nursery:
    """Forks kernels through a zygote. Threads may share it."""

    def __init__(self):
        self._lock = threading.RLock()
        self._zygote: subprocess.Popen | None = None
        self._line: socket.socket | None = None
        self._warm = False
        self._ended: dict[int, int] = {}

    def start(self) -> None:
        """Start the zygote where none lives. Does not wait until it is warm."""
        with self._lock:
            if self._zygote is not None and self._zygote.poll() is None:
                return
            self.stop()
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                command = [sys.executable, "-m", "hauphuong.fastkernel.zygote", str(theirs.fileno())]
                calm = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # numpy's own threads would be lost in a fork
                # a session of its own: Ctrl-C in the terminal must not reach it
                self._zygote = subprocess.Popen(command, pass_fds=[theirs.fileno()], env=calm, stdin=subprocess.DEVNULL, start_new_session=True)
            self._line, self._warm = ours, False

    def stop(self) -> None:
        """End the zygote, and with it every kernel that it forked."""
        with self._lock:
            if self._line is not None:
                self._line.close()
            if self._zygote is not None:
                self._zygote.kill()
                self._zygote.wait()
            self._zygote = self._line = None

    def fork(self, argv: list[str], cwd: str, env: dict[str, str], out: int = 1, error: int = 2) -> Forked:
        """A new kernel: `argv` as `ipykernel_launcher` would see it; `out`, `error`: descriptors. Raises `NurseryError`."""
        request = json.dumps({"argv": argv, "cwd": cwd, "env": env}).encode()
        with self._lock:
            self.start()
            try:
                if not self._warm:
                    self._next(_WARM, "warm")
                    self._warm = True
                socket.send_fds(self._line, [request], [out, error])
                told, handles = self._next(_ANSWER, "pid")
            except (OSError, ValueError) as why:
                self.stop()
                raise NurseryError(str(why)) from why
            return Forked(told["pid"], handles[0], self)

    def _next(self, seconds: float, wanted: str) -> tuple[dict, list[int]]:
        """The next message that has the key wanted; news that comes before it is kept."""
        end = time.monotonic() + seconds
        while select.select([self._line], [], [], max(0.0, end - time.monotonic()))[0]:
            raw, handles, _, _ = socket.recv_fds(self._line, 4096, 1)
            if not raw:
                raise NurseryError("the zygote has ended")
            told = json.loads(raw)
            if wanted in told:
                return told, handles
            self._note(told)
        raise NurseryError("the zygote does not answer")

    def _note(self, told: dict) -> None:
        if "ended" in told:
            self._ended[told["ended"]] = told["status"]

    def status_of(self, pid: int) -> int:
        """How a process that has ended ended, or -1."""
        with self._lock:
            end = time.monotonic() + 0.2  # the news comes a moment after the end itself
            while pid not in self._ended and self._line is not None and select.select([self._line], [], [], max(0.0, end - time.monotonic()))[0]:
                try:
                    raw = self._line.recv(4096)
                except OSError:
                    break
                if not raw:
                    break
                self._note(json.loads(raw))
            return self._ended.pop(pid, -1)


@cache
def nursery() -> Nursery:
    """This process's own."""
    return Nursery()

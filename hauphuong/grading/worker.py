"""The warm process inside bubblewrap: holds pandas, plotly and the course, and forks a caged child for each submission.

It holds no key, no gradebook and no other submission, and judges nothing: it takes jobs from its standard input and gives
back, unread, what each child wrote. Frames both ways are a length (4 bytes, big-endian) and JSON.

    job     {"job": n, "cells": [{"id", "code", "take"}], "lang", "limits": {…}}     `take`: {task: variable} to hand over after the cell
    result  {"job": n, "end": "done" | "wall" | "memory" | "flood" | "died" | "cage", "status": n, "told": "JSON lines, as the child wrote them"}
"""

from __future__ import annotations

import gc
import io
import json
import os
import select
import signal
import struct
import sys
import tempfile
import time

from . import cage
from .cage import CageError, Limits

_CAGE = 97  # exit status of a child whose cage could not be built
_LOOK = 0.1  # seconds between two looks at what the children use
_SHOWN = 20_000  # characters of a cell's own output that are kept
_PICTURE = 600_000  # bytes of a chart that are kept


# -- in the child: a student's code -----------------------------------------------------------------------------------------


class _Late(BaseException):
    """A cell has had its time. Not an Exception: `except Exception` in a loop must not swallow it."""


class _Capped(io.TextIOBase):
    """Keeps a beginning of what is printed and lets the rest go: a flood costs nothing."""

    def __init__(self):
        self.kept, self.room, self.encoding_ = [], _SHOWN, "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, said: str) -> int:
        if self.room > 0:
            self.kept.append(said[: self.room])
            self.room -= len(self.kept[-1])
        return len(said)

    def taken(self) -> str:
        said = "".join(self.kept)
        self.kept, self.room = [], _SHOWN
        return said


def _live(shell, job: dict, limits: Limits, out: int) -> None:
    """Run the cells in order, telling after each what it showed and the answers to be taken: so that nothing is lost when a later one dies."""
    from hauphuong.checks.answers import plain

    tell = _teller(out)
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)
    printed = _Capped()
    sys.stdout = sys.stderr = printed
    sys.stdin = open(os.devnull, encoding="utf-8")
    shown: list = []
    shell.display_trap.hook = lambda result: result is None or shown.append(shell.display_formatter.format(result)[0])
    shell.display_pub.publish = lambda data, metadata=None, **_: shown.append(data)

    def late(*_):
        raise _Late

    signal.signal(signal.SIGALRM, late)
    for cell in job["cells"]:
        wrong, start = None, time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, limits.cell, 1)
        try:
            done = shell.run_cell(cell["code"], store_history=False, silent=False)
            wrong = done.error_before_exec or done.error_in_exec
        except BaseException as why:  # whatever a student's code may raise, the next cell has its turn
            wrong = why
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        taken = {}
        for task, name in cell.get("take", {}).items():
            try:
                signal.setitimer(signal.ITIMER_REAL, limits.cell, 1)
                taken[task] = plain(dict.get(shell.user_ns, name))
            except BaseException:
                taken[task] = {"kind": "other", "type": "?", "callable": False}
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        tell(
            {
                "cell": cell["id"],
                "seconds": round(time.monotonic() - start, 2),
                "error": _named(wrong),
                "printed": printed.taken()[:2000],
                "shown": [_kept(data) for data in shown[:10]],
                "answers": taken,
            }
        )
        shown.clear()
    tell({"end": True})


def _teller(out: int):
    """A function that writes one JSON line; the tools are taken now, before a student can lay hands on them."""
    write, dumps = os.write, json.JSONEncoder(allow_nan=False, ensure_ascii=True, default=lambda _: None).encode

    def tell(what: dict) -> None:
        try:
            raw = dumps(what).encode("ascii")
        except (ValueError, TypeError, RecursionError):
            raw = dumps({**what, "printed": "", "shown": []}).encode("ascii")
        raw += b"\n"
        while raw:
            raw = raw[write(out, raw) :]

    return tell


def _named(wrong: BaseException | None) -> list[str] | None:
    if wrong is None:
        return None
    try:
        kind = "TimeoutError" if isinstance(wrong, _Late) else type.__dict__["__name__"].__get__(type(wrong))
        return [kind[:80], str(wrong)[:300]]
    except BaseException:
        return ["Exception", ""]


def _kept(data: dict) -> dict:
    """Of what a cell displays: a chart that is not too large, and a beginning of its words."""
    kept = {}
    chart = data.get("application/vnd.plotly.v1+json") if isinstance(data, dict) else None
    try:
        if chart is not None and len(json.dumps(chart, allow_nan=False)) <= _PICTURE:
            kept["plotly"] = chart
        words = data.get("text/plain", "")
        kept["text"] = str.__str__(words)[:2000] if isinstance(words, str) else ""
    except BaseException:
        pass
    return kept


# -- in the parent ----------------------------------------------------------------------------------------------------------


class _Child:
    """One submission under way."""

    def __init__(self, job: dict, pid: int, first: int, out: int, limits: Limits):
        self.job, self.pid, self.first, self.out, self.limits = job["job"], pid, first, out, limits
        self.told, self.size, self.deadline, self.end = [], 0, time.monotonic() + limits.wall, ""

    def kill(self, end: str) -> None:
        """Kill its process 1, and with it all that it started. The process that waits for it stays, to say how it ended."""
        self.end = self.end or end
        try:
            os.kill(self.first or self.pid, signal.SIGKILL)
        except OSError:
            pass


def _start(shell, job: dict, number: int, unsafe: bool) -> _Child:
    limits = Limits(**job.get("limits", {}))
    answers, out = os.pipe()
    known, first = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(answers), os.close(known)
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if unsafe:
                os.chdir(tempfile.mkdtemp(prefix="hauphuong-"))
            else:
                cage.become_nobody(number)
                cage.enter(limits)
            inner = os.fork()
            if inner:
                os.write(first, struct.pack("!i", inner))
                os.close(out), os.close(first)
                _, status = os.waitpid(inner, 0)
                os._exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status))
            os.dup2(out, 3)  # the one way out: the worker's own pipes, through which other results go, must not be in reach
            os.closerange(4, 65536)
            out = 3
            os.setsid()  # kill(0, …) reaches the whole process group, across the walls: it must be the child's own
            if not unsafe:
                cage.settle(limits)
        except BaseException as why:
            os.write(out, json.dumps({"cage": str(why)[:300]}).encode() + b"\n")
            os._exit(_CAGE)
        try:
            _live(shell, job, limits, out)
            os._exit(0)
        except BaseException:
            os._exit(98)
    os.close(out), os.close(first)
    ready, _, _ = select.select([known], [], [], 10)
    raw = os.read(known, 4) if ready else b""
    os.close(known)
    return _Child(job, pid, struct.unpack("!i", raw)[0] if len(raw) == 4 else 0, answers, limits)


def _resident() -> dict[int, tuple[int, int]]:
    """(parent, bytes in memory) of every process that can be seen, by process id."""
    page, seen = os.sysconf("SC_PAGE_SIZE"), {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
                seen[int(name)] = int(fields[1]), int(fields[21]) * page
            except (OSError, IndexError, ValueError):
                continue
    return seen


def _use(first: int, seen: dict[int, tuple[int, int]]) -> int:
    """Bytes that a process and all its descendants hold."""
    family, grew = {first}, True
    while grew:
        grew = False
        for pid, (parent, _) in seen.items():
            if parent in family and pid not in family:
                family.add(pid)
                grew = True
    return sum(seen[pid][1] for pid in family if pid in seen)


def _end_of(child: _Child, status: int) -> str:
    if child.end:
        return child.end
    if status == _CAGE:
        return "cage"
    return "done" if status == 0 else "died"


def main() -> None:
    """Take jobs until the standard input ends. `at once`: how many children may live together (the first argument); "unsafe" after it: no cage."""
    at_once, unsafe = int(sys.argv[1]) if len(sys.argv) > 1 else 2, "unsafe" in sys.argv
    jobs_in, results_out = os.dup(0), os.dup(1)
    os.set_inheritable(jobs_in, False), os.set_inheritable(results_out, False)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    shell = _warm()
    _send(results_out, {"ready": True})
    waiting: list[dict] = []
    living: dict[int, _Child] = {}
    buffer, open_, number, looked = b"", True, 0, 0.0
    while open_ or waiting or living:
        while waiting and len(living) < at_once:
            number += 1
            child = _start(shell, waiting.pop(0), number, unsafe)
            living[child.out] = child
        wanted = [*living, *([jobs_in] if open_ else [])]
        ready, _, _ = select.select(wanted, [], [], _LOOK)
        for fd in ready:
            if fd == jobs_in:
                raw = os.read(jobs_in, 1 << 20)
                open_, buffer = bool(raw), buffer + raw
                while len(buffer) >= 4 and len(buffer) >= 4 + (size := struct.unpack("!I", buffer[:4])[0]):
                    waiting.append(json.loads(buffer[4 : 4 + size]))
                    buffer = buffer[4 + size :]
                continue
            child = living[fd]
            raw = os.read(fd, 1 << 20)
            if raw:
                child.size += len(raw)
                if child.size > child.limits.told:
                    child.kill("flood")
                else:
                    child.told.append(raw)
                continue
            del living[fd]
            os.close(fd)
            child.kill("")  # it closed its end of the pipe: nothing of it goes on
            _, status = os.waitpid(child.pid, 0)
            status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
            told = b"".join(child.told).decode("utf-8", "replace")
            _send(results_out, {"job": child.job, "end": _end_of(child, status), "status": status, "told": told})
        now = time.monotonic()
        if now - looked > _LOOK and living:
            looked, seen = now, _resident()
            for child in living.values():
                if now > child.deadline:
                    child.kill("wall")
                elif child.first and _use(child.first, seen) > child.limits.memory:
                    child.kill("memory")


def _send(out: int, frame: dict) -> None:
    raw = json.dumps(frame).encode("utf-8")
    raw = struct.pack("!I", len(raw)) + raw
    while raw:
        raw = raw[os.write(out, raw) :]


def _warm():
    """Load and use once what every submission needs; the children then share these pages."""
    import pandas as pd
    import plotly.graph_objects as go
    from IPython.core.interactiveshell import InteractiveShell

    import hauphuong
    from hauphuong import checks, data  # noqa: F401
    from hauphuong.data import banks

    shell = InteractiveShell.instance()
    shell.history_manager.enabled = False
    data.warm_up()
    for name in data.default().resources:
        data.default().table(name)
    for lang in ("vi", "en"):
        getattr(hauphuong, lang).charts.aid_by_donor().bundle()
    for name in banks.names("checks"):
        banks.load("checks", name)
    shell.display_formatter.format(go.Figure(go.Bar(x=[1], y=[1])))  # plotly's first display loads nbformat and its template
    frame = pd.DataFrame({"a": ["x"], "b": [1.0]})
    frame.groupby("a").sum(), repr(frame), frame._repr_html_()
    shell.run_cell("1", store_history=False, silent=True)
    gc.collect()
    gc.freeze()
    return shell


if __name__ == "__main__":
    main()

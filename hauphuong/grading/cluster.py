"""Grade on many machines: the same jobs and the same sandbox, dealt out by a Dask cluster.

A machine of the cluster gets one submission's mended cells at a time, runs them through a `Runner` of its own (bubblewrap,
a worker kept warm between jobs) and gives back how the run ended, unread. Keys, scores and the gradebook stay on the
teacher's machine. A machine that is lost half-way costs nobody a point: Dask gives its jobs to another, and each comes
back once.

Dask trusts whoever reaches its scheduler: without TLS it knows neither passwords nor encryption, and whoever may talk to it
can run any code on every machine of the cluster, the teacher's included. Use it on a network of your own, or with `tls`.
"""

from __future__ import annotations

import asyncio
import atexit
import hashlib
import itertools
import json
import logging
import os
import platform
import socket
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..text import CourseError
from .cage import Limits
from .sandbox import Ended, Runner, SandboxError, refusal

_PACKAGE = Path(__file__).resolve().parents[1]
_PATIENCE = 15  # seconds for the scheduler to answer, and for a first machine to be there
_AHEAD = 2  # jobs sent for each that can run: enough that no machine waits, few enough that none drowns
_LOOK, _ALONE = 10, 60  # seconds between two looks whether machines are left; how long to wait for one to come back
_FILES = {"ca": "ca.pem", "cert": "cert.pem", "key": "key.pem"}


class ClusterError(CourseError):
    """The cluster cannot be used, or was lost. What had been graded is kept."""


# -- on a machine of the cluster -------------------------------------------------------------------------------------------

_idle: list[Runner] = []  # warm, and nobody's at the moment; a Dask worker with several threads has several
_lock = threading.Lock()


def run_one(job: dict, limits: dict, course: str) -> list:
    """One job, as a Dask task: [end, status, told]. Without a sandbox, or with another edition of the course, it does not run: that is the machine's fault ("cage")."""
    if fingerprint()["course"] != course:
        return ["cage", -1, ""]
    with _lock:
        runner = _idle.pop() if _idle else None
    try:
        if runner is None:
            runner = Runner(1).__enter__()
        ended = next(iter(runner.run([job], Limits(**limits))))
    except (SandboxError, OSError, StopIteration):
        if runner is not None and hasattr(runner, "_process"):
            runner.__exit__()
        return ["cage", -1, ""]
    with _lock:
        _idle.append(runner)
    return [ended.end, ended.status, ended.told]


@atexit.register
def _let_go() -> None:
    while _idle:
        _idle.pop().__exit__()


@cache
def fingerprint() -> dict[str, str]:
    """What must be the same everywhere for marks to be the same: the course's code and tables, Python, pandas and plotly."""
    digest = hashlib.sha256()
    data = _PACKAGE / "_data" if (_PACKAGE / "_data").is_dir() else _PACKAGE.parent / "data"
    for root, pattern in ((_PACKAGE, "*.py"), (data, "*.csv")):
        for path in sorted(root.rglob(pattern), key=lambda p: p.relative_to(root).as_posix()):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return {"course": digest.hexdigest()[:16], "Python": ".".join(platform.python_version_tuple()[:2]), **{name: _version(name) for name in ("pandas", "plotly")}}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def introduce() -> dict:
    """What a machine says of itself before it gets work."""
    why = refusal()
    return {"machine": f"{socket.gethostname()} ({os.getpid()})", "fingerprint": fingerprint(), "refusal": [why.vi, why.en] if why else None}


# -- on the teacher's machine ------------------------------------------------------------------------------------------------


class Cluster:
    """The machines behind a scheduler's address (tcp://… or tls://…), with `Runner`'s interface. Use as a context manager.

    `tls`: a folder with ca.pem, cert.pem and key.pem. Raises `ClusterError` where it cannot be used as it is.
    """

    def __init__(self, address: str, tls: Path | None = None, patience: float = _PATIENCE):
        try:
            from distributed import Client, Security
        except ImportError:
            raise ClusterError(vi='--scheduler cần thêm gói: pip install "hauphuong[grading,cluster]".', en='--scheduler needs more packages: pip install "hauphuong[grading,cluster]".') from None
        self.address, self._patience = address, patience
        if (tls is not None) != address.startswith("tls://"):
            raise ClusterError(vi=f"--tls (thư mục có {', '.join(_FILES.values())}) và địa chỉ tls://… đi với nhau; địa chỉ đã cho: {address}.", en=f"--tls (a folder with {', '.join(_FILES.values())}) and an address tls://… go together; the address is {address}.")
        security = Security(require_encryption=True, **self._certificates(tls)) if tls else Security()
        for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is said by the errors below, in the teacher's language
        self._reach(security)
        try:
            self._client = Client(address, timeout=patience, security=security, set_as_default=False, name="hauphuong")
        except (OSError, ValueError) as why:  # it answered a moment ago
            raise self._lost(dict.fromkeys(("vi", "en"), _short(why))) from None
        try:
            self._meet()
        except BaseException:
            self._client.close()
            raise

    @staticmethod
    def _certificates(tls: Path) -> dict[str, str]:
        files = {part: Path(tls) / name for part, name in _FILES.items()}
        missing = [path.name for path in files.values() if not path.is_file()]
        if missing:
            raise ClusterError(vi=f"{tls} thiếu {', '.join(missing)}.", en=f"{tls} has no {', '.join(missing)}.")
        return {"tls_ca_file": str(files["ca"]), "tls_client_cert": str(files["cert"]), "tls_client_key": str(files["key"])}

    def _reach(self, security) -> None:
        """Whether a scheduler answers: asked plainly, since a Dask client that never got through is long in dying."""
        from distributed import rpc

        async def ask() -> dict:
            async with rpc(self.address, timeout=self._patience, connection_args=security.get_connection_args("client")) as scheduler:
                return await asyncio.wait_for(scheduler.identity(), self._patience)

        try:
            who = asyncio.run(ask())
        except Exception as why:  # each kind of wrong address and wrong answer has a class of its own
            reason = _short(why)
        else:
            reason = "" if str(who.get("type")).endswith("Scheduler") else str(who.get("type"))
        if reason:
            raise ClusterError(
                vi=f"Không tới được {self.address} ({reason}). Scheduler đã chạy chưa (dask scheduler), địa chỉ và cổng có đúng không, tường lửa có chặn không?",
                en=f"{self.address} cannot be reached ({reason}). Does the scheduler run (dask scheduler), are address and port right, is there a firewall?",
            )

    def _meet(self) -> None:
        """Ask every machine who it is; work goes out only where all can do it alike."""
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except Exception:  # a time-out, whose class has changed from version to version
            raise ClusterError(vi=f"Scheduler {self.address} chưa có máy nào làm việc. Trên mỗi máy: dask worker {self.address}", en=f"The scheduler {self.address} has no machine that works. On each machine: dask worker {self.address}") from None
        own = fingerprint()
        for address, told in self._client.run(introduce, on_error="return").items():
            if isinstance(told, BaseException):
                raise ClusterError(
                    vi=f'Máy {address} không chạy được khóa học ({_short(told)}). Trên máy ấy: pip install "hauphuong[grading,cluster]".',
                    en=f'The machine {address} cannot run the course ({_short(told)}). On it: pip install "hauphuong[grading,cluster]".',
                )
            other = [f"{part}: {told['fingerprint'].get(part, '–')} ≠ {value}" for part, value in own.items() if told["fingerprint"].get(part) != value]
            if other:
                raise ClusterError(
                    vi=f"Máy {told['machine']} có bản khác với máy này ({'; '.join(other)}), nên điểm có thể khác. Hãy cài cùng một bản ở mọi máy.",
                    en=f"The machine {told['machine']} has other versions than this one ({'; '.join(other)}), so that marks could differ. Install the same everywhere.",
                )
            if told["refusal"]:
                vi, en = told["refusal"]
                raise ClusterError(vi=f"Máy {told['machine']}: {vi}", en=f"The machine {told['machine']}: {en}")

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def run(self, jobs: Iterable[dict], limits: Limits = Limits()) -> Iterator[Ended]:
        """Run jobs ({"job", "cells"}) and yield their ends, each once, in the order in which they end. Jobs are taken from `jobs` as machines have room."""
        from distributed import wait

        jobs, numbers, alone = iter(jobs), {}, 0
        course, bounds = fingerprint()["course"], limits.as_dict()
        try:
            while True:
                for job in itertools.islice(jobs, max(0, self._room() - len(numbers))):
                    bare = {"job": job["job"], "cells": job["cells"]}  # never more than what is to run
                    numbers[self._client.submit(run_one, bare, bounds, course, pure=False)] = job["job"]
                if not numbers:
                    return
                try:
                    with self._client.as_current():
                        ended = wait(list(numbers), timeout=_LOOK, return_when="FIRST_COMPLETED").done
                except TimeoutError:
                    alone = 0 if self._client.nthreads() else alone + 1
                    if alone * _LOOK >= _ALONE:
                        raise self._lost({"vi": "Không còn máy nào làm việc.", "en": "No machine is left that works."}) from None
                    continue
                except CancelledError:
                    raise self._lost({}) from None
                for future in ended:
                    yield self._end_of(future, numbers.pop(future))
                    future.release()
        except OSError as why:
            raise self._lost(dict.fromkeys(("vi", "en"), _short(why))) from None
        finally:
            if numbers and self._client.status == "running":
                self._client.cancel(list(numbers))

    def _room(self) -> int:
        """How many jobs may be under way: it grows as machines join. At least one, so that the queue never stands still for want of a machine that is just being restarted."""
        return max(1, _AHEAD * sum(self._client.nthreads().values())) if self._client.status == "running" else 1

    def _end_of(self, future, number: int) -> Ended:
        from distributed import KilledWorker

        try:
            end, status, told = future.result(timeout=600)
        except KilledWorker:  # it took machine after machine along
            return Ended(number, "worker", -1, "")
        except Exception as why:
            if self._client.status != "running":
                raise self._lost(dict.fromkeys(("vi", "en"), _short(why))) from None
            return Ended(number, "worker", -1, "")
        return Ended(number, str(end), int(status), str(told))

    def _lost(self, why: dict[str, str]) -> ClusterError:
        return ClusterError(
            vi=f"Mất liên lạc với {self.address}. Bài nào chấm xong thì đã lưu; chạy lại lệnh để đi tiếp. {why.get('vi', '')}".rstrip(),
            en=f"The connection to {self.address} was lost. What was graded is kept; run the command again to go on. {why.get('en', '')}".rstrip(),
        )


def _short(why: BaseException) -> str:
    return json.dumps(str(why) or type(why).__name__, ensure_ascii=False)[1:160].rstrip('"')

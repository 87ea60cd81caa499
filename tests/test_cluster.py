"""Grading on a Dask cluster: the same marks as on one machine, each submission once, whatever becomes of the machines."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hostile import CODE, EXERCISE, FULL, solved, with_code

from hauphuong import text
from hauphuong.grading import cluster as room
from hauphuong.grading import run, sandbox
from hauphuong.grading.cluster import Cluster, ClusterError, run_one
from hauphuong.grading.gradebook import Gradebook
from hauphuong.grading.intake import Submission
from hauphuong.grading.sandbox import Ended, Runner

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is Linux's")


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(text, "_chosen", "en")


@pytest.fixture
def local(monkeypatch):
    """A cluster of two workers within this process: quick, and what a worker does can be looked at."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0", protocol="tcp") as made:
        yield made
    room._let_go()


def submission(name: str, book: dict) -> Submission:
    return Submission(name, EXERCISE, name, json.dumps(book).encode())


def a_class(size: int) -> list[Submission]:
    made = [submission(f"s{number}", solved()) for number in range(size)]
    return [*made, submission("dies", with_code(CODE["os-exit"][0])), submission("loops", with_code(CODE["sys-exit"][0])), Submission("broken", EXERCISE, "broken", b"{")]


def marks_of(book: Gradebook) -> dict:
    return {(a["student"], a["outcome"]): [(m["task"], m["points"], m["state"]) for m in book.marks(a["id"])] for a in book.attempts()}


def ready(port: int) -> str:
    return f"tcp://127.0.0.1:{port}"


# -- one task ----------------------------------------------------------------------------------------------------------------


def test_a_machine_without_a_sandbox_runs_nothing_and_costs_nobody_a_point(tmp_path, monkeypatch):
    """It comes back as the machine's fault: needs a person, no mark, never a zero."""
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    monkeypatch.setattr(room, "_idle", [])

    class Bare:
        def run(self, jobs, limits):
            for job in jobs:
                yield Ended(job["job"], *run_one(job, limits.as_dict(), room.fingerprint()["course"]))

    with Gradebook(tmp_path / "b.db") as book:
        (report,) = run.grade([submission("an", solved())], book, Bare())
        assert report.outcome == "person" and "grading machine" in report.reason["en"]
        (result,) = book.results()
        assert len(result.waiting) == len(run.exercise(EXERCISE).checks) and result.points == 0
        assert not book.has("an", EXERCISE, submission("an", solved()).digest, run.exercise(EXERCISE).rules), "the next run grades it anew"


def test_another_edition_of_the_course_runs_nothing():
    assert run_one({"job": 1, "cells": []}, {}, "other") == ["cage", -1, ""]


def test_the_fingerprint_follows_the_course_s_code_and_tables(tmp_path, monkeypatch):
    own = room.fingerprint()
    assert set(own) == {"course", "Python", "pandas", "plotly"} and all(own.values())
    package, data = tmp_path / "hauphuong", tmp_path / "data"
    shutil.copytree(room._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(room._PACKAGE.parent / "data", data)
    monkeypatch.setattr(room, "_PACKAGE", package)
    again = room.fingerprint.__wrapped__
    assert again() == own
    shutil.copytree(data, package / "_data")  # as a wheel has it
    assert again() == own
    (package / "_data" / "polls.csv").write_bytes((data / "polls.csv").read_bytes() + b"x")
    assert again()["course"] != own["course"]


# -- a cluster ---------------------------------------------------------------------------------------------------------------


def test_the_same_marks_as_on_one_machine_and_nothing_but_cells_goes_out(local, tmp_path, monkeypatch):
    sent, most = [], 0
    with Cluster(local.scheduler_address) as machines:
        submit = machines._client.submit

        def spy(task, job, *rest, **more):
            sent.append(job)
            return submit(task, job, *rest, **more)

        monkeypatch.setattr(machines._client, "submit", spy)
        done = []

        def tell(report):
            nonlocal most
            done.append(report)
            most = max(most, len(sent) - sum(r.outcome != "unreadable" for r in done))

        with Gradebook(tmp_path / "far.db") as far:
            reports = run.grade(a_class(6), far, machines, tell=tell)
            assert len(reports) == 9 == len(far.attempts())
            told = marks_of(far)
            assert run.grade(a_class(6), far, machines) == [r for r in reports if r.outcome == "unreadable"], "nothing is graded twice"
    with Gradebook(tmp_path / "near.db") as near, Runner(2) as runner:
        run.grade(a_class(6), near, runner)
        assert told == marks_of(near)
    assert len(sent) == 8 and most <= 4, "no more is under way than the machines can hold"
    assert all(job.keys() == {"job", "cells"} and all(cell.keys() == {"id", "code", "take"} for cell in job["cells"]) for job in sent)
    assert len(room._idle) == 2, "each worker keeps one warm process"


def test_other_versions_are_refused_with_the_machine_s_name(local, monkeypatch):
    real = room.introduce
    monkeypatch.setattr(room, "introduce", lambda: {**real(), "fingerprint": {**room.fingerprint(), "pandas": "0.1"}})
    with pytest.raises(ClusterError, match=f"{socket.gethostname()}.*pandas: 0.1 ≠"):
        Cluster(local.scheduler_address)


def test_a_machine_without_bubblewrap_is_refused_at_once(local, monkeypatch):
    monkeypatch.setattr(sandbox.shutil, "which", lambda _: None)
    with pytest.raises(ClusterError, match=f"{socket.gethostname()}.*apt install bubblewrap"):
        Cluster(local.scheduler_address)


def test_a_machine_without_the_course_is_named(local, monkeypatch):
    def missing():
        raise ModuleNotFoundError("No module named 'hauphuong'")

    monkeypatch.setattr(room, "introduce", missing)
    with pytest.raises(ClusterError, match="pip install"):
        Cluster(local.scheduler_address)


def test_a_machine_that_fails_again_and_again_is_no_zero(local, monkeypatch):
    def broken(*_):
        raise RuntimeError("disk on fire")

    monkeypatch.setattr(room, "run_one", broken)
    with Cluster(local.scheduler_address) as machines:
        assert list(machines.run([{"job": 7, "cells": []}])) == [Ended(7, "worker", -1, "")]
        assert list(machines.run([])) == []


def test_a_cluster_that_is_lost_is_said_and_what_was_graded_is_kept(tmp_path):
    """The scheduler goes away in the middle: a sentence, and the next run goes on."""
    made = distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0", protocol="tcp")
    seen, closing = [], threading.Thread(target=made.close)

    def tell(report):
        seen.append(report)
        if len(seen) == 2:
            closing.start()

    with Gradebook(tmp_path / "b.db") as book:
        with Cluster(made.scheduler_address) as machines, pytest.raises(ClusterError, match="run the command again"):
            run.grade([submission(f"s{n}", solved()) for n in range(40)], book, machines, tell=tell)
        assert len(book.attempts()) == len(seen) and {r.points for r in book.results()} == {FULL}
    closing.join()
    room._let_go()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://", "http://127.0.0.1:1", "tls://127.0.0.1:1"])
def test_an_address_that_leads_nowhere(address):
    with pytest.raises(ClusterError):
        Cluster(address, patience=1)


def test_a_scheduler_without_machines_and_a_port_that_is_no_scheduler():
    with distributed.LocalCluster(n_workers=0, processes=False, dashboard_address=":0", protocol="tcp") as made:
        with pytest.raises(ClusterError, match="dask worker tcp://"):
            Cluster(made.scheduler_address, patience=1)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ClusterError, match="cannot be reached"):
        Cluster(ready(silent.getsockname()[1]), patience=1)


def test_tls(tmp_path):
    """Certificates of one's own: who has them gets in, who has not does not."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*make, "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")], check=True, capture_output=True)
    shutil.copy(tmp_path / "cert.pem", tmp_path / "ca.pem")
    files = {f"tls_{who}_{part}": str(tmp_path / f"{part}.pem") for who in ("scheduler", "worker", "client") for part in ("cert", "key")}
    secure = distributed.Security(require_encryption=True, tls_ca_file=str(tmp_path / "ca.pem"), **files)
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=":0", protocol="tls", security=secure, host="127.0.0.1") as made:
        assert made.scheduler_address.startswith("tls://")
        with Cluster(made.scheduler_address, tmp_path) as machines:
            assert machines._room() >= 1
        with pytest.raises(ClusterError, match="cannot be reached"):
            Cluster(made.scheduler_address.replace("tls://", "tcp://"), patience=2)
    (tmp_path / "key.pem").unlink()
    with pytest.raises(ClusterError, match="key.pem"):
        Cluster("tls://127.0.0.1:1", tmp_path)


# -- the command ---------------------------------------------------------------------------------------------------------------


def test_the_command_says_what_is_wrong(tmp_path, monkeypatch):
    from hauphuong.commands.grade import _runner

    for wrong, said in (((2, True, "tcp://x:1", None), "--unsafe"), ((2, False, "", tmp_path), "--tls"), ((2, False, "tcp://127.0.0.1:1", tmp_path), "go together")):
        with pytest.raises(text.CourseError, match=said):
            _runner(*wrong)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"hauphuong\[grading,cluster\]"):
        Cluster("tcp://127.0.0.1:1")


@pytest.mark.slow
def test_two_machines_one_killed_half_way(tmp_path):
    """Two worker processes of their own; one is killed with a submission in hand: the same marks, each submission once."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as made, Gradebook(tmp_path / "far.db") as far:
        with Cluster(made.scheduler_address) as machines:
            pids = list(machines._client.run(os.getpid).values())
            seen = []

            def kill_one(report):
                seen.append(report)
                if len(seen) == 4:
                    os.kill(pids[0], signal.SIGKILL)

            reports = run.grade(a_class(20), far, machines, tell=kill_one)
            assert len(set(pids)) == 2 and not Path(f"/proc/{pids[0]}").exists(), "it did die"
        assert sorted(r.submission.student for r in reports) == sorted(s.student for s in a_class(20)), "each once"
        assert len(far.attempts()) == 23
        told = marks_of(far)
    with Gradebook(tmp_path / "near.db") as near, Runner(2) as runner:
        run.grade(a_class(20), near, runner)
        assert told == marks_of(near)

"""Kernels forked from a warm process: like any other to whoever uses them, and gone when their parent is."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from hauphuong import fastkernel
from hauphuong.fastkernel import provisioner
from hauphuong.fastkernel.nursery import Forked, Nursery, NurseryError, nursery, supported

pytestmark = pytest.mark.skipif(not supported(), reason="only Linux can fork a warm kernel; elsewhere the ordinary one starts")


@pytest.fixture(autouse=True)
def fast():
    factory = KernelProvisionerFactory.instance()
    before, factory.default_provisioner_name = factory.default_provisioner_name, fastkernel.NAME
    yield
    factory.default_provisioner_name = before


@contextlib.contextmanager
def kernel(**options):
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(**options)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def says(client, code: str) -> str:
    """What a cell prints, or the name of its error."""
    said: list[str] = []
    reply = client.execute_interactive(code, timeout=60, allow_stdin=False, output_hook=lambda m: said.append(m["content"].get("text", "")))
    return "".join(said).strip() if reply["content"]["status"] == "ok" else reply["content"]["ename"]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def gone(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    return not alive(pid)


def test_a_kernel_is_forked_and_finds_its_folder_and_environment(tmp_path):
    with kernel(cwd=str(tmp_path), env={**os.environ, "COURSE": "hậu phương"}) as (manager, client):
        assert isinstance(manager.provisioner.process, Forked)
        assert says(client, "import os; print(os.getcwd(), os.environ['COURSE'])") == f"{tmp_path} hậu phương"
        assert says(client, "import sys; print(all(m in sys.modules for m in ('pandas', 'plotly', 'ipywidgets')))") == "True"


def test_pandas_writes_as_in_any_notebook():
    """It decides when imported whether it has a terminal to fit into; the zygote has neither terminal nor notebook."""
    with kernel() as (_, client):
        assert says(client, "import pandas; print(pandas.get_option('display.max_columns'))") == "20"


@pytest.mark.parametrize(("lang", "sentence"), [("vi", "Không có bảng"), ("en", "There is no table")])
def test_the_import_line_still_chooses_the_language(lang, sentence):
    with kernel() as (_, client):
        told = says(client, f"from hauphuong import {lang} as hp\ntry: hp.table('nothing')\nexcept Exception as why: print(why)")
    assert sentence in told


def test_two_kernels_do_not_draw_the_same_numbers():
    drawn = set()
    for _ in range(2):
        with kernel() as (_, client):
            drawn.add(says(client, "import random, numpy; print(random.random(), numpy.random.random())"))
    assert len(drawn) == 2


def _interrupt_and_restart(times: int) -> None:
    """Interrupt an endless loop, then restart; every kernel but the last is gone, and so is what it had started."""
    seen: list[int] = []
    with kernel() as (manager, client):
        for _ in range(times):
            pids = [int(n) for n in re.findall(r"\d+", says(client, "import os, subprocess; child = subprocess.Popen(['sleep', '600']); print(os.getpid(), child.pid)"))]
            asked = client.execute("print('in it')\nwhile True: pass", stop_on_error=False)  # else ipykernel drops what is asked right after
            while client.get_iopub_msg(timeout=20)["content"].get("text") != "in it\n":
                pass
            manager.interrupt_kernel()
            reply = client.get_shell_msg(timeout=20)
            while reply["parent_header"]["msg_id"] != asked:
                reply = client.get_shell_msg(timeout=20)
            assert reply["content"]["ename"] == "KeyboardInterrupt"
            assert says(client, "print('still here')") == "still here"
            manager.restart_kernel(now=True)
            client.wait_for_ready(timeout=60)
            assert says(client, "child") == "NameError"
            assert all(gone(pid) for pid in pids), pids
            seen += pids
        last = manager.provisioner.pid
    assert gone(last) and len(set(seen)) == len(seen) and last not in seen


def test_interrupt_and_restart():
    _interrupt_and_restart(3)


@pytest.mark.slow
def test_interrupt_and_restart_fifty_times_and_no_orphan():
    _interrupt_and_restart(50)


def test_a_kernel_that_ends_says_how():
    with kernel() as (manager, client):
        client.execute("import os; os._exit(7)")
        assert manager.provisioner.process.wait(timeout=20) == 7
        assert not manager.is_alive()


_SERVER = """
import sys, time
from jupyter_client import KernelManager
managers = [KernelManager(kernel_name="python3") for _ in range(2)]
for m in managers: m.start_kernel()
from hauphuong.fastkernel.nursery import nursery
print(nursery()._zygote.pid, *(m.provisioner.pid for m in managers), flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_no_kernel_outlives_its_server(how):
    server = subprocess.Popen([sys.executable, "-c", _SERVER], stdout=subprocess.PIPE, text=True, env={**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": fastkernel.NAME})
    pids = [int(n) for n in server.stdout.readline().split()]
    assert len(pids) == 3 and all(map(alive, pids))
    server.send_signal(how)
    server.wait(20)
    assert all(gone(pid) for pid in pids), pids


def test_the_zygote_takes_its_kernels_along_and_is_replaced():
    with kernel() as (manager, _):
        first = nursery()._zygote.pid
        os.kill(first, signal.SIGKILL)
        assert gone(manager.provisioner.pid)
        assert manager.provisioner.process.wait(timeout=5) == -1  # nobody is left who could say
        with kernel() as (_, client):
            assert says(client, "print(1)") == "1"
        assert nursery()._zygote.pid != first


def test_where_no_kernel_can_be_forked_an_ordinary_one_starts(monkeypatch, caplog):
    def fails(*_):
        raise NurseryError("no room")

    monkeypatch.setattr(Nursery, "fork", fails)
    with kernel() as (manager, client):
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert says(client, "print(1)") == "1"


def test_another_python_or_kernel_starts_the_ordinary_way(tmp_path):
    assert provisioner._kernel_arguments(["/other/python", "-m", "ipykernel_launcher", "-f", "x"]) is None
    assert provisioner._kernel_arguments([sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "x"]) is None
    assert provisioner._kernel_arguments(["R", "--slave", "-e", "IRkernel::main()", "--args", "x"]) is None
    with kernel(env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))}) as (manager, client):
        assert isinstance(manager.provisioner.process, subprocess.Popen)
        assert says(client, f"import sys; print({str(tmp_path)!r} in sys.path)") == "True"


def test_output_streams_go_where_they_were_sent(tmp_path):
    with open(tmp_path / "log", "wb") as log, kernel(stdout=log, stderr=subprocess.STDOUT) as (_, client):
        says(client, "import os; os.write(1, b'to the stream')")
        says(client, "pass")
    assert b"to the stream" in (tmp_path / "log").read_bytes()


def test_the_zygote_has_one_thread():
    """A fork keeps only the thread that forks: a lock which another held would stay locked for ever."""
    with kernel():
        assert len(os.listdir(f"/proc/{nursery()._zygote.pid}/task")) == 1

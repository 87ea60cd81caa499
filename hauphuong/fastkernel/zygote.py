"""The warm process: imports once what every kernel of the course needs, then forks a kernel for each request.

    python -m hauphuong.fastkernel.zygote FD

FD is one end of a pair of sockets; the other belongs to Jupyter's process alone. When that process ends, however it ends, the
socket closes and the zygote leaves; the kernel tells its children (PR_SET_PDEATHSIG) and they leave too.

    request   {"argv", "cwd", "env"}, with two descriptors for the kernel's output and error stream
    reply     {"pid"}, with a descriptor of the process (pidfd), so that no other process can be taken for it
    news      {"ended": pid, "status": n}
"""

from __future__ import annotations

import array
import builtins
import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
from types import SimpleNamespace

_PR_SET_PDEATHSIG = 1
_LONGEST = 1 << 20  # bytes of a request: an environment is in it


def warm() -> None:
    """Load and use once what a lesson's first cells need. Nothing here may start a thread: a fork would lose it."""
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it when imported, and looks once a second whether its parent lives
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")  # there is no shell yet to be asked; notebooks take this one anyway
    sys.modules.setdefault("rfc3987_syntax", None)  # see tests/test_dependencies.py
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # pandas asks, when imported, whether it will write to a terminal
    import pandas

    del builtins.get_ipython
    import comm  # noqa: F401
    import IPython.core.completer  # noqa: F401
    import ipykernel.ipkernel
    import ipykernel.kernelapp
    import ipykernel.zmqshell  # noqa: F401
    import ipywidgets  # noqa: F401
    import plotly.graph_objects as go
    import plotly.io._renderers  # noqa: F401

    from ..edition import Edition
    from ..text import LANGUAGES

    for lang in LANGUAGES:  # not `hauphuong.vi`: the kernel's own import line chooses its language
        Edition(lang).charts.aid_by_donor().bundle()
    figure = go.Figure(go.Bar(x=[1], y=[1]))
    figure.to_plotly_json(), figure._repr_mimebundle_()
    pandas.DataFrame({"a": ["x"], "b": [1.0]})._repr_html_()
    gc.collect()
    gc.freeze()  # so that no collection touches, and so copies, the pages that are shared


def serve(line: socket.socket) -> None:
    """Fork kernels until the line closes."""
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([line, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell_of_ended(line)
        if line not in ready:
            continue
        try:
            raw, streams, _, _ = socket.recv_fds(line, _LONGEST, 2)
        except OSError:  # closed with news unread
            raw = b""
        if not raw:
            os._exit(0)
        request = json.loads(raw)
        mine = os.getpid()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            line.close()
            os.close(woken), os.close(wake)
            _become_kernel(request, streams, mine)
        for fd in streams:
            os.close(fd)
        handle = os.pidfd_open(pid)
        line.sendmsg([json.dumps({"pid": pid}).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [handle]))])
        os.close(handle)


def _tell_of_ended(line: socket.socket) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        try:
            line.send(json.dumps({"ended": pid, "status": os.waitstatus_to_exitcode(status)}).encode())
        except OSError:
            os._exit(0)


def _become_kernel(request: dict, streams: list[int], zygote: int) -> None:
    """What follows is a kernel like any other. Does not return."""
    status = 1
    try:
        # it must not outlive the zygote, which may have died between the fork and this line
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != zygote:
            os._exit(1)
        os.setsid()  # Jupyter interrupts a whole process group: it must be the kernel's own
        for number in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        os.environ["JPY_PARENT_PID"] = str(zygote)
        quiet = os.open(os.devnull, os.O_RDONLY)
        for fd, number in zip((quiet, *streams), (0, 1, 2)):
            os.dup2(fd, number)
            os.close(fd)
        _new_chances()
        sys.argv = request["argv"]
        from ipykernel.kernelapp import launch_new_instance

        launch_new_instance()
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else 1
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def _new_chances() -> None:
    """Two kernels of one zygote must not draw the same random numbers."""
    import random

    import numpy

    random.seed()
    numpy.random.seed()


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for Jupyter to hear
    line = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(line.fileno(), False)
    warm()
    try:
        line.send(b'{"warm": true}')
    except OSError:
        return
    serve(line)


if __name__ == "__main__":
    main()

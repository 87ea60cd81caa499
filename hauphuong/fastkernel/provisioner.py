"""What Jupyter asks for a kernel, in the place of its own `LocalProvisioner`: interrupt, restart and shutdown stay that one's."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from .nursery import NurseryError, nursery, supported


class FastProvisioner(LocalProvisioner):
    """Forks a warm process where the kernel is this very Python's own ipykernel, and starts a process like any other where it is not."""

    async def launch_kernel(self, cmd: list[str], **options: Any):
        argv, streams = _kernel_arguments(cmd), _streams(options)
        environment = dict(options.get("env") or os.environ)
        if argv is None or streams is None or not supported() or _other_python(environment):
            return await super().launch_kernel(cmd, **options)
        try:
            # in a thread, since the first one waits until the zygote is warm and the server has others to serve
            self.process = await asyncio.to_thread(nursery().fork, argv, os.path.abspath(options.get("cwd") or "."), environment, *streams)
        except NurseryError as why:
            self.log.warning("hauphuong: no fast kernel (%s); starting an ordinary one", why)
            return await super().launch_kernel(cmd, **options)
        self.pid = self.pgid = self.process.pid
        self.cwd = options.get("cwd") or os.getcwd()
        return self.connection_info


def _kernel_arguments(cmd: list[str]) -> list[str] | None:
    """What `ipykernel_launcher` would see of a command, or None where it is another kernel, or Python with flags of its own."""
    if len(cmd) < 3 or os.path.abspath(cmd[0]) != os.path.abspath(sys.executable) or cmd[1:3] != ["-m", "ipykernel_launcher"]:
        return None
    return ["ipykernel_launcher", *cmd[3:]]


def _streams(options: dict) -> tuple[int, int] | None:
    """Descriptors for the kernel's output and error stream; None where the caller wants pipes, which need a child of its own."""
    found = []
    for name, usual in (("stdout", 1), ("stderr", 2)):
        wanted = options.get(name)
        if wanted is None:
            found.append(usual)
        elif wanted == subprocess.DEVNULL:
            found.append(_nowhere())
        elif wanted == subprocess.STDOUT and found:
            found.append(found[0])
        elif wanted == subprocess.PIPE:
            return None
        else:
            found.append(wanted if isinstance(wanted, int) else wanted.fileno())
    return tuple(found)


def _nowhere() -> int:
    """/dev/null, opened once."""
    if not hasattr(_nowhere, "fd"):
        _nowhere.fd = os.open(os.devnull, os.O_WRONLY)
    return _nowhere.fd


def _other_python(environment: dict) -> bool:
    """Whether the kernel is to find other modules, or start in another way, than this process would."""
    return any(environment.get(name) != os.environ.get(name) for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "LD_LIBRARY_PATH"))

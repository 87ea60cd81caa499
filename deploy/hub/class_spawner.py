"""One student, one number of their own: a server that runs as nobody else, in a home that nobody else can open.

The machine needs no account for a student. What a student's code may start is limited, so that a fork bomb stops at its own door.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
from pathlib import Path

import classroom
from jupyterhub.spawner import LocalProcessSpawner
from jupyterhub.utils import wait_for_server
from traitlets import Unicode

_PROCESSES = 400  # threads count too, and a notebook with pandas has dozens
# A class comes in at one moment. The hub's own limit turns the rest away with an error page; here they wait on the page that
# shows their server's progress, and those before them get the whole machine.
_AT_ONCE = asyncio.Semaphore(2 * (os.cpu_count() or 1))
_SECONDS = 120  # that one server may take to answer, once its turn has come


class ClassSpawner(LocalProcessSpawner):
    """Starts a student's JupyterLab on the student's own copy of the course."""

    course = Unicode(help="the course's folder, read-only for students").tag(config=True)

    @property
    def _me(self) -> dict:
        return classroom.students()[self.user.name]

    @property
    def home(self) -> Path:
        return classroom.FOLDER / "homes" / self.user.name

    @property
    def box(self) -> Path:
        return classroom.FOLDER / "boxes" / self.user.name

    def make_preexec_fn(self, name: str):
        number, home = self._me["number"], str(self.home)

        def become() -> None:
            os.setgroups([])
            os.setresgid(number, number, number)
            os.setresuid(number, number, number)
            os.umask(0o077)
            os.chdir(home)
            resource.setrlimit(resource.RLIMIT_NPROC, (_PROCESSES, _PROCESSES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        return become

    def user_env(self, env: dict) -> dict:
        home = str(self.home)
        return {
            **env,
            "USER": self.user.name,
            "HOME": home,
            "SHELL": "/bin/bash",
            "TMPDIR": f"{home}/.tmp",  # the machine's /tmp is everybody's
            "JUPYTER_RUNTIME_DIR": f"{home}/.run",  # kernels' sockets and keys; short, since a socket's path may have 107 letters
            "HAUPHUONG_JOURNAL": f"{home}/journal",
            "HAUPHUONG_HAND_IN": str(self.box),
        }

    async def start(self):
        async with _AT_ONCE:
            where = await self._start()
            await wait_for_server(*where, timeout=_SECONDS)
            return where

    async def _start(self):
        number = self._me["number"]
        for place in (self.home, self.box):
            classroom.make_place(place, number)
        copies = Path(__file__).with_name("copies.py")
        for command in (["mkdir", "-p", "-m", "700", f"{self.home}/.tmp", f"{self.home}/.run"], [sys.executable, str(copies), self.course, f"{self.home}/course"]):
            made = await asyncio.create_subprocess_exec(*command, preexec_fn=self.make_preexec_fn(self.user.name), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
            said, _ = await made.communicate()
            if made.returncode:
                raise RuntimeError(f"{self.user.name}: {said.decode('utf-8', 'replace')[-300:]}")
            self.log.info("%s: %s", self.user.name, said.decode("utf-8", "replace").strip())
        return await super().start()

"""Shut a forked child in: its own users, processes, mounts, network and shared memory, no rights, and hard limits.

Runs inside bubblewrap, in the child, before any line of a student's. Linux only, by ctypes: the standard library has no
mount(2), and `os.unshare` only from Python 3.12. Two things were learned the hard way:

- RLIMIT_NPROC does not bind root, so a grader started as root first becomes nobody, another nobody for each submission;
- a user namespace of its own makes that limit count only the child's own processes, so an ordinary user needs no other uid.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct
from dataclasses import asdict, dataclass

HOME = "/student"  # the child's only writable place, of its own, in memory; not /tmp or /home, where the course itself may stand
FIRST_NOBODY = 2_000_000_000  # far from any account
_libc = ctypes.CDLL(None, use_errno=True)
_NEWNS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REC, _PRIVATE = 1, 2, 4, 8, 0x4000, 0x40000
_NO_NEW_PRIVS, _SECCOMP, _CAPBSET_DROP, _DUMPABLE = 38, 22, 24, 4

# what a student's code has no business with; the numbers differ by machine
_DENIED = {
    "x86_64": (0xC000003E, [101, 155, 161, 165, 166, 169, 175, 176, 246, 248, 249, 250, 272, 298, 308, 310, 311, 313, 321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442]),
    "aarch64": (0xC00000B7, [39, 40, 41, 51, 97, 104, 105, 106, 117, 142, 217, 218, 219, 241, 268, 270, 271, 273, 280, 282, 425, 426, 427, 428, 429, 430, 431, 432, 433, 442]),
}


@dataclass(frozen=True)
class Limits:
    """What one submission may use. `wall`, `cpu`, `cell`: seconds; `memory`, `disk`, `told`: bytes; `processes`: threads count too."""

    wall: float = 60
    cpu: int = 45
    cell: float = 15
    memory: int = 1_500_000_000
    disk: int = 64_000_000
    told: int = 8_000_000
    processes: int = 24

    def as_dict(self) -> dict:
        return asdict(self)


class CageError(OSError):
    """The cage could not be built: the fault of the machine, never of a student."""


def become_nobody(number: int) -> None:
    """Give up root for a user that owns nothing. Does nothing for an ordinary user."""
    if os.getuid() == 0:
        nobody = FIRST_NOBODY + number % 1_000_000
        os.setgroups([])
        os.setresgid(nobody, nobody, nobody)
        os.setresuid(nobody, nobody, nobody)
        _prctl(_DUMPABLE, 1)  # else the kernel keeps our own /proc/self/uid_map from us


def enter(limits: Limits) -> None:
    """Leave the shared world. The caller then forks: that child is process 1 of a world of its own, and `settle`s there."""
    uid, gid = os.getuid(), os.getgid()
    _try(_libc.unshare(_NEWUSER | _NEWNS | _NEWPID | _NEWNET | _NEWIPC), "unshare")
    for name, line in (("setgroups", "deny"), ("uid_map", f"1000 {uid} 1"), ("gid_map", f"1000 {gid} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(line)
    _mount(None, "/", None, _REC | _PRIVATE)
    _mount("tmpfs", HOME, "tmpfs", _NOSUID | _NODEV, f"size={limits.disk},nr_inodes=4096,mode=700")
    # an empty /proc: no other process can be seen, nor its environment
    _mount("tmpfs", "/proc", "tmpfs", _NOSUID | _NODEV | _NOEXEC | _RDONLY, "size=4k,mode=555")


def settle(limits: Limits) -> None:
    """As process 1 of the new world: limits, no rights, no way to more."""
    os.chdir(HOME)
    for what, most in (
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NPROC, limits.processes),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(what, (most, most))
    for right in range(64):
        if _libc.prctl(_CAPBSET_DROP, right, 0, 0, 0) < 0:
            break  # there are no more
    _prctl(_NO_NEW_PRIVS, 1)
    header, nothing = struct.pack("Ii", 0x20080522, 0), bytes(24)
    _try(_libc.capset(ctypes.c_char_p(header), ctypes.c_char_p(nothing)), "capset")
    _deny()


def _deny() -> None:
    """A seccomp filter: EPERM for what is denied, and for clone() into new namespaces."""
    known = _DENIED.get(platform.machine())
    if known is None:
        return  # the namespaces hold without it
    arch, numbers = known
    unshare, setns, clone = {"x86_64": (272, 308, 56), "aarch64": (97, 268, 220)}[platform.machine()]
    refuse = _step(0x06, 0, 0, 0x00050000 | errno.EPERM)
    program = [_step(0x20, 0, 0, 4), _step(0x15, 1, 0, arch), _step(0x06, 0, 0, 0x80000000), _step(0x20, 0, 0, 0)]
    for number in sorted({*numbers, unshare, setns}):
        program += [_step(0x15, 0, 1, number), refuse]
    # clone3 hides its flags in memory: ENOSYS makes the C library fall back on clone
    program += [_step(0x15, 0, 1, 435), _step(0x06, 0, 0, 0x00050000 | errno.ENOSYS)]
    program += [_step(0x15, 0, 3, clone), _step(0x20, 0, 0, 16), _step(0x45, 0, 1, _NEWNS | _NEWIPC | _NEWUSER | _NEWPID | _NEWNET), refuse]
    program.append(_step(0x06, 0, 0, 0x7FFF0000))
    code = ctypes.create_string_buffer(b"".join(program))
    filter_ = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code)))
    _try(_libc.prctl(_SECCOMP, ctypes.c_ulong(2), ctypes.c_ulong(ctypes.addressof(filter_)), 0, 0), "seccomp")


def _step(code: int, yes: int, no: int, k: int) -> bytes:
    return struct.pack("HBBI", code, yes, no, k)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    raw = [part.encode() if part is not None else None for part in (source, target, kind)]
    _try(_libc.mount(*raw, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def _prctl(option: int, value: int) -> None:
    _try(_libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0), f"prctl {option}")


def _try(result: int, what: str) -> None:
    if result < 0:
        code = ctypes.get_errno()
        raise CageError(code, f"{what}: {os.strerror(code)}")

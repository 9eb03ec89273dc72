"""Linux system calls that Python lacks, via ctypes; every failure is an OSError that names the call."""

from __future__ import annotations

import ctypes
import os
import platform

from grader.sandbox.linux.syscalls import number

libc = ctypes.CDLL(None, use_errno=True)

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_CAPBSET_READ = 23
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_CLEAR_ALL = 4

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 0x1
MS_NOSUID = 0x2
MS_NODEV = 0x4
MS_NOEXEC = 0x8
MS_REMOUNT = 0x20
MS_REC = 0x4000
MS_PRIVATE = 0x40000
MNT_DETACH = 2

CAP_KILL = 5
CAP_SETGID = 6
CAP_SETUID = 7
CAP_SETPCAP = 8
CAP_SYS_ADMIN = 21
LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522


def _checked(result: int, call: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{call}: {os.strerror(code)}")
    return result


def prctl(option: int, argument: int = 0, call: str = "prctl", *, second: int = 0) -> int:
    """Set an attribute of this process, with one or two arguments; `call` names the call in errors."""
    arguments = (ctypes.c_ulong(argument), ctypes.c_ulong(second), ctypes.c_ulong(0), ctypes.c_ulong(0))
    return _checked(libc.prctl(ctypes.c_int(option), *arguments), call)


def syscall(name: str, *arguments: object) -> int:
    """Make a system call by name; integers are passed as longs."""
    words = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return _checked(libc.syscall(ctypes.c_long(number(name, platform.machine())), *words), name)


def unshare(flags: int) -> None:
    """Replace the namespaces in `flags` with new ones."""
    _checked(libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace that `descriptor` refers to."""
    _checked(libc.setns(ctypes.c_int(descriptor), ctypes.c_int(kind)), "setns")


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount a file system, or change a mount."""
    texts = [None if text is None else text.encode() for text in (source, target, kind, data)]
    _checked(libc.mount(texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3]), f"mount {target}")


def detach(target: str) -> None:
    """Unmount `target` now, even if it is busy."""
    _checked(libc.umount2(target.encode(), ctypes.c_int(MNT_DETACH)), f"umount2 {target}")


def close_descriptors_from(first: int) -> None:
    """Close every descriptor that is not below `first`."""
    syscall("close_range", first, 2**31 - 1, 0)


class _CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


_CapabilityData = ctypes.c_uint32 * 6  # effective, permitted, inheritable: the low words, then the high words


def effective_capabilities() -> int:
    """Return this thread's effective capabilities as a bit mask."""
    header, data = _CapabilityHeader(_CAPABILITY_VERSION_3, 0), _CapabilityData()
    syscall("capget", ctypes.byref(header), ctypes.byref(data))
    return data[0] | data[3] << 32


def drop_bounding_capabilities() -> None:
    """Drop the ambient capabilities and, where permitted, the bounding set."""
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, "prctl(PR_CAP_AMBIENT)")
    if effective_capabilities() >> CAP_SETPCAP & 1:
        for capability in range(LAST_CAPABILITY + 1):
            # Read first: most processes here inherit an empty set, and every drop creates new credentials.
            if libc.prctl(ctypes.c_int(PR_CAPBSET_READ), ctypes.c_ulong(capability), 0, 0, 0) == 0:
                continue
            if libc.prctl(ctypes.c_int(PR_CAPBSET_DROP), ctypes.c_ulong(capability), 0, 0, 0) < 0:
                break  # the first number unknown to this kernel


def clear_capabilities() -> None:
    """Drop all effective, permitted and inheritable capabilities."""
    header, data = _CapabilityHeader(_CAPABILITY_VERSION_3, 0), _CapabilityData()
    syscall("capset", ctypes.byref(header), ctypes.byref(data))

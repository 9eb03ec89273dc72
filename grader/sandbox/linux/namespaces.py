"""Mount, network, IPC, UTS and pid namespaces: an empty root for the zygote, and a pid namespace for each child.

As root this requires CAP_SYS_ADMIN; otherwise a user namespace grants it, where the kernel and the container allow one.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.sandbox.linux import kernel
from grader.sandbox.linux.kernel import CAP_SYS_ADMIN

_ROOM = kernel.CLONE_NEWNS | kernel.CLONE_NEWNET | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS | kernel.CLONE_NEWPID
_SEALED = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
_PLACES = ("/tmp", "/mnt", "/var", "/usr")  # noqa: S108 - where to mount, not where to write


def leave() -> bool:
    """Enter new namespaces of every kind; the pid namespace begins with the next fork.

    Returns:
        Whether a user namespace had to be created, which contains no other user to switch to.

    Raises:
        OSError: if neither this process nor a user namespace has the required privilege.
    """
    if kernel.effective_capabilities() >> CAP_SYS_ADMIN & 1:
        kernel.unshare(_ROOM)
        return False
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(kernel.CLONE_NEWUSER | _ROOM)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path("/proc/self", name).write_text(text)
    return True


def empty_root() -> None:
    """Replace the file system with an empty, read-only one; open descriptors remain valid.

    Raises:
        OSError: if a mount is refused.
    """
    kernel.mount(None, "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    place = next(place for place in _PLACES if Path(place).is_dir())
    kernel.mount("none", place, "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC, "size=4k,mode=555")
    os.chdir(place)
    # Stacking the old root on the new one and detaching it requires no directory to put it in; see pivot_root(2).
    kernel.syscall("pivot_root", b".", b".")
    kernel.detach(".")
    os.chdir("/")
    kernel.mount(None, "/", None, kernel.MS_REMOUNT | _SEALED)


class ChildPids:
    """Give each fork its own pid namespace; `proc` is a descriptor of a /proc that lists this process."""

    def __init__(self, proc: int) -> None:
        self._own = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)

    def fork(self) -> int:
        """Fork; the child is pid 1 of a new pid namespace."""
        kernel.unshare(kernel.CLONE_NEWPID)
        pid = os.fork()
        if pid:
            kernel.setns(self._own, kernel.CLONE_NEWPID)
        return pid

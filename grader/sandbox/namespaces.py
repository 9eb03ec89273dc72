"""Mount, network, IPC, host name and pid namespaces: a zygote in an empty room, each child alone in a pid namespace.

As root this needs CAP_SYS_ADMIN; otherwise a user namespace gives it, where the kernel and the container allow one.
"""

from __future__ import annotations

import os
from pathlib import Path

from grader.sandbox import linux
from grader.sandbox.linux import CAP_SYS_ADMIN

_ROOM = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS | linux.CLONE_NEWPID
_SEALED = linux.MS_RDONLY | linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC
_PLACES = ("/tmp", "/mnt", "/var", "/usr")  # noqa: S108 - where to mount, not where to write


def leave() -> bool:
    """Leave every namespace for a new one; the pid namespace begins with the next fork.

    Returns:
        Whether a user namespace had to be made, in which there is no other user to become.

    Raises:
        OSError: if neither this process nor a user namespace has the right to.
    """
    if linux.effective_capabilities() >> CAP_SYS_ADMIN & 1:
        linux.unshare(_ROOM)
        return False
    uid, gid = os.geteuid(), os.getegid()
    linux.unshare(linux.CLONE_NEWUSER | _ROOM)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        Path("/proc/self", name).write_text(text)
    return True


def empty_root() -> None:
    """Replace the file system by an empty one that cannot be written; open descriptors stay.

    Raises:
        OSError: if a mount is refused.
    """
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    place = next(place for place in _PLACES if Path(place).is_dir())
    linux.mount("none", place, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC, "size=4k,mode=555")
    os.chdir(place)
    # Stacking the old root on the new one and detaching it needs no directory to put it in, see pivot_root(2).
    linux.syscall("pivot_root", b".", b".")
    linux.detach(".")
    os.chdir("/")
    linux.mount(None, "/", None, linux.MS_REMOUNT | _SEALED)


class ChildPids:
    """Gives each fork its own pid namespace; `proc` is a descriptor of a /proc that knows this process."""

    def __init__(self, proc: int) -> None:
        self._own = os.open("self/ns/pid", os.O_RDONLY | os.O_CLOEXEC, dir_fd=proc)

    def fork(self) -> int:
        """Fork; the child is pid 1 of a new pid namespace."""
        linux.unshare(linux.CLONE_NEWPID)
        pid = os.fork()
        if pid:
            linux.setns(self._own, linux.CLONE_NEWPID)
        return pid

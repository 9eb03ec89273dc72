"""A system call filter like the one that Docker installs by default, for a container without capabilities.

The profile is turned round: Docker lists what is allowed, this lists what is thereby refused, which is the shorter
list. What Docker allows to any container on a current kernel (ptrace, Landlock, seccomp) is allowed here.

Source: https://docs.docker.com/engine/security/seccomp/ and the profile that it links to.
"""

from __future__ import annotations

import errno
import struct

from grader.sandbox.linux import seccomp
from grader.sandbox.linux.syscalls import AUDIT_ARCH, X32_BIT
from tests.sandbox.numbers import MACHINE, NUMBERS

_NAMES = """
    acct add_key bpf chroot clock_adjtime clock_settime create_module delete_module fanotify_init finit_module
    fsconfig fsmount fsopen fspick get_mempolicy init_module io_uring_enter io_uring_register io_uring_setup
    ioperm iopl kexec_file_load kexec_load keyctl lookup_dcookie mbind migrate_pages mount mount_setattr
    move_mount move_pages name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open pidfd_getfd
    pivot_root process_madvise quotactl quotactl_fd reboot request_key set_mempolicy set_mempolicy_home_node
    setdomainname sethostname setns settimeofday swapoff swapon sysfs syslog umount2 unshare uselib
    userfaultfd ustat vhangup
"""
REFUSED = tuple(_NAMES.split())
"""Answered with EPERM, as Docker's default action does."""

NAMESPACE_FLAGS = 0x7E020000
"""Flags of clone that make a namespace; clone3, whose flags no filter can see, answers ENOSYS."""

_AT_FIRST_ARGUMENT = 16


def profile(machine: str = MACHINE) -> bytes:
    """Return the filter as an array of ``struct sock_filter``."""
    numbers = NUMBERS[machine]
    refused = seccomp._ERRNO | errno.EPERM
    program = [
        (seccomp._LOAD_WORD, 0, 0, seccomp._AT_ARCH),
        (seccomp._JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (seccomp._RETURN, 0, 0, refused),
        (seccomp._LOAD_WORD, 0, 0, seccomp._AT_NUMBER),
        (seccomp._JUMP_GREATER_EQUAL, 0, 1, X32_BIT),
        (seccomp._RETURN, 0, 0, refused),
        (seccomp._JUMP_EQUAL, 0, 1, numbers["clone3"]),
        (seccomp._RETURN, 0, 0, seccomp._ERRNO | errno.ENOSYS),
    ]
    for name in REFUSED:
        if name in numbers:
            program += [(seccomp._JUMP_EQUAL, 0, 1, numbers[name]), (seccomp._RETURN, 0, 0, refused)]
    program += [
        (seccomp._JUMP_EQUAL, 0, 3, numbers["clone"]),
        (seccomp._LOAD_WORD, 0, 0, _AT_FIRST_ARGUMENT),
        (seccomp._JUMP_ANY_BIT, 0, 1, NAMESPACE_FLAGS),
        (seccomp._RETURN, 0, 0, refused),
        (seccomp._RETURN, 0, 0, seccomp.ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)

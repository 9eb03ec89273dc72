"""Landlock with an empty ruleset: no files, no TCP, no abstract Unix sockets, no signals to processes outside.

Source: linux/landlock.h.
"""

from __future__ import annotations

import ctypes
import os

from grader.sandbox.linux import kernel

_VERSION_FLAG = 1

# The rights that each ABI can handle, as the number of low bits.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_RIGHTS_SINCE, _NETWORK_RIGHTS = 4, 0b11  # bind and connect
_SCOPES_SINCE, _SCOPES = 6, 0b11  # abstract Unix sockets, signals


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scopes", ctypes.c_uint64))


def abi() -> int:
    """Return the Landlock version of this kernel.

    Raises:
        OSError: if it has none, or Landlock is disabled.
    """
    return kernel.syscall("landlock_create_ruleset", None, 0, _VERSION_FLAG)


def restrict(version: int) -> None:
    """Deny this process everything that Landlock ABI `version` can deny; no_new_privs must be set.

    Raises:
        OSError: if the kernel refuses.
    """
    ruleset = _Ruleset((1 << _FILE_RIGHTS[min(version, 5)]) - 1, 0, 0)
    size = 8
    if version >= _NETWORK_RIGHTS_SINCE:
        ruleset.network, size = _NETWORK_RIGHTS, 16
    if version >= _SCOPES_SINCE:
        ruleset.scopes, size = _SCOPES, 24
    descriptor = kernel.syscall("landlock_create_ruleset", ctypes.byref(ruleset), size, 0)
    kernel.syscall("landlock_restrict_self", descriptor, 0)
    os.close(descriptor)

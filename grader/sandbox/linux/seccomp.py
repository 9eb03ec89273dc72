"""The system call filter: a classic BPF program generated from the policy's tables.

Source: linux/filter.h, linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from collections.abc import Iterator

from grader.sandbox import policy
from grader.sandbox.linux import kernel
from grader.sandbox.linux.syscalls import AUDIT_ARCH, TABLES, X32_BIT

_LOAD_WORD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_JUMP_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_JUMP_GREATER_EQUAL = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_JUMP_ANY_BIT = 0x45  # BPF_JMP | BPF_JSET | BPF_K
_AND = 0x54  # BPF_ALU | BPF_AND | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K

# Offsets into struct seccomp_data; the low word of an argument comes first, since both architectures are little-endian.
_AT_NUMBER, _AT_ARCH, _AT_SECOND_ARGUMENT, _AT_THIRD_ARGUMENT = 0, 4, 24, 32

KILL_PROCESS = 0x80000000
ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_PROT_EXEC = 4
_FUTEX_OPERATION = 0xFFFFFFFF & ~(128 | 256)  # without FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME
_SET_MODE_FILTER = 1


def program(machine: str) -> bytes:
    """Return the filter for `machine` as an array of ``struct sock_filter``.

    Raises:
        OSError: if there is no table of system calls for `machine`.
    """
    if machine not in TABLES:
        raise OSError(errno.ENOSYS, f"no system call table for {machine}")
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in _instructions(machine))


def _instructions(machine: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield (code, jump if true, jump if false, operand)."""
    table = TABLES[machine]
    yield _LOAD_WORD, 0, 0, _AT_ARCH
    yield _JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]
    yield _RETURN, 0, 0, KILL_PROCESS
    yield _LOAD_WORD, 0, 0, _AT_NUMBER
    yield _JUMP_GREATER_EQUAL, 0, 1, X32_BIT
    yield _RETURN, 0, 0, KILL_PROCESS
    for name in policy.ALLOW:
        if name in table:
            yield _JUMP_EQUAL, 0, 1, table[name]
            yield _RETURN, 0, 0, ALLOW
    yield from _futex(table["futex"])
    for name in policy.ALLOW_UNLESS_EXECUTABLE:
        yield _JUMP_EQUAL, 0, 4, table[name]
        yield _LOAD_WORD, 0, 0, _AT_THIRD_ARGUMENT
        yield _JUMP_ANY_BIT, 0, 1, _PROT_EXEC
        yield _RETURN, 0, 0, _ERRNO | errno.EPERM
        yield _RETURN, 0, 0, ALLOW
    for name, (code, _) in policy.REFUSE.items():
        if name in table:
            yield _JUMP_EQUAL, 0, 1, table[name]
            yield _RETURN, 0, 0, _ERRNO | code
    yield _RETURN, 0, 0, KILL_PROCESS


def _futex(number: int) -> Iterator[tuple[int, int, int, int]]:
    decisions = [
        instruction
        for operation, _ in policy.ALLOW_FUTEX.values()
        for instruction in ((_JUMP_EQUAL, 0, 1, operation), (_RETURN, 0, 0, ALLOW))
    ]
    yield _JUMP_EQUAL, 0, 3 + len(decisions), number
    yield _LOAD_WORD, 0, 0, _AT_SECOND_ARGUMENT
    yield _AND, 0, 0, _FUTEX_OPERATION
    yield from decisions
    yield _RETURN, 0, 0, _ERRNO | errno.ENOSYS


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def install(instructions: bytes) -> None:
    """Apply the filter to this process from now on; no_new_privs must be set.

    Raises:
        OSError: if the kernel refuses.
    """
    kernel.syscall("seccomp", _SET_MODE_FILTER, 0, ctypes.byref(_Program(len(instructions) // 8, instructions)))

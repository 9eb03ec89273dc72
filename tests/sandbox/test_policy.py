"""The policy is data: it is complete, each rule has a reason, and the filter that is made of it decides as it says."""

from __future__ import annotations

import errno
import re
import struct
from dataclasses import asdict
from pathlib import Path
from unittest import mock

import pytest

from grader.sandbox import codec, policy, types, wire
from grader.sandbox.layers import Layer, reaches, tier_of
from grader.sandbox.linux import seccomp
from grader.sandbox.linux.syscalls import AUDIT_ARCH, TABLES, X32_BIT
from grader.sandbox.types import Limits, Tier
from tests.conftest import missing
from tests.sandbox import docker
from tests.sandbox.numbers import NUMBERS

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
ALLOW, KILL = "allow", "kill"


def decide(
    machine: str,
    number: int,
    third_argument: int = 0,
    arch: int | None = None,
    *,
    first_argument: int = 0,
    second_argument: int = 0,
    program: bytes = b"",
) -> str | int:
    """Run a filter, by default ours, as the kernel would: a small interpreter of the instructions that it uses."""
    data = struct.pack("<iIQ6Q", 0, 0, 0, first_argument, second_argument, third_argument, 0, 0, 0)
    data = struct.pack("<II", number, AUDIT_ARCH[machine] if arch is None else arch) + data[8:]
    instructions = list(struct.iter_unpack("<HBBI", program or seccomp.program(machine)))
    at, accumulator = 0, 0
    while True:
        code, if_true, if_false, operand = instructions[at]
        at += 1
        match code:
            case 0x20:
                (accumulator,) = struct.unpack_from("<I", data, operand)
            case 0x15:
                at += if_true if accumulator == operand else if_false
            case 0x35:
                at += if_true if accumulator >= operand else if_false
            case 0x45:
                at += if_true if accumulator & operand else if_false
            case 0x54:
                accumulator &= operand
            case 0x06:
                return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(operand, operand & 0xFFFF)
            case _:
                raise AssertionError(f"unknown instruction {code:#x}")


@pytest.mark.parametrize("machine", TABLES)
def test_the_filter_decides_as_the_policy_says(machine: str) -> None:
    table = TABLES[machine]
    expected: dict[int, str | int] = {table[name]: ALLOW for name in policy.ALLOW if name in table}
    expected |= {table[name]: code for name, (code, _) in policy.REFUSE.items() if name in table}
    expected[table["futex"]] = ALLOW  # FUTEX_WAIT
    for name in policy.ALLOW_UNLESS_EXECUTABLE:
        for protection in (0, 1, 3):
            assert decide(machine, table[name], protection) == ALLOW
        for protection in (4, 5, 7, 4 | 1 << 40):
            assert decide(machine, table[name], protection) == errno.EPERM
        expected[table[name]] = ALLOW
    for number in range(600):
        assert decide(machine, number) == expected.get(number, KILL), number


@pytest.mark.parametrize("machine", TABLES)
def test_a_futex_is_for_waiting_and_waking(machine: str) -> None:
    futex, allowed = TABLES[machine]["futex"], {code for code, _ in policy.ALLOW_FUTEX.values()}
    for flags in (0, 128, 256, 128 | 256, 1 << 32):
        for operation in range(20):
            expected = ALLOW if operation in allowed else errno.ENOSYS
            assert decide(machine, futex, second_argument=operation | flags) == expected
    assert decide(machine, futex, second_argument=1 << 9) == errno.ENOSYS


@pytest.mark.parametrize("machine", TABLES)
def test_another_architecture_or_table_is_killed(machine: str) -> None:
    read = TABLES[machine]["read"]
    assert decide(machine, read) == ALLOW
    assert decide(machine, read, arch=0x40000003) == KILL  # i386, whose numbers mean other calls
    assert decide(machine, read | X32_BIT) == KILL
    assert decide(machine, 0xFFFFFFFF) == KILL


@pytest.mark.parametrize("machine", TABLES)
def test_dangerous_calls_are_neither_allowed_nor_polite(machine: str) -> None:
    dangerous = (
        *("execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd", "kill"),
        *("setuid", "setresuid", "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "bpf", "userfaultfd"),
        *("perf_event_open", "personality", "keyctl", "add_key", "io_uring_setup", "memfd_create", "shmget", "sendmsg"),
        *("recvmsg", "connect", "bind", "init_module", "kexec_load", "seccomp", "open_by_handle_at", "pkey_mprotect"),
        *("landlock_restrict_self", "capset", "reboot", "process_madvise"),
    )
    assert not set(dangerous) & {*policy.ALLOW, *policy.ALLOW_UNLESS_EXECUTABLE, *policy.REFUSE}


def test_no_call_has_two_decisions_and_each_has_a_reason() -> None:
    groups = (policy.ALLOW, policy.ALLOW_UNLESS_EXECUTABLE, policy.REFUSE)
    names = [name for group in groups for name in group]
    assert len(names) == len(set(names))
    assert all(len(reason) > 2 for group in groups[:2] for reason in group.values())
    assert all(len(reason) > 2 for _, reason in policy.REFUSE.values())
    known = set().union(*TABLES.values())
    assert set(names) <= known, "a name that is in no table is a rule that does nothing"


@pytest.mark.parametrize("machine", TABLES)
def test_the_numbers_are_the_kernels(machine: str) -> None:
    header = Path(HEADERS[machine])
    if not header.exists():
        missing(f"{header} (linux-libc-dev)")
    found = {
        {"fstatat": "newfstatat"}.get(name, name): int(number)
        for name, number in re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text(), re.MULTILINE)
    }
    newer = {"fchmodat2"}
    ours = {name: number for name, number in TABLES[machine].items() if name not in newer or name in found}
    assert ours == {name: found[name] for name in ours}


def test_every_limit_has_a_value_and_a_reason_and_is_where_it_is_used() -> None:
    for table in (policy.LIMITS, policy.BOUNDS):
        assert all(value > 0 and len(reason) > 5 for value, reason in table.values())
    assert all(len(reason) > 10 for reason in policy.RLIMITS_ZERO.values())
    defaults = asdict(Limits())
    assert defaults == {name: policy.LIMITS[name][0] for name in defaults}
    assert (
        policy.LIMITS["source_bytes"][0],
        policy.BOUNDS["value_depth"][0],
        policy.BOUNDS["exception_frames"][0],
    ) == (types.MAX_SOURCE_BYTES, codec.MAX_DEPTH, wire.MAX_FRAMES)


@pytest.mark.parametrize("table", [policy.LIMITS, policy.BOUNDS])
def test_the_hash_names_every_limit(table: dict[str, tuple[int, str]]) -> None:
    before = policy._hash()
    for name, (value, reason) in table.items():
        with mock.patch.dict(table, {name: (value + 1, reason)}):
            assert policy._hash() != before, name
    assert policy._hash() == before == policy.POLICY_HASH


def test_the_hash_names_this_policy() -> None:
    assert re.fullmatch(r"[0-9a-f]{64}", policy.POLICY_HASH)
    before = policy.POLICY_HASH
    policy.REFUSE["socket"] = (errno.EPERM, "another answer")
    try:
        assert policy._hash() != before
    finally:
        policy.REFUSE["socket"] = (errno.EACCES, "the network, as for files")
    assert policy._hash() == before


def test_an_unknown_machine_has_no_filter() -> None:
    with pytest.raises(OSError, match="riscv64"):
        seccomp.program("riscv64")


@pytest.mark.parametrize(
    ("without", "tier"),
    [
        (set(), Tier.T1),
        ({Layer.UID}, Tier.T1),
        ({Layer.CGROUPS}, Tier.T2),
        ({Layer.NAMESPACES}, Tier.T2),
        ({Layer.LANDLOCK}, Tier.T3),
        ({Layer.RLIMITS}, Tier.T4),
        ({Layer.SECCOMP}, Tier.T4),
    ],
)
def test_the_weakest_missing_layer_decides_the_tier(without: set[Layer], tier: Tier) -> None:
    assert tier_of(set(Layer) - without) is tier


def test_a_floor_lets_stronger_tiers_through() -> None:
    assert [reaches(tier, Tier.T2) for tier in Tier] == [True, True, False, False]


@pytest.mark.parametrize("machine", NUMBERS)
def test_the_numbers_that_the_attacks_use_are_the_kernels(machine: str) -> None:
    header = Path(HEADERS[machine])
    if not header.exists():
        missing(f"{header} (linux-libc-dev)")
    pairs = re.findall(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text(), re.MULTILINE)
    found = {name: int(number) for name, number in pairs}
    assert {name: found[name] for name in NUMBERS[machine] if name in found} == NUMBERS[machine]


@pytest.mark.parametrize("machine", NUMBERS)
def test_the_profile_of_a_container_refuses_what_it_lists_and_nothing_else(machine: str) -> None:
    program, table = docker.profile(machine), {**TABLES[machine], **NUMBERS[machine]}
    refused = {table[name] for name in docker.REFUSED if name in table}
    for number in table.values():
        expected = errno.EPERM if number in refused else errno.ENOSYS if number == table["clone3"] else ALLOW
        assert decide(machine, number, program=program) == expected
    assert decide(machine, table["clone"], first_argument=docker.NAMESPACE_FLAGS, program=program) == errno.EPERM

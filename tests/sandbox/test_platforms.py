"""What a machine without Linux's layers gets: nothing, or tier T4 when it is asked for in so many words."""

from __future__ import annotations

import pytest

from grader.sandbox import Layer
from tests.sandbox.target import RemoteTarget
from tests.sandbox.test_lifecycle import start_in_a_worker

ELSEWHERE = """
    import importlib.abc
    class NotHere(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            linux_only = ("linux", "child.lockdown", "child.zygote", "host.forking_host", "host.forked_process")
            if name in {f"grader.sandbox.{part}" for part in linux_only} | {"fcntl"}:
                raise ImportError(name)
    sys.meta_path.insert(0, NotHere())
    sys.platform = "darwin"
"""


def test_elsewhere_a_worker_does_not_start() -> None:
    body = """
    try:
        Sandbox.start(allow_unsafe=True)
    except SandboxUnavailable as error:
        print(error, flush=True)
    """
    with start_in_a_worker(ELSEWHERE + body) as worker:
        output, errors = worker.communicate(timeout=60)
    assert "no sandbox of tier T2 or stronger" in output, errors
    assert "darwin has no layer that isolates hostile code" in output


def test_elsewhere_tier_t4_runs_when_asked_for() -> None:
    body = """
    with Sandbox.start(floor=Tier.T4, allow_unsafe=True) as sandbox:
        with sandbox.session() as session:
            session.load(b"def f(x): return x + 1", "f.py", ["f"])
            print(sandbox.tier, session.run([Call(None, "f", (1,))])[0].value, flush=True)
    """
    with start_in_a_worker(ELSEWHERE + body) as worker:
        output, errors = worker.communicate(timeout=60)
    assert (output, errors) == ("T4 2\n", "")


def test_elsewhere_an_infinite_loop_is_told_as_what_it_may_be() -> None:
    body = """
    from grader.endings import judge_ending
    from grader.sandbox.types import Limits, SandboxEnded
    limits = Limits(cpu_time_s=20.0, wall_time_s=1.0)
    with Sandbox.start(floor=Tier.T4, limits=limits, allow_unsafe=True) as sandbox:
        with sandbox.session() as session:
            session.load(b"def f():\\n    while True: pass", "f.py", ["f"])
            try:
                session.run([Call(None, "f", ())])
            except SandboxEnded as ended:
                print(judge_ending(ended, limits).message, flush=True)
    """
    with start_in_a_worker(ELSEWHERE + body) as worker:
        output, errors = worker.communicate(timeout=60)
    assert "infinite loop" in output, errors
    assert "waiting for something" in output


OLD_KERNEL = """
    import errno, struct
    from grader.sandbox.linux import kernel, seccomp
    from grader.sandbox.linux.syscalls import number
    import platform
    call = number({call!r}, platform.machine())
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    answer = seccomp._ERRNO | errno.{answer}
    instructions = [(0x20, 0, 0, 0), (0x15, 0, 1, call), (6, 0, 0, answer), (6, 0, 0, seccomp.ALLOW)]
    seccomp.install(b"".join(struct.pack("<HBBI", *instruction) for instruction in instructions))
"""
TRY_FLOORS = """
    for floor in (Tier.T2, Tier.T3):
        try:
            with Sandbox.start(floor) as sandbox, sandbox.session() as session:
                session.load(b"def f(x): return x + 1", "f.py", ["f"])
                print(floor, "graded in", sandbox.tier, session.run([Call(None, "f", (1,))])[0].value, flush=True)
        except SandboxUnavailable as error:
            print(floor, "refused:", error, flush=True)
"""


@pytest.mark.parametrize(
    ("call", "answer", "t2", "t3"),
    [
        # Landlock came with Linux 5.13; a kernel that has it may have been started without it.
        ("landlock_create_ruleset", "ENOSYS", "T2 refused: no sandbox of tier T2 or stronger", "T3 graded in T3 2"),
        ("landlock_create_ruleset", "EOPNOTSUPP", "landlock_create_ruleset: Operation not supp", "T3 graded in T3 2"),
        # close_range came with 5.9, and nothing can be locked down without it.
        ("close_range", "ENOSYS", "arrange descriptors: [Errno 38] close_range", "T3 refused: "),
        # A container may forbid the filter, or every namespace: the first is fatal, the second costs a tier.
        ("seccomp", "EPERM", "seccomp: [Errno 1] seccomp: Operation not permitted", "T3 refused: "),
        ("pivot_root", "EPERM", "T2 graded in T2 2", "T3 graded in T2 2"),
    ],
)
def test_a_kernel_that_lacks_something_is_found_out_by_trying(call: str, answer: str, t2: str, t3: str) -> None:
    body = OLD_KERNEL.format(call=call, answer=answer) + TRY_FLOORS
    with start_in_a_worker(body) as worker:
        output, errors = worker.communicate(timeout=100)
    first, second = output.splitlines() or ["", ""]
    assert t2 in first, (output, errors)
    assert second.startswith(t3), (output, errors)
    if "refused" in first and call.startswith("landlock"):
        assert "Linux 5.13 or newer" in first


def test_a_worker_without_privileges_says_what_it_lacks(unprivileged: RemoteTarget) -> None:
    missing = unprivileged.missing()
    assert set(missing) == {Layer.NAMESPACES, Layer.CGROUPS, Layer.UID}
    assert "unshare" in missing[Layer.NAMESPACES]
    assert all(missing.values())

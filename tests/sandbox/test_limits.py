"""Every limit is counted as it should be; `attacks.resources` has what must be ended by one."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from grader.sandbox import Layer, Sandbox
from grader.sandbox.types import (
    Call,
    End,
    Limits,
    Loaded,
    LoadFailed,
    Op,
    OpResult,
    Raised,
    Returned,
    SandboxEnded,
    Tier,
)
from tests.conftest import missing
from tests.sandbox.conftest import LIMITS

pytestmark = pytest.mark.serial

RAW = """
import warnings, numpy as np
sys = warnings.sys
os, ctypes, signal, time = (sys.modules[name] for name in "os ctypes signal time".split())
libc = ctypes.CDLL(None)
"""


def run(
    sandbox: Sandbox, body: str, limits: Limits = LIMITS, ops: tuple[Op, ...] = (Call(None, "f"),)
) -> list[OpResult]:
    """Run ``def f(): body``; a source that does not load gives the exception as the only result."""
    source = RAW + "def f():\n" + "\n".join(f"    {line}" for line in body.splitlines())
    with sandbox.session(limits) as session:
        loaded = session.load(source.encode(), "f.py", ["f"])
        return [loaded.raised] if isinstance(loaded, LoadFailed) else session.run(ops)


QUICK = replace(LIMITS, cpu_time_s=0.3, wall_time_s=3.0)


def test_endless_loop_at_import_is_stopped(sandbox: Sandbox) -> None:
    with sandbox.session(QUICK) as session, pytest.raises(SandboxEnded) as info:
        session.load(b"while True: pass", "f.py", [])
    assert info.value.end is End.CPU_TIME
    with pytest.raises(SandboxEnded, match="cpu_time"):
        session.run([])


def test_cpu_time_adds_up_over_requests(t2: Sandbox) -> None:
    with t2.session(QUICK) as session:
        session.load(
            RAW.encode() + b"def f():\n    end = time.process_time() + 0.08\n    while time.process_time() < end: pass",
            "f.py",
            [],
        )
        assert session.run([Call(None, "f")]) == [Returned(None)]
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f")] * 9)
    assert info.value.end is End.CPU_TIME
    assert 0.3 <= session.usage.cpu_time_s < 0.4


def test_the_kernels_cpu_limit_counts_when_nobody_watches(sandbox: Sandbox) -> None:
    # Limits between two clock ticks: the kernel's own limit (a whole second later) is what ends it here.
    limits = replace(LIMITS, cpu_time_s=0.1)
    with sandbox.session(limits) as session:
        session.load(RAW.encode() + b"def f():\n    while True: pass", "f.py", ["f"])
        contained = session._contained
        contained._watchdog.check = lambda clock: None
        contained._watchdog.patience_s = lambda clock: 5.0
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f")])
    assert info.value.end is End.CPU_TIME
    assert session.usage.cpu_time_s < 5


def test_thinking_time_of_the_grader_is_not_counted(t2: Sandbox) -> None:
    with t2.session(replace(LIMITS, wall_time_s=0.3)) as session:
        session.load(b"def f(): return 1", "f.py", ["f"])
        time.sleep(0.5)
        assert session.run([Call(None, "f")]) == [Returned(1)]
        assert session.usage.wall_time_s < 0.3


def test_memory_is_limited_at_the_same_place_in_the_first_and_in_later_sessions(t2: Sandbox) -> None:
    for _ in range(3):
        small, large = (run(t2, f"return np.ones({n} << 17).size") for n in (96, 160))
        assert small == [Returned(96 << 17)]
        assert isinstance(large[0], Raised)


@pytest.mark.root
def test_the_cgroup_ends_what_the_address_space_limit_lets_through() -> None:
    with Sandbox.start(floor=Tier.T4, limits=LIMITS, without={Layer.RLIMITS}) as sandbox:
        if Layer.CGROUPS not in sandbox.probe.layers:
            missing("cgroups that can be written")
        with pytest.raises(SandboxEnded) as info:
            run(sandbox, "b = [np.ones(1 << 20) for _ in range(200)]")
        assert info.value.end is End.MEMORY
        assert run(sandbox, "return 1") == [Returned(1)]


def test_output_up_to_the_cap_is_kept_whole(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"print('a' * 65535)", "f.py", [])
        assert session.output == "a" * 65535 + "\n"


def test_output_before_an_endless_loop_is_kept(sandbox: Sandbox) -> None:
    with sandbox.session(QUICK) as session, pytest.raises(SandboxEnded):
        session.load(b"print('before')\nwhile True: pass", "f.py", [])
    assert session.output == "before\n"


def test_large_arguments_and_answers_pass(sandbox: Sandbox) -> None:
    large = np.arange(1 << 20, dtype=float)
    with sandbox.session() as session:
        session.load(b"def g(x): return x + 1", "g.py", ["g"])
        results = session.run([Call(None, "g", (large,)), Call(None, "g", (large,))])
    for result in results:
        assert isinstance(result, Returned)
        np.testing.assert_array_equal(result.value, large + 1)


def test_too_large_an_answer_is_refused_by_name(sandbox: Sandbox) -> None:
    limits = replace(LIMITS, reply_bytes=2 << 20)
    with sandbox.session(limits) as session:
        session.load(b"import numpy as np\ndef g(n): return np.zeros(n)", "g.py", ["g"])
        first, second, third = session.run(
            [Call(None, "g", (100_000,)), Call(None, "g", (100_000,)), Call(None, "g", (1,))]
        )
    assert isinstance(first, Returned)
    assert second.type == "ndarray"
    assert "larger" in second.reason
    assert isinstance(third, Returned)


@pytest.mark.parametrize(
    "source",
    [
        b"#" * (10 << 20),
        b"x = 1\n" * (10 << 20 >> 3),
        b"x = (" + b"1," * (4 << 20) + b")",
        b"x = " + b"[" * 90 + b"1" + b"]" * 90,
        b"x = " + b"9" * (1 << 20),
        b"x = " + b"+".join([b"y"] * 500_000),
        b"a = " + b"lambda: " * 20_000 + b"1",
        b"\n" * (10 << 20) + b"boom",
    ],
    ids=["comment", "lines", "tuple", "brackets", "digits", "sum", "lambdas", "line number"],
)
def test_a_huge_source_costs_nobody_else_anything(sandbox: Sandbox, source: bytes) -> None:
    outcome: object
    with sandbox.session() as session:
        try:
            outcome = session.load(source, "f.py", ["x"])
        except SandboxEnded as ended:
            outcome = ended.end
    assert isinstance(outcome, Loaded | LoadFailed) or outcome in {End.CPU_TIME, End.MEMORY, End.CRASHED}
    assert run(sandbox, "return 1") == [Returned(1)]


def test_recursion_limits(sandbox: Sandbox) -> None:
    (result,) = run(sandbox, "return f()")
    assert isinstance(result, Raised)
    assert result.type == "RecursionError"
    assert len(result.frames) == 20
    with pytest.raises(SandboxEnded) as info:
        run(
            sandbox,
            "sys.setrecursionlimit(10**8)\nclass A:\n    def __repr__(self): return repr([self])\nreturn repr(A())",
        )
    assert info.value.end in {End.CRASHED, End.CPU_TIME}
    assert run(sandbox, "return 1") == [Returned(1)]


def test_cancel_from_another_thread(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(RAW.encode() + b"def f(): time.sleep(60)", "f.py", ["f"])
        threading.Timer(0.1, session.cancel).start()
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f")])
    assert info.value.end is End.CANCELED
    session.cancel()
    assert run(sandbox, "return 1") == [Returned(1)]


def test_cancel_by_event(t2: Sandbox) -> None:
    cancel = threading.Event()
    cancel.set()
    with t2.session(cancel=cancel) as session, pytest.raises(SandboxEnded) as info:
        session.load(b"while True: pass", "f.py", [])
    assert info.value.end is End.CANCELED

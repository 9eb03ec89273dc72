"""Tier T4: the same conversation in an ordinary process, with the limits that stop mistakes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import psutil
import pytest

from grader.sandbox import Sandbox
from grader.sandbox.host.plain import PlainHost
from grader.sandbox.host.plain_output import PrintedOutput
from grader.sandbox.types import Call, Construct, End, Limits, LoadFailed, Op, OpResult, Returned, SandboxEnded, Tier

LIMITS = Limits(cpu_time_s=1.0, wall_time_s=10.0, memory_bytes=128 << 20)
RAW = "import warnings\nsys = warnings.sys\nos, time = sys.modules['os'], sys.modules['time']\nimport numpy as np\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(PlainHost(LIMITS, ["this platform has nothing better"]), LIMITS) as sandbox:
        yield sandbox


def run(sandbox: Sandbox, body: str, limits: Limits = LIMITS, *ops: Op) -> list[OpResult]:
    with sandbox.session(limits) as session:
        assert not isinstance(session.load((RAW + f"def f():\n    {body}").encode(), "f.py", ["f"]), LoadFailed)
        return session.run(ops or [Call(None, "f")])


def test_it_says_what_it_is(sandbox: Sandbox) -> None:
    assert sandbox.tier is Tier.T4
    assert sandbox.probe.layers == ()
    assert list(sandbox.probe.missing.values()) == ["this platform has nothing better"]


def test_a_submission_is_loaded_called_and_heard(sandbox: Sandbox) -> None:
    x = np.arange(1 << 18, dtype=float)
    source = b"""
class Layer:
    def __init__(self, w): self.w = w
    def forward(self, x):
        print('hello')
        return x * self.w
"""
    with sandbox.session() as session:
        session.load(source, "layer.py", ["Layer"])
        _, result = session.run([Construct("l", "Layer", (2.0,)), Call("l", "forward", (x,))])
    assert isinstance(result, Returned)
    np.testing.assert_array_equal(result.value, 2 * x)
    assert session.output == "hello\n"


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("while True: pass", End.CPU_TIME),
        ("time.sleep(60)", End.WALL_TIME),
        ("os._exit(3)", End.CRASHED),
        ("os.abort()", End.CRASHED),
        ("for _ in range(9): print('x' * 10**7)", End.OUTPUT),
        ("while True: print('x' * 1000)", End.OUTPUT),
        ("[os.close(fd) for fd in range(3, 20)]; time.sleep(60)", End.WALL_TIME),
    ],
)
def test_each_limit_has_its_end(sandbox: Sandbox, body: str, end: End) -> None:
    limits = replace(LIMITS, wall_time_s=1.0) if end is End.WALL_TIME else LIMITS
    with pytest.raises(SandboxEnded) as info:
        run(sandbox, body, limits)
    if "close" in body:
        assert info.value.end in {End.WALL_TIME, End.PROTOCOL, End.CRASHED}
    else:
        assert info.value.end is end
    assert run(sandbox, "return 1") == [Returned(1)]


def test_memory_raises_in_the_submission(sandbox: Sandbox) -> None:
    (result,) = run(sandbox, "return np.ones(1 << 36)")
    assert result.type in {"MemoryError", "_ArrayMemoryError"}


def test_it_can_be_canceled(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load((RAW + "def f(): time.sleep(60)").encode(), "f.py", ["f"])
        threading.Timer(0.2, session.cancel).start()
        with pytest.raises(SandboxEnded) as info:
            session.run([Call(None, "f")])
    assert info.value.end is End.CANCELED


def test_long_output_is_cut_and_ends_nothing(sandbox: Sandbox) -> None:
    with sandbox.session() as session:
        session.load(b"def f():\n    print('x' * 10**6)\n    return 1", "f.py", ["f"])
        assert session.run([Call(None, "f")]) == [Returned(1)]
    assert session.output == "x" * LIMITS.output_bytes


def test_what_it_started_ends_with_it_and_close_leaves_nothing() -> None:
    before = set(psutil.Process().children(recursive=True))
    with Sandbox(PlainHost(LIMITS, []), LIMITS) as sandbox:
        body = "pid = os.fork()\n    if pid == 0: time.sleep(60)\n    return pid"
        ((result),) = run(sandbox, body)
        assert isinstance(result, Returned)
        _, alive = psutil.wait_procs([psutil.Process(result.value)] if psutil.pid_exists(result.value) else [], 3)
        assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]
    assert set(psutil.Process().children(recursive=True)) <= before


@pytest.mark.parametrize(("once", "spares"), [(True, 0), (False, 1)])
def test_no_interpreter_is_started_for_a_submission_that_nobody_expects(once: bool, spares: int) -> None:
    before = len(psutil.Process().children())
    with Sandbox(PlainHost(LIMITS, [], once=once), LIMITS) as sandbox:
        with sandbox.session() as session:
            session.load(b"def f(): return 1", "f.py", ["f"])
            assert len(psutil.Process().children()) == before + 1 + spares
        assert run(sandbox, "return 2") == [Returned(2)]  # another one works all the same
    assert len(psutil.Process().children()) == before


def test_what_was_printed_is_there_however_late_its_reader_is() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream:
        output = PrintedOutput(stream, cap_bytes=8, flood_bytes=14)  # its thread has not even begun
        os.write(writing, b"first")
        assert output.kept() == b"first"
        assert not output.is_too_much.is_set()
        os.write(writing, b" and more")
        assert output.kept() == b"first an"
        assert not output.is_too_much.is_set()
        os.write(writing, b"!")
        assert output.kept() == b"first an"
        assert output.is_too_much.is_set()
        os.close(writing)
        output.thread.start()
        output.thread.join(5)
        assert not output.thread.is_alive()

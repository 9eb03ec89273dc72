"""A verdict about time is about the submission's CPU time: however busy the machine is, it is the same."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from exercises import load
from grader import grade
from grader.report import Report, Verdict
from grader.sandbox import Sandbox
from grader.sandbox.host.clocks import ProcessClock
from grader.sandbox.host.plain import PlainHost
from grader.sandbox.host.watchdog import Watchdog
from grader.sandbox.types import End, Limits, Loaded, SandboxEnded
from tests.sandbox.conftest import OUTER_LAYERS
from tests.sandbox.load import saturated

LIMITS = Limits(cpu_time_s=0.5, wall_time_s=1.5, memory_bytes=128 << 20)
RIGHT = load("relu").accepted[0].source
SLOW = f"""{RIGHT}
import warnings
time = warnings.sys.modules["time"]
end = time.process_time() + {{cpu_time_s}}
while time.process_time() < end:
    pass
time.sleep({{sleep_s}})
"""


def told(report: Report) -> dict[str, object]:
    """Everything in a report but the time it took."""
    return {**report.to_json(), "elapsed_ms": None}


@pytest.fixture(scope="module")
def t2() -> Iterator[Sandbox]:
    with Sandbox.start(limits=LIMITS, without=OUTER_LAYERS) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def t4() -> Iterator[Sandbox]:
    with Sandbox(PlainHost(LIMITS, ["on purpose"]), LIMITS) as sandbox:
        yield sandbox


@pytest.mark.serial
@pytest.mark.parametrize("tier", ["t2", "t4"])
@pytest.mark.parametrize(
    ("cpu_time_s", "sleep_s", "verdict", "words"),
    [
        (0.25, 0, Verdict.AC, ""),
        (2.0, 0, Verdict.TLE, "CPU time"),
        (0.0, 60, Verdict.TLE, "did not finish within"),
    ],
    ids=["well under its limit", "well over its limit", "asleep"],
)
def test_a_slow_solution_gets_the_same_report_alone_and_on_a_busy_machine(
    request: pytest.FixtureRequest, tier: str, cpu_time_s: float, sleep_s: float, verdict: Verdict, words: str
) -> None:
    sandbox: Sandbox = request.getfixturevalue(tier)
    source = SLOW.format(cpu_time_s=cpu_time_s, sleep_s=sleep_s)
    alone = grade("relu", source, seed=1, sandbox=sandbox)
    assert alone.verdict is verdict
    assert words in alone.checks[0].message
    with saturated():
        assert told(grade("relu", source, seed=1, sandbox=sandbox)) == told(alone)


class Clock:
    """A process whose time is told by the test."""

    def __init__(self, waited_s: float, *, runnable: bool) -> None:
        self._waited_s, self._runnable = iter((0.0, waited_s, waited_s)), runnable

    def waited_s(self) -> float:
        return next(self._waited_s)

    def is_runnable(self) -> bool:
        return self._runnable


def check(wall_time_s: float, clock: Clock, monkeypatch: pytest.MonkeyPatch, awake_s: float = 0.0) -> End | None:
    """Return how a session ends that has used no CPU time in `wall_time_s`; this thread was awake for `awake_s`."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    awake = iter((50.0, 50.0 + awake_s))
    watchdog = Watchdog(LIMITS, -1, 0.0, clock, lambda: False, lambda: None, lambda: next(awake))
    try:
        with watchdog.running():
            now[0] += wall_time_s
            assert watchdog.patience_s(0.0) > 0
            watchdog.check(0.0)
    except SandboxEnded as ended:
        return ended.end
    return None


@pytest.mark.parametrize(
    ("wall_time_s", "waited_s", "runnable", "end"),
    [
        (1.4, 0.0, False, None),
        (1.6, 0.0, False, End.WALL_TIME),
        (1.6, 0.2, False, None),
        (1.6, 0.0, True, None),  # its present wait is not counted before it is over
        (5.9, 4.3, False, End.WALL_TIME),
        (5.9, 4.5, False, None),
        (6.1, 5.0, False, End.INFRASTRUCTURE),
        (6.1, 0.0, True, End.INFRASTRUCTURE),
        (6.1, 0.0, False, End.WALL_TIME),
    ],
)
def test_waiting_for_a_processor_is_not_sleeping_and_very_long_waiting_is_our_fault(
    wall_time_s: float, waited_s: float, runnable: bool, end: End | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIMITS.longest_s == 6.0
    assert check(wall_time_s, Clock(waited_s, runnable=runnable), monkeypatch) is end


def test_time_in_which_the_worker_itself_did_not_sleep_is_not_held_against_the_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert check(1.6, Clock(0.0, runnable=False), monkeypatch, awake_s=0.2) is None
    assert check(1.6, Clock(0.0, runnable=False), monkeypatch, awake_s=0.05) is End.WALL_TIME


def test_an_answer_that_is_there_is_read_however_long_the_other_work_took(sandbox: Sandbox) -> None:
    with sandbox.session(Limits(wall_time_s=2)) as session:

        def wait_too_long() -> None:
            assert select.select([session._contained._child._rpc], [], [], 60)[0]
            time.sleep(2.1)

        loaded = session.load(b"def f(): return 1", "f.py", ["f"], meanwhile=wait_too_long)
        assert isinstance(loaded, Loaded)


def test_a_clock_tells_working_from_sleeping_and_a_dead_process_from_both() -> None:
    own = ProcessClock(os.getpid())
    assert own.is_runnable()
    assert own.cpu_time_s() > 0
    assert own.waited_s() >= 0
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as asleep:
        clock = ProcessClock(asleep.pid)
        while clock.is_runnable() or not clock.cpu_time_s():
            os.sched_yield()
        asleep.communicate(b"\n")
    assert not clock.is_runnable()
    assert clock.waited_s() == 0.0

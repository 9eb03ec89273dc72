"""The cost of the sandbox: a warm child and a fresh interpreter, measured side by side.

Milliseconds depend on the machine and its load; medians of interleaved rounds keep the ratios fair.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import psutil

from bench.launchers import medians_ms
from bench.row import Row
from bench.throughput import SOURCE, X, sandboxes_per_s
from grader.sandbox import Sandbox, Session, policy
from grader.sandbox.types import Call, Limits

ROUNDS = 30
CALLS = 100


def rows() -> list[Row]:
    """Measure."""
    first_results, whole_sessions, ends, cpu, round_trips = [], [], [], [], []
    with Sandbox.start(limits=Limits()) as sandbox:
        zygote_cpu_before, sessions = _zygote_cpu_s(sandbox), ROUNDS + 3
        for number in range(sessions):
            time.sleep(0.02)  # the spare child is ready, as it is between two submissions
            started = time.perf_counter()
            with sandbox.session() as session:
                session.load(SOURCE, "a.py", ["forward"])
                session.run([Call(None, "forward", (X,))])
                first_result = time.perf_counter()
                if number % 10 == 0:
                    round_trips.append(_round_trip_us(session))
                before_end = time.perf_counter()
            ended = time.perf_counter()
            first_results.append((first_result - started) * 1e3)
            ends.append((ended - before_end) * 1e3)
            whole_sessions.append(first_results[-1] + ends[-1])
            if number % 10 != 0:
                cpu.append(session._contained.child_exit().cpu_time_s * 1e3)
        zygote_cpu_ms = (_zygote_cpu_s(sandbox) - zygote_cpu_before) * 1e3 / sessions
        tier = sandbox.tier
    name, whole_cpu, bare_cpu = f"sandbox {tier}", median(cpu) + zygote_cpu_ms, _bare_cpu_ms()
    whole = median(whole_sessions)
    others = [
        row
        for launcher, spent_ms in medians_ms().items()
        for row in (
            Row(f"{launcher}: start to first 64×64 result", spent_ms, "ms"),
            Row(f"{launcher} ÷ sandbox session, start to reap", spent_ms / whole, "×"),
        )
    ]
    return [
        Row(f"{name}: spare to first 64×64 result", median(first_results), "ms", "≤ 3"),
        Row(f"{name}: CPU from fork to reap, zygote included", whole_cpu, "ms", "≤ 8"),
        Row(f"{name}: of that, the zygote", zygote_cpu_ms, "ms"),
        Row("fork and reap of the same process, without lockdown or work, CPU", bare_cpu, "ms"),
        Row(f"{name}: CPU from fork to reap ÷ fork and reap alone", whole_cpu / bare_cpu, "×", "≤ 1.5"),
        Row(f"{name}: end of the session", median(ends), "ms"),
        Row(f"{name}: round trip of a 64×64 array in a batch", median(round_trips), "µs"),
        Row(f"{name}: sessions per second, one worker per processor", sandboxes_per_s(), "1/s", "≥ 150"),
        *others,
    ]


def _round_trip_us(session: Session) -> float:
    started = time.perf_counter()
    session.run([Call(None, "forward", (X,))] * CALLS)
    return (time.perf_counter() - started) * 1e6 / CALLS


def _bare_cpu_ms() -> float:
    command = [sys.executable, "-s", "-P", str(Path(__file__).with_name("bare_fork.py"))]
    done = subprocess.run(command, env=policy.ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)


def _zygote_cpu_s(sandbox: Sandbox) -> float:
    zygote = psutil.Process(sandbox._host._zygote.pid)
    alive = [zygote, *(child for child in zygote.children() if sandbox.tier == "T1")]
    return sum(process.cpu_times().user + process.cpu_times().system for process in alive)

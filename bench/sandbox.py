"""What the sandbox costs: a warm child against a fresh interpreter, measured side by side.

Milliseconds depend on the machine and its load; the medians of interleaved rounds make the ratios fair.
"""

from __future__ import annotations

import subprocess
import sys
import time
from statistics import median

import numpy as np
import psutil

from bench.row import Row
from grader.sandbox import Sandbox, Session
from grader.sandbox.types import Call, Limits

SOURCE = b"import numpy as np\n\ndef forward(x):\n    return x @ x.T\n"
FRESH = "import numpy as np\nx = np.ones((64, 64))\nprint((x @ x.T).sum())"
X = np.ones((64, 64))
ROUNDS = 30
CALLS = 100


def rows() -> list[Row]:
    """Measure, with a fresh process every few rounds."""
    first_results, whole_sessions, ends, cpu, round_trips, fresh = [], [], [], [], [], []
    with Sandbox.start(limits=Limits()) as sandbox:
        zygote_cpu_before, sessions = _zygote_cpu_s(sandbox), ROUNDS + 3
        for number in range(sessions):
            time.sleep(0.02)  # the spare is there, as it is between two submissions
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
                cpu.append(session._contained._death.cpu_time_s * 1e3)
            if number % 5 == 0:
                fresh.append(_fresh_ms())
        zygote_cpu_ms = (_zygote_cpu_s(sandbox) - zygote_cpu_before) * 1e3 / sessions
        tier = sandbox.tier
    name = f"sandbox {tier}"
    return [
        Row(f"{name}: spare to first 64×64 result", median(first_results), "ms", "≤ 3"),
        Row(
            f"{name}: CPU from fork to reap, zygote included",
            median(cpu) + zygote_cpu_ms,
            "ms",
            "≤ 8",
        ),
        Row(f"{name}: of that, the zygote", zygote_cpu_ms, "ms"),
        Row(f"{name}: kill and reap", median(ends), "ms"),
        Row(f"{name}: round trip of a 64×64 array in a batch", median(round_trips), "µs"),
        Row("fresh Python process: start to first 64×64 result", median(fresh), "ms"),
        Row("fresh process ÷ sandbox session, start to reap", median(fresh) / median(whole_sessions), "×"),
    ]


def _round_trip_us(session: Session) -> float:
    started = time.perf_counter()
    session.run([Call(None, "forward", (X,))] * CALLS)
    return (time.perf_counter() - started) * 1e6 / CALLS


def _fresh_ms() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", FRESH], check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - started) * 1e3


def _zygote_cpu_s(sandbox: Sandbox) -> float:
    zygote = psutil.Process(sandbox._host._zygote.pid)
    alive = [zygote, *(child for child in zygote.children() if sandbox.tier == "T1")]
    return sum(process.cpu_times().user + process.cpu_times().system for process in alive)

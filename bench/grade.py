"""The cost of grading: a warm sandbox, a bare fork, the same checks in this process, and a fresh process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench import unprotected
from bench.row import Row
from exercises import load
from grader import grade
from grader.judge import Judge
from grader.sandbox import Sandbox
from grader.sandbox.types import Limits
from grader.unsandboxed import LocalSession

SLUG = "linear"
WARM_RUNS = 60
FRESH_RUNS = 7
MISTAKE = "unsummed_bias"

# A fresh interpreter must import NumPy, the reference and the checks before it can do what a warm worker does.
FRESH = """
from exercises import load
from grader.judge import Judge
from grader.unsandboxed import LocalSession
from grader.sandbox.types import Limits
exercise = load({slug!r})
Judge(exercise, 1, Limits()).judge(LocalSession(), exercise.accepted[0].source.encode())
"""


def rows() -> list[Row]:
    """Measure; sandboxed and in-process gradings take turns, so that both run under the same conditions."""
    exercise = load(SLUG)
    right = exercise.accepted[0].source
    wrong = next(one.source for one in exercise.wrong_answers if one.id == MISTAKE)

    def in_process(seed: int) -> None:
        Judge(exercise, seed, Limits()).judge(LocalSession(), right.encode())

    with Sandbox.start() as sandbox, unprotected.sandbox() as bare:

        def sandboxed(seed: int) -> None:
            grade(exercise, right, seed=seed, sandbox=sandbox)

        def forked(seed: int) -> None:
            grade(exercise, right, seed=seed, sandbox=bare)

        def diagnosed(seed: int) -> None:
            grade(exercise, wrong, seed=seed, sandbox=sandbox)

        warm, local, named = _in_turns(sandboxed, in_process, diagnosed)
        # Measured separately: each fork makes this process copy its pages again, which would slow down the others.
        beside_fork, fork = _in_turns(sandboxed, forked)
        tier = sandbox.tier.value
    fresh = _fresh()
    return [
        Row(f"warm grade in the sandbox ({tier}), all checks pass", warm, "ms"),
        Row("the same grade, in a fork of this process without any sandbox", fork, "ms"),
        Row("warm grade against fork without sandbox", beside_fork / fork, "×", "≤ 2"),
        Row("the same checks in this process, no sandbox", local, "ms"),
        Row("warm grade against in-process", warm / local, "×", "≤ 1.6"),
        Row("a fresh Python process doing the same checks", fresh, "ms"),
        Row("warm grade against a fresh process, times faster", fresh / warm, "×", "≥ 5"),
        Row(f"warm grade of a mistake, identified among {len(exercise.wrong_answers)}", named, "ms"),
    ]


def _in_turns(*works: Callable[[int], None]) -> list[float]:
    for work in works:
        work(0)
    taken: list[list[float]] = [[] for _ in works]
    for seed in range(WARM_RUNS):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            work(seed)
            times.append((time.perf_counter() - start) * 1e3)
    return [statistics.median(times) for times in taken]


def _fresh() -> float:
    taken = []
    for _ in range(FRESH_RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", FRESH.format(slug=SLUG)], check=True)
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)

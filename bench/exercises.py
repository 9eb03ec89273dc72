"""The cost of grading each exercise: CPU time of the grader and of the sandboxed child, checks and diagnosis."""

from __future__ import annotations

import statistics
import time

from bench.row import Row
from exercises import Exercise, catalog, load
from grader.diagnosis import diagnose
from grader.judge import Judge
from grader.limits import limits_of
from grader.sandbox import Sandbox

SEEDS = range(3)
MISTAKES = 6
"""How many known mistakes of each exercise are graded, spread over its list."""
COSTLY = {"xor_mlp", "scalar_autograd", "batch_norm"}
"""Exercises with long computations, whose goals are their own; of these, every known mistake is graded."""


def rows() -> list[Row]:
    """Measure every exercise; CPU time hardly depends on the other load of the machine."""
    found, rights, slowest = [], [], (0.0, "")
    with Sandbox.start() as sandbox:
        for slug in catalog().slugs:
            exercise = load(slug)
            right = statistics.median(
                _cpu_ms(exercise, solution.source, seed, sandbox) for solution in exercise.accepted for seed in SEEDS
            )
            step = 1 if slug in COSTLY else max(1, len(exercise.wrong_answers) // MISTAKES)
            mistakes = exercise.wrong_answers[::step]
            goal = "≤ 250" if slug in COSTLY else "≤ 100"
            wrong = [(_cpu_ms(exercise, mistake.source, 0, sandbox), f"{slug}/{mistake.id}") for mistake in mistakes]
            rights.append(right)
            slowest = max(slowest, *wrong)
            found.append(Row(f"{slug}: a correct solution", right, "ms", goal))
            found.append(Row(f"{slug}: a known mistake", statistics.median(cpu for cpu, _ in wrong), "ms", goal))
    return [
        *found,
        Row("a typical exercise: the median of all correct solutions", statistics.median(rights), "ms", "≤ 60"),
        Row(f"the slowest mistake: {slowest[1]}", slowest[0], "ms", "≤ 500"),
    ]


def _cpu_ms(exercise: Exercise, source: str, seed: int, sandbox: Sandbox) -> float:
    started = time.process_time()
    with sandbox.session(limits_of(exercise.spec, sandbox.limits)) as session:
        judged = Judge(exercise, seed, session.limits).judge(session, source.encode())
    diagnose(exercise, judged.runs)
    return (time.process_time() - started + session.usage.cpu_time_s) * 1e3

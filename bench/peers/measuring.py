"""Measuring graders in turns, with the CPU time of every process that they start."""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

import psutil

from bench.peers.interface import Grader, Submission


class Cost(NamedTuple):
    """What grading one submission takes.

    Attributes:
        wall_ms: the elapsed time.
        cpu_ms: the CPU time of this process and of all its descendants.
    """

    wall_ms: float
    cpu_ms: float


def in_turns(graders: Sequence[Grader], submissions: Sequence[Submission], rounds: int) -> list[list[Cost]]:
    """Return the medians for each grader and each submission.

    In each round, every grader grades every submission, so that all of them meet the same conditions.

    Raises:
        RuntimeError: if a grader rejects a correct submission or accepts a wrong one.
    """
    samples: list[list[list[Cost]]] = [[[] for _ in submissions] for _ in graders]
    for _ in range(rounds):
        for grader, of_grader in zip(graders, samples, strict=True):
            for submission, of_submission in zip(submissions, of_grader, strict=True):
                of_submission.append(once(grader, submission))
    return [[_median(costs) for costs in of_grader] for of_grader in samples]


def once(grader: Grader, submission: Submission) -> Cost:
    """Return what one submission costs, and check the verdict.

    Raises:
        RuntimeError: if the verdict is wrong.
    """
    started, cpu_before_s = time.perf_counter(), cpu_s()
    accepted = grader.accepts(submission)
    wall_s, spent_s = time.perf_counter() - started, cpu_s() - cpu_before_s
    if accepted != submission.is_correct:
        raise RuntimeError(f"{grader.name} {'accepts a wrong' if accepted else 'rejects a correct'} submission")
    return Cost(wall_s * 1e3 / grader.batch, spent_s * 1e3 / grader.batch)


def cpu_s() -> float:
    """Return the CPU time so far of this process and of its descendants, whether they live or have been reaped."""
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = time.process_time() + reaped.ru_utime + reaped.ru_stime
    for process in psutil.Process().children(recursive=True):
        times = process.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(median(cost.wall_ms for cost in costs), median(cost.cpu_ms for cost in costs))

"""A fixed piece of work, timed around each part: machines, and phases of one machine, differ by a factor of two."""

from __future__ import annotations

import json
import time
from statistics import median
from typing import NamedTuple

import numpy as np

_ROUNDS = 15
_X = np.arange(4096.0).reshape(64, 64) / 4096.0
_DOCUMENT = [{"name": f"value {number}", "shape": [number, 3], "right": True} for number in range(200)]


class Pace(NamedTuple):
    """How fast the machine does the fixed work.

    Attributes:
        wall_ms: the time it takes.
        cpu_ms: the processor time it takes; much less than `wall_ms` means that other processes are running.
    """

    wall_ms: float
    cpu_ms: float

    def __str__(self) -> str:
        return f"{self.wall_ms:.2f} ms ({self.cpu_ms:.2f} ms of CPU)"


def pace() -> Pace:
    """Do the work a few times, and return the medians."""
    walls, cpus = [], []
    for _ in range(_ROUNDS):
        wall, cpu = time.perf_counter(), time.process_time()
        _work()
        walls.append((time.perf_counter() - wall) * 1e3)
        cpus.append((time.process_time() - cpu) * 1e3)
    return Pace(median(walls), median(cpus))


def _work() -> None:
    """Do some of what grading does: call Python functions, and use small arrays and JSON."""
    counts: dict[int, int] = {}
    for number in range(20_000):
        counts[number % 97] = counts.get(number % 97, 0) + len(str(number))
    y = _X
    for _ in range(100):
        y = np.tanh(y @ _X)
    json.loads(json.dumps(_DOCUMENT))

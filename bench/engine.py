"""The engine compared with hand-written NumPy, HIPS autograd, micrograd, and PyTorch if installed.

Each task is forward and backward in float64 on one thread. All contenders of a task take turns in one process. Their
results are compared first. The result is the median processor time, which a busy machine does not stretch.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.engine_tasks import convolution, linear_relu, mlp_step, scalar_graph
from bench.engine_torch import Contender
from bench.row import Row
from reference import Tensor

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
ROUNDS = 30
ROUND_S = 0.02


class Task(NamedTuple):
    """A task: what each contender runs, and the largest allowed ratio of the engine's time to each contender's."""

    contenders: Callable[[], dict[str, Contender]]
    goals: dict[str, str]


def rows() -> list[Row]:
    """Return all comparisons, measured in a separate process, where a single thread is guaranteed."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.engine"],
        env={**os.environ, **ONE_THREAD},
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    return [Row(*row) for row in json.loads(done.stdout)]


def measure() -> list[Row]:
    """Return all comparisons, measured in this process."""
    found = []
    for name, task in TASKS.items():
        times = _race(task.contenders())
        ours = times.pop("engine")
        found.append(Row(f"{name}: the engine", ours * 1e6, "µs"))
        for other, seconds in times.items():
            found.append(Row(f"    against {other} ({seconds * 1e6:,.0f} µs)", ours / seconds, "×", task.goals[other]))
    for nodes in (1_000, 10_000, 100_000):
        seconds, peak = _chain(nodes)
        found.append(Row(f"a chain of {nodes:,} nodes, time of a node", seconds / nodes * 1e6, "µs"))
        found.append(Row(f"a chain of {nodes:,} nodes, peak memory of a node", peak / nodes, "bytes"))
    return found


def _race(contenders: dict[str, Contender]) -> dict[str, float]:
    """Return the median time of each contender, taking turns; all must give the same results."""
    expected = contenders["numpy"]()
    for name, run in contenders.items():
        for found, wanted in zip(run(), expected, strict=True):
            np.testing.assert_allclose(np.asarray(found, dtype=float), wanted, rtol=1e-8, atol=1e-10, err_msg=name)
    repeats = {}
    for name, run in contenders.items():
        start = time.process_time()
        run()
        repeats[name] = max(1, round(ROUND_S / (time.process_time() - start)))
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            gc.collect()  # nobody pays for the garbage of the previous contender
            start = time.process_time()
            for _ in range(repeats[name]):
                run()
            times[name].append((time.process_time() - start) / repeats[name])
    return {name: statistics.median(series) for name, series in times.items()}


TASKS = {
    "Linear(256→256) + ReLU, batch 64": Task(linear_relu, {"numpy": "≤ 1.3", "autograd": "≤ 1", "pytorch": ""}),
    "MLP 2-64-64-1, batch 128, one step": Task(mlp_step, {"numpy": "≤ 1.3", "autograd": "≤ 1", "pytorch": "≤ 1"}),
    "conv 8×3×16×16, 16 filters 3×3": Task(convolution, {"numpy": "≤ 1.3", "autograd": "≤ 1", "pytorch": ""}),
    "scalar graph of 1,000 nodes": Task(
        scalar_graph, {"numpy": "≤ 20", "autograd": "≤ 1", "micrograd": "≤ 0.8", "pytorch": "≤ 1"}
    ),
}


def _chain(nodes: int) -> tuple[float, int]:
    """Run a chain forward and backward: return the median seconds of five runs, and the peak bytes of one more.

    Python's cycle collector is off during the runs: it would traverse all live objects repeatedly and be measured too.
    """

    def run() -> None:
        y = x = Tensor(1.0, requires_grad=True)
        for _ in range(nodes):
            y = y + x
        y.backward()

    times = []
    gc.collect()
    gc.disable()
    for _ in range(5):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    gc.enable()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return statistics.median(times), peak


if __name__ == "__main__":
    print(json.dumps(measure()))

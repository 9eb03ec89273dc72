"""Long graphs take time and memory in proportion, and repeated use leaks nothing."""

import gc
import tracemalloc

import numpy as np
import pytest

from reference import Tensor, graph
from reference.gradcheck import assert_gradcheck
from reference.nn import functional as F  # noqa: N812

pytestmark = pytest.mark.slow


def chain(n: int) -> tuple[Tensor, Tensor]:
    x = y = Tensor(1.0, requires_grad=True)
    for _ in range(n):
        y = y * 1.0 + x
    return x, y


@pytest.mark.parametrize("n", [1_000, 10_000, 100_000])
def test_a_chain_is_walked_in_steps_in_proportion_to_its_length(n, monkeypatch):
    pushes = 0
    push = graph.heappush

    def counted(heap, item):
        nonlocal pushes
        pushes += 1
        assert len(heap) < 3
        push(heap, item)

    monkeypatch.setattr(graph, "heappush", counted)
    x, y = chain(n)
    y.backward()
    assert x.grad == n + 1
    assert pushes == 2 * n


def memory_of_a_chain(n: int) -> float:
    gc.collect()
    tracemalloc.start()
    x, y = chain(n)
    y.backward()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert x.grad is not None
    return peak / n


def test_memory_is_in_proportion_to_the_length_of_a_chain():
    small, medium, large = (memory_of_a_chain(n) for n in (1_000, 10_000, 100_000))
    assert large < 1.2 * medium
    assert max(small, medium, large) < 1_000  # Python's free lists make the short one look smaller than it is


def test_a_diamond_of_diamonds_is_walked_once_for_each_edge():
    x = y = Tensor(1.0, requires_grad=True)
    for _ in range(60):
        y = y * 0.5 + y * 0.5
    y.backward()
    assert x.grad == 1


def test_repeated_backward_leaks_nothing():
    w = Tensor(np.ones((20, 20)), requires_grad=True)

    def step() -> None:
        w.grad = None
        ((w @ w).tanh().sum() * 2.0).backward()

    step()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(50):
        step()
    gc.collect()
    assert len(gc.get_objects()) <= before + 5


def test_a_forward_pass_that_is_thrown_away_needs_no_garbage_collector():
    w = Tensor(np.ones(1000), requires_grad=True)
    gc.disable()
    try:
        (w * 2.0).tanh()
        tracemalloc.start()
        for _ in range(100):
            (w * 2.0).tanh()
        left = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    finally:
        gc.enable()
    assert left < 16_000


def test_large_functions_are_checked_along_directions():
    rng = np.random.default_rng(0)
    shapes = [(64, 256), (256, 256), (256,)]
    arrays = [rng.standard_normal(s) * 0.1 for s in shapes]
    assert_gradcheck(lambda *t: F.tanh(F.linear(*t)), arrays, directions=5)

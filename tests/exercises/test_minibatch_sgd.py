"""Mini-batch training: its example is true, shuffles are told apart, and its data reaches what the checks are for."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load
from exercises.minibatch_sgd import shuffles
from exercises.minibatch_sgd.run import Notes, Run
from tests.exercises.test_networks import close, modules, scenarios_of, step_is
from tests.grader.conftest import failed, judged


def squares(params, x, y):
    return np.mean((params[0] - y) ** 2), [np.array([2 * np.mean(params[0] - y)])]


class Order:
    """A generator that gives one order, in whichever way it is asked."""

    def __init__(self, order):
        self.order = np.array(order)

    def permutation(self, count):
        assert count == len(self.order)
        return self.order

    def shuffle(self, indices):
        indices[:] = self.order

    def random(self, count):
        return np.argsort(self.order) / count


def test_minibatch_sgd_takes_the_steps_of_the_statement():
    data = np.zeros((3, 1)), np.array([1.0, 2.0, 6.0])
    for module in modules("minibatch_sgd"):
        params, history = module["train"]([np.array([0.0])], squares, data, 0.25, 3, 2, np.random.default_rng(0))
        close(params, [[2.25]])
        close(list(history), [13.6666667, 6.9166667])
        params, history = module["train"]([np.array([0.0])], squares, data, 0.25, 2, 1, Order([2, 0, 1]))
        close(params, [[1.875]])
        close(list(history), [12.3541667])


def test_minibatch_sgd_sees_short_batches_full_ones_single_rows_and_no_epochs():
    calls = [step.args for one in scenarios_of("minibatch_sgd") for step in one.steps if step_is(step, "train")]
    sizes = {(len(data[0]), batch_size, epochs) for _, _, data, _, batch_size, epochs, _ in calls}
    assert any(rows % size for rows, size, _ in sizes)
    assert any(rows % size == 0 and rows > size > 1 for rows, size, _ in sizes)
    assert any(size == 1 for _, size, _ in sizes)
    assert any(size > rows for rows, size, _ in sizes)
    assert any(epochs == 0 for _, _, epochs in sizes)


def evenness(draw):
    """What `is_even` says about orders drawn one after the other: draw(rng, the order before) -> order."""
    rng, order, found = np.random.default_rng(5), np.arange(shuffles.FEW_ROWS), []
    for _ in range(shuffles.EPOCHS):
        order = np.array(draw(rng, order))
        found.append(order)
    run = Run.draw(rng, shuffles.FEW_ROWS, 2, shuffles.EPOCHS)
    empty = np.empty(0)
    return shuffles.is_even(run, Notes(np.concatenate(found), np.empty(0, bool), empty, empty, empty, empty, empty))


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, _: rng.permutation(6),
        lambda rng, order: rng.permutation(order),
        lambda rng, _: np.argsort(rng.random(6)),
        lambda rng, _: rng.choice(6, 6, replace=False),
    ],
)
def test_fair_shuffles_are_even(draw):
    assert evenness(draw) == ""


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda rng, _: [0, *1 + rng.permutation(5)], "row 0 was at position 0"),
        (lambda rng, _: [*rng.permutation(5), 5], "row 5 was at position 5"),
        (lambda rng, _: np.concatenate([begin + rng.permutation(2) for begin in (0, 2, 4)]), "was at position"),
        (lambda rng, _: np.concatenate([rng.permutation(3), 3 + rng.permutation(3)]), "row 0 was never at position 3"),
        (lambda rng, _: np.roll(np.arange(6), rng.integers(6)), "came directly after row"),
        (lambda rng, _: np.roll([0, 2, 4, 1, 3, 5], rng.integers(6)), "came directly after row"),
        (lambda rng, _: swapped(rng, np.arange(6), 3), "original position"),
        (lambda rng, order: swapped(rng, order, 1), "depends on its position in the previous epoch"),
        (lambda rng, order: order[::-1] if rng.random() < 0.7 else rng.permutation(6), "depends on its position"),
    ],
)
def test_unfair_shuffles_are_not_even(draw, words):
    assert words in evenness(draw)


def swapped(rng, order, times):
    order = np.array(order)
    for _ in range(times):
        i, j = rng.choice(len(order), 2, replace=False)
        order[[i, j]] = order[[j, i]]
    return order


def test_the_bounds_on_shuffles_leave_fair_ones_alone():
    epochs, share = shuffles.EPOCHS, 1 / shuffles.FEW_ROWS
    often = shuffles.MOST_OFTEN / epochs
    divergence = often * np.log(often / share) + (1 - often) * np.log((1 - often) / (1 - share))
    never, many = (1 - share) ** (epochs - 1), np.exp(-epochs * divergence)
    kept = np.exp(-epochs + shuffles.MOST_KEPT * (1 + np.log(epochs / shuffles.MOST_KEPT)))
    assert 110 * (never + many) + 2 * kept < 2e-14


def test_minibatch_sgd_survives_notes_that_were_tampered_with():
    base = load("minibatch_sgd").accepted[-1].source
    for line in (
        "loss_and_grads.sizes.clear()",
        "loss_and_grads.sizes[:] = [10**6]",
        "loss_and_grads.losses[:] = []",
        "loss_and_grads.x_seen = loss_and_grads.x_seen[:0]",
        "loss_and_grads.y_seen = loss_and_grads.y_seen[:, :0]",
        "loss_and_grads.params_seen = loss_and_grads.params_seen * 0",
        "history = history * 2",
        "params = params[:1]",
    ):
        source = base.replace("    return params, history", f"    {line}\n    return params, history")
        assert source != base
        assert failed(judged("minibatch_sgd", source))


@pytest.mark.parametrize(
    "change",
    [
        "params = [param - lr * np.clip(grad, -50, 50) for param, grad in zip(params, grads)]",
        "taken += 1; params = [param - lr * grad * (taken < 100) for param, grad in zip(params, grads)]",
    ],
)
def test_minibatch_sgd_finds_steps_that_are_not_plain(change):
    base = next(one.source for one in load("minibatch_sgd").accepted if one.id == "permutation")
    source = "import numpy as np\n" + base.replace("    history = []", "    history, taken = [], 0")
    source = source.replace("params = [param - lr * grad for param, grad in zip(params, grads)]", change)
    assert source.count("taken") in (1, 3)
    assert "forward.steps" in failed(judged("minibatch_sgd", source, seed=2))

"""The network for XOR: its example is true, every activation passes, and its data reaches what the checks are for."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load
from exercises.logistic_regression.data import CORNERS, XOR
from exercises.steps import Call
from exercises.xor_mlp import point as xor_mlp
from tests.exercises.test_networks import close, modules, scenarios_of, step_is
from tests.grader.conftest import failed, judged


def test_xor_mlp_of_the_statement_solves_xor_with_relu():
    module = {}
    exec(next(one.source for one in load("xor_mlp").accepted if one.id == "relu"), module)
    net = module["XORNet"](2, np.random.default_rng(0))
    net.w1, net.b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    net.w2, net.b2 = np.array([[1.0, -2.0]]), np.array([-0.5])
    close(net.forward(CORNERS), [-0.5, 0.5, 0.5, -0.5])
    close(net.forward(CORNERS[3:]), [-0.5])
    close(net.backward(np.array([1.0])), [[-1.0, -1.0]])
    close(net.grad_w1, [[1.0, 1.0], [-2.0, -2.0]])
    close(net.grad_b1, [1.0, -2.0])
    close(net.grad_w2, [[2.0, 1.0]])
    close(net.grad_b2, [1.0])
    np.testing.assert_array_equal(XOR, xor_mlp.XOR)


@pytest.mark.slow
def test_xor_mlp_is_learned_by_nearly_every_network_of_every_accepted_solution():
    for module in modules("xor_mlp"):
        solved = 0
        for seed in range(40):
            net = module["XORNet"](xor_mlp.HIDDEN, np.random.default_rng(seed))
            net.fit(CORNERS, XOR, xor_mlp.LEARNING_RATE, xor_mlp.STEPS)
            solved += np.array_equal(net.forward(CORNERS) > 0, XOR > 0)
        assert solved >= 39


@pytest.mark.slow
def test_xor_mlp_accepts_every_activation_that_bends_and_refuses_a_straight_line():
    base = next(one.source for one in load("xor_mlp").accepted if one.id == "tanh")
    for function, derivative in (
        ("np.sin(z)", "np.cos(z)"),
        ("np.where(z > 0, z, 0.01 * z)", "np.where(z > 0, 1, 0.01)"),
        ("np.where(z > 0, z, np.expm1(np.minimum(z, 0)))", "np.where(z > 0, 1, np.exp(np.minimum(z, 0)))"),
        ("np.clip(z, -1, 1)", "(np.abs(z) < 1)"),
        ("np.exp(-(z**2))", "(-2 * z * np.exp(-(z**2)))"),
        ("np.abs(z)", "np.sign(z)"),
        ("z", "1"),
    ):
        source = base.replace(
            "self.h = np.tanh(x @ self.w1.T + self.b1)",
            "self.z = z = x @ self.w1.T + self.b1\n        self.h = FUNCTION",
        )
        source = source.replace("(1 - self.h**2)", "DERIVATIVE")
        source = source.replace("FUNCTION", function).replace("DERIVATIVE", derivative.replace("z", "self.z"))
        lost = failed(judged("xor_mlp", source, seed=3))
        assert lost == ([] if function != "z" else ["forward.activation"]), function


def test_xor_mlp_checks_single_steps_with_large_gradients_with_tiny_ones_and_after_many_others():
    def gradients(name):
        (scenario,) = (one for one in scenarios_of("xor_mlp") if name in one.name)
        set_to, *_ = (step for step in scenario.steps if step_is(step, "set_parameters"))
        (steps,) = (step for step in scenario.steps if step_is(step, "single_steps"))
        w1, b1, w2, b2 = set_to.args[1:]
        _, x, y, _, _ = steps.args
        hidden = np.tanh(x @ w1.T + b1)
        error = (1 / (1 + np.exp(-(hidden @ w2[0] + b2))) - y) / len(y)
        return (error[:, None] * w2 * (1 - hidden**2)).T @ x, error

    assert np.abs(gradients("inputs around 1000")[0]).max() > 10.0
    assert 0.0 < np.abs(gradients("nearly no loss")[1]).max() < 1e-4
    (long,) = (one for one in scenarios_of("xor_mlp") if "step by step" in one.name)
    names = [step.name for step in long.steps if step_is(step, "single_steps") or step_is(step, "fit")]
    assert names == ["single_steps", "fit", "single_steps", "single_steps"]


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ("self.w1 = self.w1 - lr * np.clip(self.grad_w1, -5, 5)", "properties.fit"),
        ("self.w1 = self.w1 - lr * self.grad_w1 * (len(losses) <= 100)", "properties.fit"),
        ("self.w1 = self.w1 - lr * self.grad_w1 * (losses[-1] > 1e-4)", "properties.fit"),
        ("self.w1 = self.w1 - lr * self.grad_w1 * (1 if steps < 50 else 1.01)", "properties.learns"),
    ],
)
def test_xor_mlp_finds_steps_that_are_not_plain(change, check):
    base = next(one.source for one in load("xor_mlp").accepted if one.id == "tanh")
    source = base.replace("self.w1 = self.w1 - lr * self.grad_w1", change)
    assert source != base
    assert check in failed(judged("xor_mlp", source, seed=2))


def test_xor_mlp_sees_single_rows_and_sizes_that_differ():
    shapes = {
        (step.args[5].shape[0], len(step.args[2]))
        for one in scenarios_of("xor_mlp")
        for step in one.steps
        if isinstance(step, Call) and step.name == "forward_with"
    }
    assert any(rows == 1 for rows, _ in shapes)
    assert len({rows for rows, _ in shapes}) >= 3
    assert len({hidden for _, hidden in shapes}) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_a_slope_of_relu_that_starts_too_late_shows_with_every_seed(seed):
    (source,) = (one.source for one in load("xor_mlp").accepted if one.id == "relu")
    assert source.count("z > 0,") == 1
    result = judged("xor_mlp", source.replace("z > 0,", "z > 0.5,"), seed)
    assert {"backward.grad_x", "backward.grad_w1", "backward.grad_b1"} <= set(failed(result))

"""The worked examples of statements and starters are true, and every accepted solution reproduces them."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


def close(got, expected):
    np.testing.assert_allclose(got, expected, atol=5e-5)


def test_chain_rule():
    for module in modules("chain_rule"):
        assert module["forward"](-2.0, 5.0, -4.0) == -12.0
        assert tuple(module["backward"](1.0, -2.0, 5.0, -4.0)) == (-4.0, -4.0, 3.0)


def test_sigmoid():
    for module in modules("sigmoid"):
        layer = module["Sigmoid"]()
        close(layer.forward(np.array([0.0, 2.0, -2.0])), [0.5, 0.880797, 0.119203])
        close(layer.backward(np.array([2.0, -1.0, 1.0])), [0.5, -0.104994, 0.104994])


def test_relu():
    for module in modules("relu"):
        layer = module["ReLU"]()
        close(layer.forward(np.array([-1.5, 0.5, 3.0])), [0.0, 0.5, 3.0])
        close(layer.backward(np.array([0.3, -2.0, 0.7])), [0.0, -2.0, 0.7])


def test_linear():
    for module in modules("linear"):
        layer = module["Linear"](np.array([[3.0, -1.0]]), np.array([0.5]))
        close(layer.forward(np.array([[1.0, 2.0], [4.0, 0.0]])), [[1.5], [12.5]])
        close(layer.backward(np.array([[10.0], [-1.0]])), [[30.0, -10.0], [-3.0, 1.0]])
        close(layer.grad_weight, [[6.0, 20.0]])
        close(layer.grad_bias, [9.0])


def test_adam():
    for module in modules("adam"):
        optimizer = module["Adam"](0.1, (0.5, 0.5), 0.0)
        close(optimizer.step([np.array([1.0])], [np.array([4.0])]), [[0.9]])
        close(optimizer.step([np.array([0.9])], [np.array([2.0])]), [[0.8057]])


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("chain_rule", ["-12", "-4.0, -4.0, 3.0"]),
        ("sigmoid", ["0.880797", "0.104994"]),
        ("relu", ["0.3", "-2", "0.7"]),
        ("linear", ["12.5", "30, -10", "6, 20"]),
        ("adam", ["0.8057", "2.667"]),
    ],
)
def test_the_statement_shows_these_numbers(slug, numbers):
    statement = load(slug).statement
    assert [number for number in numbers if number not in statement] == []

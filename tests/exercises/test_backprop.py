"""The unit on backpropagation: its worked examples are true, and its data reaches what the checks are for."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import load
from tests.exercises.test_worked_examples import close, modules


def neuron_cases(seed):
    return load("logistic_neuron").spec.cases(np.random.default_rng(seed))


def weighted_sum(case):
    w, x = case.inputs["w"], case.inputs["x"]
    return w[:2] @ x + w[2]


def test_every_mistake_has_all_three_steps_of_help():
    for slug in ("chain_rule", "logistic_neuron"):
        for wrong in load(slug).wrong_answers:
            assert "?" in wrong.nudge, wrong.id
            assert wrong.explanation.endswith("."), wrong.id
            assert len({wrong.nudge, wrong.hint, wrong.explanation}) == 3


# --- the logistic neuron -----------------------------------------------------------------------------------------


def test_the_lectures_neuron():
    w, x = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
    for module in modules("logistic_neuron"):
        close(module["forward"](w, x), 0.731059)
        dw, dx = module["backward"](1.0, w, x)
        close(dw, [-0.196612, -0.393224, 0.196612])
        close(dx, [0.393224, -0.589836])


@pytest.mark.parametrize("number", ["0.731059", "-0.196612, -0.393224, 0.196612", "0.393224, -0.589836"])
def test_statement_and_starter_of_the_neuron_show_the_numbers(number):
    exercise = load("logistic_neuron")
    assert number in exercise.statement
    assert number in re.sub(r"\s+", " ", exercise.starter)


def test_the_neurons_graph_is_drawn_with_the_numbers_of_the_table():
    picture = load("logistic_neuron").figures["graph.svg"]
    for number in ("0.731", "0.197", "−0.393", "0.393", "−0.59"):
        assert f">{number}<" in picture


@pytest.mark.parametrize("seed", range(20))
def test_the_neuron_is_seen_at_the_example_at_zero_nearly_saturated_and_beyond(seed):
    found = neuron_cases(seed)
    sums = [weighted_sum(case) for case in found]
    assert sums[0] == 1.0
    assert any(not case.inputs["x"].any() for case in found)
    close([sums[2], sums[3]], [6.0, -6.0])
    assert max(sums) > 800.0
    assert min(sums) < -800.0
    wide = next(case for case in found if case.name == "inputs around 1000")
    assert abs(weighted_sum(wide)) < 5.0


@pytest.mark.parametrize("seed", range(20))
def test_no_factor_of_the_neuron_can_be_lost_unseen(seed):
    drawn = [case for case in neuron_cases(seed) if "weights and inputs" in case.name]
    for case in drawn:
        assert np.abs(np.concatenate([case.inputs["w"], case.inputs["x"]])).min() >= 0.3

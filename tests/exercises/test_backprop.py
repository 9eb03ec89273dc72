"""The unit on backpropagation: its worked examples are true, and its data reaches what the checks are for."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import load
from exercises.scenario import Ask
from tests.exercises.test_worked_examples import close, modules


def neuron_cases(seed):
    return load("logistic_neuron").spec.cases(np.random.default_rng(seed))


def weighted_sum(case):
    w, x = case.inputs["w"], case.inputs["x"]
    return w[:2] @ x + w[2]


def test_every_mistake_has_all_three_steps_of_help():
    for slug in ("chain_rule", "logistic_neuron", "jacobians"):
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


# --- Jacobians ---------------------------------------------------------------------------------------------------

SOFTMAX = [[0.109375, -0.03125, -0.078125], [-0.03125, 0.1875, -0.15625], [-0.078125, -0.15625, 0.234375]]


def asked(slug, seed=0):
    """Every call of a scenario spec: the stage, the name and the arguments."""
    for scenario in load(slug).spec.scenarios(np.random.default_rng(seed)):
        for step in scenario.steps:
            if isinstance(step, Ask):
                yield scenario, step.name, step.args


def test_the_worked_jacobians():
    weight = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    for module in modules("jacobians"):
        close(module["jacobian_identity"](np.array([7.0, 8.0])), [[1.0, 0.0], [0.0, 1.0]])
        close(module["jacobian_linear"](weight, np.zeros(3)), weight)
        close(module["jacobian_sigmoid"](np.array([0.0, 2.0])), [[0.25, 0.0], [0.0, 0.104994]])
        found = module["jacobian_softmax"](np.log([1.0, 2.0, 5.0]))
        np.testing.assert_allclose(found, SOFTMAX, rtol=1e-12)
        np.testing.assert_allclose(found.sum(axis=1), 0.0, atol=1e-15)


def test_statement_and_starter_show_the_worked_jacobians():
    exercise = load("jacobians")
    for number in ["0.104994", *(f"{abs(entry):g}" for row in SOFTMAX for entry in row)]:
        assert number in exercise.statement
        assert number in exercise.starter


def test_the_linear_map_is_asked_for_in_every_proportion():
    shapes = {args[0].shape for _, name, args in asked("jacobians") if name == "jacobian_linear"}
    assert any(rows > columns for rows, columns in shapes)
    assert any(rows < columns for rows, columns in shapes)
    assert any(rows == columns for rows, columns in shapes)
    assert any(rows == 1 for rows, _ in shapes)
    assert any(columns == 1 for _, columns in shapes)


def test_jacobians_are_asked_for_at_single_numbers_ties_and_thousands():
    points = [args[0] for _, name, args in asked("jacobians") if name == "jacobian_softmax"]
    assert {1, 3, 4, 5} <= {len(x) for x in points}
    assert any(len(x) > 1 and len(set(x)) == 1 for x in points)
    assert max(x.max() for x in points) == -min(x.min() for x in points) == 1000.0
    assert any(x.min() > 900.0 for x in points)


def test_the_pattern_of_the_jacobians_is_described_for_those_who_do_not_see_it():
    picture = load("jacobians").figures["pattern.svg"]
    assert "Sigmoid: positive on the diagonal, zero beside it." in picture
    assert "Softmax: positive on the diagonal, negative beside it." in picture

"""The unit on backpropagation: its worked examples are true, and its data reaches what the checks are for."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import catalog, load
from exercises.expectations import Equals
from exercises.graphs import Graph, names_in
from exercises.scenario import Ref, Scenario
from exercises.steps import Call, Construct, Operate
from tests.exercises.test_worked_examples import close, modules
from tests.grader.conftest import check, failed, judged


def neuron_cases(seed):
    return load("logistic_neuron").spec.cases(np.random.default_rng(seed))


def weighted_sum(case):
    w, x = case.inputs["w"], case.inputs["x"]
    return w[:2] @ x + w[2]


def test_every_mistake_has_all_three_steps_of_help():
    for slug in catalog().units[0].slugs:
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
            if isinstance(step, Call):
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
    assert "Sigmoid: positive on the diagonal, zero off the diagonal." in picture
    assert "Softmax: positive on the diagonal, negative off the diagonal." in picture


# --- scalar autograd ---------------------------------------------------------------------------------------------


def scenarios_of(seed=0):
    return load("scalar_autograd").spec.scenarios(np.random.default_rng(seed))


def test_the_worked_diamond():
    for module in modules("scalar_autograd"):
        a, b = module["Value"](2.0), module["Value"](-4.0)
        d = a * b
        e, g = d + a, d + b
        f = e * g
        assert (f.data, g.data, e.data, d.data) == (72.0, -12.0, -6.0, -8.0)
        f.backward()
        assert (a.grad, b.grad) == (60.0, -42.0)
        f.backward()
        assert (a.grad, b.grad) == (120.0, -84.0)


def test_statement_starter_and_picture_show_the_worked_diamond():
    exercise = load("scalar_autograd")
    for number in ("60.0", "-42.0", "120.0", "-84.0"):
        assert number in exercise.statement
        assert number in exercise.starter
    picture = exercise.figures["diamond.svg"]
    assert all(f">{number}<" in picture for number in ("72", "−12", "−6", "−8", "−18", "60", "−42"))


def operators():
    """Every operator that is asked for, with the kinds of its operands."""
    for scenario in scenarios_of():
        for step in scenario.steps:
            if isinstance(step, Operate):
                yield (
                    step.name,
                    tuple("value" if isinstance(arg, Ref) else type(arg).__name__ for arg in step.args),
                )


@pytest.mark.parametrize("sign", ["add", "sub", "mul", "truediv"])
def test_numbers_of_both_kinds_stand_on_either_side_of_every_operator(sign):
    kinds = {operands for found, operands in operators() if found == sign}
    assert {("value", "value"), ("value", "int"), ("int", "value"), ("value", "float"), ("float", "value")} <= kinds


def test_powers_have_whole_broken_and_negative_exponents_and_bases_of_either_sign():
    found = {step.args[1] for scenario in scenarios_of() for step in scenario.steps if is_power(step)}
    assert {3, -2, 0.5, 2.7, -1, 2, 1} <= found
    for scenario in scenarios_of():
        if scenario.name == "arithmetic":
            data = {step.handle: step.args[0] for step in scenario.steps if isinstance(step, Construct)}
            assert min(data[step.args[0].handle] for step in scenario.steps if is_power(step)) < 0.0


def is_power(step):
    return isinstance(step, Operate) and step.name == "pow"


def test_a_chain_is_ten_thousand_operations_deep():
    assert max(step.repeat for one in scenarios_of() for step in one.steps if isinstance(step, Operate)) == 10_000


@pytest.mark.parametrize("seed", range(20))
def test_all_expected_numbers_are_finite_and_of_a_size_that_tells(seed):
    for scenario in scenarios_of(seed):
        for expected in scenario.expectations:
            if isinstance(expected, Equals) and scenario.stage in ("forward", "backward"):
                assert 0.0 <= abs(expected.value) < 1e5


def scored(source, seed=0):
    """Judge a whole solution in this process; returns what failed."""
    return failed(judged("scalar_autograd", source, seed))


CORRECT = load("scalar_autograd").accepted


def test_recursion_costs_the_long_chain_and_nothing_else():
    recursive = next(one for one in load("scalar_autograd").wrong_answers if one.id == "recursive_order")
    assert scored(recursive.source) == ["properties.long_chain"]


@pytest.mark.parametrize("slope", ["0.0", "0.5", "1.0"])
def test_any_subgradient_is_right_at_the_kink(slope):
    source = solution("local_slopes").replace(
        "float(self.data > 0.0)", f"float(self.data > 0.0) if self.data else {slope}"
    )
    assert scored(source) == []


@pytest.mark.parametrize("slope", ["-0.1", "1.1", "2.0"])
def test_nothing_but_a_subgradient_is_right_at_the_kink(slope):
    source = solution("local_slopes").replace(
        "float(self.data > 0.0)", f"float(self.data > 0.0) if self.data else {slope}"
    )
    assert "properties.extremes" in scored(source)


def test_paths_are_counted_not_timed():
    wrong = next(one for one in load("scalar_autograd").wrong_answers if one.id == "path_by_path")
    result = judged("scalar_autograd", wrong.source)
    assert failed(result) == ["properties.each_once"]
    message = check(result, "properties.each_once").message
    assert "2046 multiplications" in message


def solution(id_):
    return next(one.source for one in CORRECT if one.id == id_)


MUTANTS = [
    ("return Value(self.data + other.data, (self, other), (1.0, 1.0))", "(1.0, 1.0)", "(1.0, 0.0)"),
    ("return Value(self.data - other.data, (self, other), (1.0, -1.0))", "(1.0, -1.0)", "(-1.0, 1.0)"),
    ("slopes = (1.0 / other.data, -self.data / other.data**2)", "**2", "**3"),
    ("(exponent * self.data ** (exponent - 1),)", "exponent - 1", "exponent - 2"),
    ("return as_value(other) * self", "* self", "+ self"),
    ("return as_value(other) + self", "+ self", "* self"),
    ("(1.0 - out**2,)", "1.0 - ", "1.0 + "),
    ("Value(max(self.data, 0.0)", "0.0", "0.1"),
    ("gradients = {node: 0.0 for node in order}", "0.0", "0.1"),
    ("gradients[self] = 1.0", "1.0", "2.0"),
    ("self.grad = 0.0", "0.0", "1.0"),
    ("node.grad += gradient", "+=", "-="),
    ("elif node not in seen:", "elif node not in seen:", "else:"),
]


@pytest.mark.parametrize(("line", "old", "new"), MUTANTS)
def test_a_changed_line_is_caught(line, old, new):
    source = solution("local_slopes")
    assert source.count(line) == 1
    assert scored(source.replace(line, line.replace(old, new))) != []


# --- graphs built twice ------------------------------------------------------------------------------------------


def test_a_recipe_says_what_it_makes_and_uses():
    assert names_in("d = a * b; e = 2 - d; f = tanh e") == {"a", "b", "d", "e", "f"}


def test_a_recipe_is_followed_by_the_conversation_and_by_the_reference():
    graph = Graph(Scenario("one", "backward", "one"), {"a": 2.0})
    graph.follow("d = 3 - a; e = - d; f = e ** 2; g = tanh f")
    assert graph.tensors["f"].data == 1.0
    graph.backward("f")
    assert graph.tensors["a"].grad == -2.0
    assert [type(step) for step in graph.scenario.steps] == [Construct, Operate, Operate, Operate, Call, Call]


@pytest.mark.parametrize("expression", ["a", "a + b + c", "a % b", "sin a", ""])
def test_a_recipe_that_makes_no_sense_is_refused(expression):
    graph = Graph(Scenario("one", "backward", "one"), {"a": 2.0, "b": 1.0, "c": 1.0})
    with pytest.raises(ValueError, match="neither a function, nor"):
        graph.follow(f"f = {expression}")


def test_backward_adds_to_the_gradient_that_the_caller_has_set():
    base = next(one.source for one in load("scalar_autograd").accepted if one.id == "local_slopes")
    source = base.replace("self.grad = 0.0", "self.grad = 0.0\n        self.total = 0.0")
    source = source.replace("node.grad += gradient", "node.total += gradient\n                node.grad = node.total")
    assert source.count("total") == 3
    assert failed(judged("scalar_autograd", source)) == ["properties.several_walks"]

"""The networks: statements' numbers are true, their data reaches what the checks are for, and pictures are drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from exercises import catalog, load
from exercises.expectations import Equals
from exercises.logistic_regression.data import CORNERS, OR, WITH_PRODUCT, XOR
from exercises.steps import Call, Construct
from tests.grader.conftest import failed, judged

NETWORKS = [slug for unit in catalog().units if unit.title == "Networks" for slug in unit.slugs]


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


def close(got, expected):
    np.testing.assert_allclose(got, expected, atol=5e-7)


def scenarios_of(slug, seed=0):
    return load(slug).spec.scenarios(np.random.default_rng(seed))


def sent(slug, seed=0):
    """Every array that is an argument or an expected value."""
    for scenario in scenarios_of(slug, seed):
        for step in scenario.steps:
            yield from arrays(getattr(step, "args", ()))
        yield from (one.value for one in scenario.expectations if isinstance(one, Equals))


def arrays(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from arrays(item)


def step_is(step, name):
    return isinstance(step, Call) and step.name == name


@pytest.mark.parametrize("slug", NETWORKS)
def test_same_seed_same_conversation_and_another_seed_another(slug):
    first, again, other = list(sent(slug)), list(sent(slug)), list(sent(slug, 1))
    assert len(first) == len(again) > 10
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    same = [one.shape == two.shape and np.array_equal(one, two) for one, two in zip(first, other, strict=True)]
    assert sum(same) < len(same) / 2


@pytest.mark.parametrize("slug", NETWORKS)
def test_mistakes_have_three_steps_of_help_and_titles_of_their_own(slug):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= 10
    assert len({one.title for one in wrong}) == len(wrong)
    assert all(one.title.endswith(".") and one.nudge.endswith("?") for one in wrong)
    assert all(one.hint and one.explanation.endswith(".") for one in wrong)


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug in NETWORKS for name in load(slug).figures])
def test_pictures_are_whole_and_asked_for(slug, name):
    figure = ET.fromstring(load(slug).figures[name])
    assert [child.tag.rpartition("}")[2] for child in figure][:2] == ["title", "desc"]
    assert "nan" not in load(slug).figures[name]
    assert f"]({name})" in load(slug).statement


# --- logistic_regression -----------------------------------------------------------------------------------------


def test_logistic_regression_learns_or_as_the_statement_says():
    for module in modules("logistic_regression"):
        model = module["LogisticRegression"](2)
        loss, (grad_weight, grad_bias) = model.loss_and_grads(CORNERS, OR)
        close(loss, 0.693147)
        close(grad_weight, [-0.25, -0.25])
        close(grad_bias, -0.25)
        close(list(model.fit(CORNERS, OR, 2.0, 2)), [0.693147, 0.450503])
        assert list(model.predict(CORNERS)) == [1, 1, 1, 1]
        model.fit(CORNERS, OR, 2.0, 38)
        assert list(model.predict(CORNERS)) == [0, 1, 1, 1]


def test_logistic_regression_learns_xor_with_the_product_alone():
    for module in modules("logistic_regression"):
        model = module["LogisticRegression"](2)
        close(list(model.fit(CORNERS, XOR, 2.0, 80)), np.log(2.0))
        model = module["LogisticRegression"](3)
        model.fit(WITH_PRODUCT, XOR, 2.0, 80)
        assert list(model.predict(WITH_PRODUCT)) == [0, 1, 1, 0]


def test_logistic_regression_sees_a_single_row_a_single_feature_a_square_and_a_thousand():
    shapes = {step.args[0].shape for one in scenarios_of("logistic_regression") for step in asked(one)}
    assert any(rows == 1 for rows, _ in shapes)
    assert any(features == 1 for _, features in shapes)
    assert any(rows == features for rows, features in shapes)
    assert len({rows for rows, _ in shapes}) >= 4
    (edge,) = (one for one in scenarios_of("logistic_regression") if one.check == "extremes")
    (step,) = asked(edge)
    assert {(np.sign(x), y) for x, y in zip(step.args[0].ravel(), step.args[1], strict=True) if abs(x) >= 900} == {
        *((1, 1), (-1, 0), (1, 0), (-1, 1))
    }


def asked(scenario):
    return [step for step in scenario.steps if isinstance(step, Call) and step.name == "loss_and_grads"]


@pytest.mark.parametrize(
    "change",
    [
        "self.weight = self.weight - lr * np.clip(grad_weight, -5, 5)",
        "self.weight = self.weight - lr * grad_weight * (len(losses) < 100)",
        "self.weight = self.weight - lr * grad_weight * (loss > 1e-4)",
    ],
)
def test_logistic_regression_finds_steps_that_are_not_plain(change):
    base = next(one.source for one in load("logistic_regression").accepted if one.id == "textbook")
    source = base.replace("self.weight = self.weight - lr * grad_weight", change)
    assert source != base
    assert failed(judged("logistic_regression", source, seed=2)) == ["properties.fit"]


# --- sequential --------------------------------------------------------------------------------------------------


class Scale:
    def __init__(self, factor):
        self.factor = factor

    def forward(self, x):
        self.x = x
        return self.factor * x

    def backward(self, grad_output):
        self.grad_factor = float(np.sum(grad_output * self.x))
        return self.factor * grad_output


class Shift(Scale):
    def forward(self, x):
        return x + self.factor

    def backward(self, grad_output):
        return grad_output


class Square(Scale):
    def __init__(self):
        pass

    def forward(self, x):
        self.x = x
        return x * x

    def backward(self, grad_output):
        return 2.0 * self.x * grad_output


def test_sequential_runs_the_three_layers_of_the_statement():
    for module in modules("sequential"):
        net = module["Sequential"]([Scale(3.0), Shift(-4.0), Square()])
        close(net.forward(np.array([[2.0]])), [[4.0]])
        close(net.backward(np.array([[1.0]])), [[12.0]])
        close(net.layers[0].grad_factor, 8.0)


def test_sequential_is_asked_with_no_layer_one_layer_many_layers_and_rows_of_every_number():
    sizes, rows = set(), set()
    for scenario in scenarios_of("sequential"):
        sizes |= {
            len(step.args[0]) for step in scenario.steps if isinstance(step, Construct) and step.name == "Sequential"
        }
        passed = [step.args[0] for step in scenario.steps if isinstance(step, Call) and step.name == "forward"]
        rows |= {len(x) for x in passed if isinstance(x, np.ndarray)}
    assert {0, 1, 2, 6} <= sizes
    assert {1, 2, 3, 4} <= rows


def test_sequential_has_a_layer_that_betrays_a_second_forward():
    used = {step.name for one in scenarios_of("sequential") for step in one.steps if isinstance(step, Construct)}
    assert used == {"Sequential", "Linear", "Tanh", "Dropout"}


def test_layers_given_to_sequential_pass_a_network_of_their_own():
    module = {}
    exec(load("sequential").provided, module)
    x, upstream = np.random.default_rng(0).normal(size=(2, 3, 4))
    for layer in (
        module["Linear"]("first", np.eye(4)[:, ::-1], np.arange(4.0)),
        module["Tanh"]("second"),
        module["Dropout"]("third", 0.5, 3),
    ):
        layer.forward(x)
        gradient = layer.backward(upstream)
        slope = (layer.apply(x + 1e-6 * upstream) - layer.apply(x - 1e-6 * upstream)) / 2e-6
        if not isinstance(layer, module["Dropout"]):
            np.testing.assert_allclose(np.sum(upstream * slope), np.sum(gradient * upstream), rtol=1e-8)
        assert (layer.forwards, layer.backwards) == (1, 1)
        assert np.array_equal(layer.seen, x)


# --- what the statements show ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("logistic_regression", ["0.693147", "0.450503", "-0.25, -0.25", "40 steps"]),
        ("xor_mlp", ["2 - 2 - 0.5 = -0.5", "(1, -2)", "(-1, -1)", "24 hidden units", "200 steps", "At least 9"]),
        ("minibatch_sgd", ["12.354167", "9.28125", "1.875", "0.0625", "18.5"]),
        ("sequential", [r"4 \cdot 3 = 12", r"1 \cdot 2 \cdot 2 = 4", r"4 \cdot 2 = 8"]),
    ],
)
def test_the_statement_shows_these_numbers(slug, numbers):
    statement = load(slug).statement
    assert [number for number in numbers if number not in statement] == []

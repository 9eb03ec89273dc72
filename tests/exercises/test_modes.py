"""Layers with a training and an evaluation mode: true examples, and conversations that reach what they are made for."""

from __future__ import annotations

import re

import numpy as np
import pytest

from exercises import load
from exercises.expectations import Equals
from exercises.pair import Calls, Pair
from exercises.scenario import Scenario
from exercises.steps import Call, Construct
from grader.report import Verdict
from tests.grader.conftest import failed, judged

LAYERS = ["batch_norm", "dropout"]
SEEDS = range(20)


def scenarios(slug, seed=0):
    return load(slug).spec.scenarios(np.random.default_rng(seed))


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


def close(got, expected):
    np.testing.assert_allclose(got, expected, atol=5e-7)


def test_batch_norm_example():
    for module in modules("batch_norm"):
        layer = module["BatchNorm1d"](np.array([2.0]), np.array([10.0]), 0.0, 0.1)
        close(layer.forward(np.array([[1.0], [5.0]])), [[8.0], [12.0]])
        close(layer.running_mean, [0.3])
        close(layer.running_var, [1.7])
        close(layer.backward(np.array([[1.0], [0.0]])), [[0.0], [0.0]])
        close(layer.grad_weight, [-1.0])
        close(layer.grad_bias, [1.0])
        layer.eval()
        close(layer.forward(np.array([[1.0]])), [[11.073751]])
        close(layer.backward(np.array([[1.0]])), [[1.533930]])


def test_dropout_example():
    x, upstream = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[0.5, 1.0, -1.0], [2.0, -3.0, 1.0]])
    for module in modules("dropout"):
        layer = module["Dropout"](0.5, np.random.default_rng(10))
        close(layer.forward(x), [[2.0, 0.0, 6.0], [0.0, 10.0, 0.0]])
        close(layer.backward(upstream), [[1.0, 0.0, -2.0], [0.0, -6.0, 0.0]])
        layer.eval()
        close(layer.forward(x), x)
        close(layer.backward(upstream), upstream)


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("batch_norm", ["11.073751", "1.533930", "0.3", "1.7", "8", "12"]),
        ("dropout", [f"{number:.3f}" for number in np.random.default_rng(10).random(6)]),
    ],
)
def test_statement_and_starter_show_the_numbers_of_the_worked_example(slug, numbers):
    exercise = load(slug)
    for text in (exercise.statement, exercise.starter):
        assert [number for number in numbers if number not in text] == []


@pytest.mark.parametrize("slug", LAYERS)
def test_there_are_enough_mistakes_and_each_has_three_steps_of_help(slug):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= 20
    assert all(one.nudge.endswith("?") and one.explanation.endswith(".") for one in wrong)
    assert len({one.title for one in wrong}) == len(wrong)


@pytest.mark.parametrize("slug", LAYERS)
def test_same_seed_same_conversation_and_another_seed_another_one(slug):
    def values(seed):
        return [one.value for scenario in scenarios(slug, seed) for one in scenario.expectations if type(one) is Equals]

    first, again, other = values(0), values(0), values(1)
    assert all(np.array_equal(*pair) for pair in zip(first, again, strict=True))
    changed = [not np.array_equal(*pair) for pair in zip(first, other, strict=True)]
    assert sum(changed) > 0.9 * len(changed)
    assert all(np.isfinite(value).all() for value in first)


@pytest.mark.parametrize("slug", LAYERS)
def test_a_layer_is_asked_all_that_layers_are_asked(slug):
    found = {(one.stage, one.check) for one in scenarios(slug)}
    properties = {"repeatable", "upstream", "inputs", "instances", "latest", "kept", "extremes"}
    properties |= {"modes", "mode_of_forward"}
    assert {check for stage, check in found if stage == "properties"} == properties
    assert {stage for stage, _ in found} == {"forward", "backward", "gradcheck", "properties"}


@pytest.mark.parametrize("slug", LAYERS)
def test_only_one_check_switches_the_mode_between_a_forward_and_its_backward(slug):
    switching = {one.check for one in scenarios(slug) if switches_before_backward(one)}
    assert switching == {"mode_of_forward"}


def switches_before_backward(scenario):
    switched = set()
    for step in scenario.steps:
        if isinstance(step, Call) and step.name in ("train", "eval"):
            switched.add(step.handle)
        elif isinstance(step, Call) and step.name == "forward":
            switched.discard(step.handle)
        elif isinstance(step, Call) and step.name == "backward" and step.handle in switched:
            return True
    return False


def test_batch_norm_is_built_with_the_defaults_and_with_large_eps_and_other_momenta():
    built = [step.args for one in scenarios("batch_norm") for step in one.steps if isinstance(step, Construct)]
    assert {len(args) for args in built} == {2, 3, 4}
    assert max(args[2] for args in built if len(args) > 2) >= 0.1
    assert {args[3] for args in built if len(args) > 3} == {0.3, 0.5}
    # Small weights tell nothing, but for one that is exactly 0: what divides by it shows there.
    weights = np.concatenate([args[0] for args in built])
    assert (weights == 0.0).any()
    assert np.abs(weights[weights != 0.0]).min() >= 0.4


def test_batch_norm_sees_different_shapes_a_square_and_a_single_row_in_evaluation_only():
    shapes = set()
    for scenario in scenarios("batch_norm"):
        training = {}
        for step in scenario.steps:
            if isinstance(step, Construct):
                training[step.handle] = True
            if isinstance(step, Call) and step.name in ("train", "eval"):
                training[step.handle] = step.name == "train"
            if isinstance(step, Call) and step.name == "forward" and isinstance(step.args[0], np.ndarray):
                shapes.add((training[step.handle], *step.args[0].shape))
    assert {(True, 4, 4), (True, 5, 3), (True, 2, 3), (True, 7, 2), (False, 1, 3)} <= shapes
    assert not any(training and rows == 1 for training, rows, _ in shapes)


@pytest.mark.parametrize("seed", SEEDS)
def test_dropout_draws_masks_that_drop_some_and_keep_some(seed):
    for scenario in scenarios("dropout", seed):
        if scenario.stage == "backward" and scenario.check == "grad_x":
            (gradient,) = (one.value for one in scenario.expectations)
            assert 0 < np.count_nonzero(gradient) < gradient.size


@pytest.mark.parametrize("seed", SEEDS)
def test_dropout_sees_a_drawn_number_equal_to_p_and_inputs_that_are_zero(seed):
    found = scenarios("dropout", seed)
    (tie,) = (one for one in found if one.name == "a random number equal to p")
    p = next(step for step in tie.steps if isinstance(step, Construct)).args[0]
    drawn = np.random.default_rng(tie.steps[0].args[0]).random((3, 3))
    assert (drawn == p).sum() == 1
    inputs = [
        step.args[0]
        for one in found
        if one.stage == "backward"
        for step in one.steps
        if isinstance(step, Call) and step.name == "forward"
    ]
    assert all((x == 0.0).any() and (x != 0.0).any() for x in inputs)


RETURNS_ITSELF = ("        self.training = False\n", "        self.training = False\n        return self\n")


@pytest.mark.parametrize("slug", LAYERS)
def test_what_train_and_eval_return_does_not_matter(slug):
    source = next(one.source for one in load(slug).accepted if RETURNS_ITSELF[0] in one.source)
    result = judged(slug, source.replace(*RETURNS_ITSELF))
    assert failed(result) == []
    assert all(one.verdict is Verdict.AC for one in result.checks)


def test_running_statistics_may_be_made_by_the_first_forward():
    """The statement says with what they begin, not that the constructor makes them."""
    source = next(one.source for one in load("batch_norm").accepted if one.id == "step_by_step")
    lazy = source.replace("        self.running_mean = np.zeros_like(weight)\n", "").replace(
        "        self.used_batch = self.training\n",
        "        self.used_batch = self.training\n"
        "        if not hasattr(self, 'running_mean'):\n"
        "            self.running_mean = np.zeros_like(self.weight)\n",
    )
    assert lazy != source
    assert failed(judged("batch_norm", lazy)) == []


def test_backward_of_a_pair_comes_after_a_forward():
    pair = Pair(Scenario("it", "backward", "grad_x"), "layer", Calls())
    with pytest.raises(ValueError, match="forward before backward"):
        pair.backward(np.ones(3))


@pytest.mark.parametrize("slug", LAYERS)
def test_figures_tell_readers_who_do_not_see_them_what_they_show(slug):
    (figure,) = load(slug).figures.values()
    assert figure.startswith("<svg ")
    assert "<title>" in figure
    assert "<desc>" in figure
    assert "nan" not in figure


def test_the_dots_before_and_after_normalization_differ_in_more_than_color_and_are_not_faint():
    (figure,) = load("batch_norm").figures.values()
    dots = re.findall(r"<circle [^>]*>", figure)
    rings = [dot for dot in dots if 'fill="none"' in dot and "stroke=" in dot]
    assert 0 < len(rings) == len(dots) - len(rings)
    assert all(float(opacity) >= 0.8 for opacity in re.findall(r'fill-opacity="([0-9.]+)"', figure))

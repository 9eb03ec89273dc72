"""The losses: their worked examples are true, and their cases reach what they are made for."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import load
from tests.grader.conftest import failed, judged, replaced

EXAMPLES = {
    "mse_loss": (
        "MSELoss",
        ([1.0, 2.0, 4.0], [0.0, 2.0, 6.0]),
        1.666667,
        [0.666667, 0.0, -1.333333],
    ),
    "bce_with_logits": (
        "BCEWithLogitsLoss",
        ([0.0, 2.0, -2.0], [1.0, 0.0, 0.0]),
        0.982334,
        [-0.166667, 0.293599, 0.039734],
    ),
    "cross_entropy": (
        "CrossEntropyLoss",
        ([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]], [2, 0]),
        0.753109,
        [[0.045015, 0.122364, -0.167380], [-0.333333, 0.166667, 0.166667]],
    ),
}
LOSSES = list(EXAMPLES)
SEEDS = range(20)


def cases(slug, seed=0):
    return load(slug).spec.cases(np.random.default_rng(seed))


def both(case):
    return case.inputs["prediction"], case.inputs["target"]


@pytest.mark.parametrize("slug", LOSSES)
def test_every_accepted_solution_reproduces_the_worked_example(slug):
    name, inputs, loss, gradient = EXAMPLES[slug]
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        found = module[name]()
        np.testing.assert_allclose(found.forward(*map(np.array, inputs)), loss, atol=5e-7)
        np.testing.assert_allclose(found.backward(), gradient, atol=6e-7)


@pytest.mark.parametrize("slug", LOSSES)
def test_statement_and_starter_show_the_numbers_of_the_worked_example(slug):
    _, _, loss, gradient = EXAMPLES[slug]
    exercise = load(slug)
    numbers = [loss, *(number for number in np.ravel(gradient) if number)]
    for text in (exercise.statement, exercise.starter):
        assert [number for number in numbers if f"{number:.6f}" not in text] == []


@pytest.mark.parametrize("slug", LOSSES)
def test_there_are_enough_mistakes_and_each_has_three_steps_of_help(slug):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= 15
    assert all(one.nudge.endswith("?") and one.explanation.endswith(".") for one in wrong)
    assert len({one.title for one in wrong}) == len(wrong)


@pytest.mark.parametrize("slug", ["mse_loss", "bce_with_logits"])
def test_elementwise_losses_see_rows_that_are_not_elements_and_up_to_three_axes(slug):
    shapes = [case.inputs["prediction"].shape for case in cases(slug)]
    assert {len(shape) for shape in shapes} == {1, 2, 3}
    assert any(len(shape) == 2 and shape[0] != shape[1] for shape in shapes)
    assert any(len(shape) == 2 and shape[0] == shape[1] for shape in shapes)
    assert {(1,), (1, 4)} <= set(shapes)
    assert all(target.shape == prediction.shape for prediction, target in map(both, cases(slug)))


def test_mse_sees_large_errors_and_none():
    edges = [both(case) for case in cases("mse_loss") if case.group == "extremes"]
    assert any(np.abs(prediction - target).max() > 100.0 for prediction, target in edges)
    assert any(np.array_equal(prediction, target) for prediction, target in edges)


@pytest.mark.parametrize("seed", SEEDS)
def test_bce_sees_both_labels_at_both_ends(seed):
    found = [both(case) for case in cases("bce_with_logits", seed)]
    assert all(set(np.unique(target)) <= {0.0, 1.0} for _, target in found)
    assert all(set(np.unique(target)) == {0.0, 1.0} for _, target in found if target.size > 1)
    far = {(z, y) for prediction, target in found for z, y in zip(prediction.flat, target.flat, strict=True)}
    assert {(z, y) for z in (-1000.0, 1000.0) for y in (0.0, 1.0)} <= far


@pytest.mark.parametrize("seed", SEEDS)
def test_cross_entropy_sees_more_rows_than_classes_fewer_and_as_many_and_labels_that_repeat(seed):
    plain = [both(case) for case in cases("cross_entropy", seed) if case.group is None]
    shapes = [prediction.shape for prediction, _ in plain]
    assert {np.sign(rows - classes) for rows, classes in shapes} == {-1, 0, 1}
    assert any(len(set(target)) < len(target) for _, target in plain)
    assert all(len(set(target)) == min(len(target), prediction.shape[1]) for prediction, target in plain)
    assert all(target.dtype == np.int64 for _, target in plain)


def test_cross_entropy_sees_rows_far_apart_and_a_sure_and_wrong_answer():
    far, target = next(both(case) for case in cases("cross_entropy") if case.group == "extremes")
    assert {far.min(), far.max()} == {-1001.0, 1000.0}
    assert far.max(axis=1).max() - far.max(axis=1).min() > 1000.0
    assert (far.max(axis=1) - far[np.arange(len(far)), target]).max() == 2000.0


@pytest.mark.parametrize("slug", LOSSES)
def test_figures_tell_readers_who_do_not_see_them_what_they_show(slug):
    (figure,) = load(slug).figures.values()
    assert figure.startswith("<svg ")
    assert "<title>" in figure
    assert "<desc>" in figure
    assert "nan" not in figure


@pytest.mark.parametrize("seed", SEEDS)
def test_logits_whose_slopes_are_measured_are_moderate_and_a_single_error_is(seed):
    """Whether a small epsilon or a clipped gradient shows must not depend on the seed."""
    moderate = [case for case in cases("bce_with_logits", seed) if case.gradcheck]
    assert moderate
    assert all(np.abs(both(case)[0].flat[1:]).max() <= 2.0 for case in moderate)
    (single,) = (case for case in cases("mse_loss", seed) if case.name == "a single number")
    assert 1.0 <= 2.0 * np.abs(np.subtract(*both(single)))[0] <= 4.0


@pytest.mark.parametrize("seed", range(8))
def test_a_constant_added_to_the_squared_error_fails_with_every_seed(seed):
    source = replaced("mse_loss", "np.mean(self.error**2)", "np.mean(self.error**2) + 1e-8")
    assert "forward.output" in failed(judged("mse_loss", source, seed))


@pytest.mark.parametrize("seed", range(8))
def test_a_rounded_probability_of_the_wrong_label_fails_with_every_seed(seed):
    source = replaced(
        "bce_with_logits",
        "return np.mean(np.logaddexp(0.0, prediction) - target * prediction)",
        "p = 1.0 / (1.0 + np.exp(-prediction))\n"
        "        losses = -np.where(target == 1.0, np.log(p), np.log(1.0 - p))\n"
        "        return np.mean(np.where(np.isinf(losses), np.abs(prediction), losses))",
        accepted=2,
    )
    assert failed(judged("bce_with_logits", source, seed)) == ["properties.extremes"]


EPSILONS = {
    "cross_entropy": (
        "-log_p[np.arange(len(target)), target].mean()",
        "-np.log(np.exp(log_p)[np.arange(len(target)), target] + EPS).mean()",
    ),
    "bce_with_logits": (
        "np.mean(np.logaddexp(0.0, prediction) - target * prediction)",
        "-np.mean(target * np.log(1 / (1 + np.exp(-prediction)) + EPS)"
        " + (1 - target) * np.log(1 / (1 + np.exp(prediction)) + EPS))",
    ),
}


@pytest.mark.parametrize("slug", EPSILONS)
@pytest.mark.parametrize(("epsilon", "shows"), [("1e-12", False), ("1e-10", True), ("1e-8", True), ("1e-6", True)])
def test_an_epsilon_inside_the_logarithm_gets_the_same_points_with_every_seed(slug, epsilon, shows):
    old, new = EPSILONS[slug]
    (source,) = (one.source for one in load(slug).accepted if old in one.source)
    found = [judged(slug, source.replace(old, new.replace("EPS", epsilon)), seed) for seed in range(8)]
    assert len({sum(check.points for check in one.checks) for one in found}) == 1
    assert all(("forward.output" in failed(one)) is shows for one in found)
    assert all("properties.extremes" in failed(one) for one in found if not shows)


@pytest.mark.parametrize("seed", range(8))
def test_a_tiny_epsilon_in_the_sum_of_the_softmax_shows_only_at_the_extremes_and_in_small_losses(seed):
    old = ".sum(axis=1, keepdims=True))"
    (source,) = (one.source for one in load("cross_entropy").accepted if f"np.exp(shifted){old}" in one.source)
    lost = failed(judged("cross_entropy", source.replace(old, ".sum(axis=1, keepdims=True) + 1e-8)"), seed))
    assert "properties.extremes" in lost
    assert set(lost) <= {"properties.extremes", "properties.latest"}

"""The data that specs draw reaches what the checks are for."""

from __future__ import annotations

import numpy as np
import pytest

from exercises import catalog, load
from exercises.spec import Case, Differentiable
from tests.grader.conftest import judged

DIFFERENTIABLE = [slug for slug in catalog().slugs if isinstance(load(slug).spec, Differentiable)]


def cases(slug, seed=0):
    return load(slug).spec.cases(np.random.default_rng(seed))


def values(case):
    return [np.asarray(value) for value in (*case.inputs.values(), *case.construct.values())]


@pytest.mark.parametrize("slug", DIFFERENTIABLE)
def test_same_seed_same_data_and_another_seed_other_data(slug):
    first, again, other = cases(slug), cases(slug), cases(slug, 1)
    for one, same in zip(first, again, strict=True):
        assert all(np.array_equal(*pair) for pair in zip(values(one), values(same), strict=True))
    changed = [
        not np.array_equal(*pair)
        for one, two in zip(first, other, strict=True)
        for pair in zip(values(one), values(two), strict=True)
        if pair[0].dtype.kind == "f"  # sizes and strides are whole numbers, chosen and not drawn
    ]
    assert sum(changed) > len(changed) / 2


@pytest.mark.parametrize("slug", DIFFERENTIABLE)
def test_there_are_plain_cases_gradcheck_cases_and_extremes(slug):
    found = cases(slug)
    assert len([case for case in found if case.group is None]) >= 2
    assert any(case.gradcheck for case in found)
    assert any(case.group == "extremes" for case in found)
    assert all(np.isfinite(value).all() for case in found for value in values(case))
    assert len({case.name for case in found}) == len(found)


@pytest.mark.parametrize("slug", ["sigmoid", "relu"])
def test_activations_see_plus_and_minus_a_thousand_and_several_axes(slug):
    found = cases(slug)
    extreme = next(case for case in found if case.group == "extremes").inputs["x"]
    assert {-1000.0, 1000.0} <= set(extreme)
    assert {case.inputs["x"].ndim for case in found} == {1, 2, 3}


def test_relu_sees_exact_zeros_in_every_draw():
    for seed in range(20):
        assert any((case.inputs["x"] == 0).any() for case in cases("relu", seed) if case.group is None)


def test_relu_subgradients_are_an_interval_at_zero_only():
    case = Case("zeros", {"x": np.array([-1.0, 0.0, 0.0, 2.0])})
    low, high = load("relu").spec.subgradients(case, np.array([3.0, 3.0, -3.0, 3.0]))
    assert low.tolist() == [0.0, 0.0, -3.0, 3.0]
    assert high.tolist() == [0.0, 3.0, 0.0, 3.0]


def test_linear_sees_three_different_sizes_a_square_and_a_single_row():
    sizes = [(*case.inputs["x"].shape, len(case.construct["bias"])) for case in cases("linear")]
    assert any(len(set(size)) == 3 for size in sizes)
    assert any(len(set(size)) == 1 for size in sizes)
    assert any(size[0] == 1 for size in sizes)
    assert len({size[0] for size in sizes}) >= 3


def test_chain_rule_sees_the_statement_example_numbers_and_arrays():
    found = cases("chain_rule")
    assert found[0].inputs == {"x": -2.0, "y": 5.0, "z": -4.0}
    assert {np.ndim(case.inputs["x"]) for case in found} == {0, 1, 2}


def trajectories(seed=0):
    return load("adam").spec.trajectories(np.random.default_rng(seed))


def test_adam_takes_several_steps_with_large_eps_other_betas_and_the_defaults():
    found = trajectories()
    assert any(one.hyper.get("eps") == 1e-2 and one.steps >= 3 for one in found)
    assert any(one.hyper.get("betas") == (0.5, 0.7) and one.steps >= 3 for one in found)
    assert any(one.hyper == {} for one in found)
    assert any(one.steps == 1 for one in found)


def test_adam_moves_several_parameters_of_different_and_of_equal_shapes():
    shapes = max(([param.shape for param in one.start] for one in trajectories()), key=len)
    assert len(shapes) >= 3
    assert 2 <= len(set(shapes)) < len(shapes)


def test_adam_sees_zero_and_huge_gradients():
    edge = next(one for one in trajectories() if one.name == "zero and huge gradients")
    (gradient,) = edge.gradient(edge.start)
    assert (gradient == 0.0).any()
    assert np.abs(gradient).max() > 1e7


@pytest.mark.parametrize("slug", DIFFERENTIABLE)
def test_drawing_cases_changes_nothing_that_is_shared(slug):
    before = [[value.copy() for value in values(case)] for case in cases(slug)]
    for case in cases(slug):
        for value in values(case):
            value[...] = 0.0
    after = [values(case) for case in cases(slug)]
    for one, two in zip(before, after, strict=True):
        assert all(np.array_equal(*pair) for pair in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("slug", "mistake", "seeds"),
    [
        ("adam", "eps_before_correction", (0, 1, 2, 3)),
        ("adam", "eps_inside_root", (0, 1, 2, 3)),
        ("adam", "state_in_float32", (0, 9, 18, 21)),
        ("bce_with_logits", "epsilon_inside_the_logarithm", (0, 5, 23, 30)),
        ("minibatch_sgd", "first_batches_only", (0, 1, 2, 10)),
        ("minibatch_sgd", "learning_rate_left_out", (0, 1, 2, 3)),
        ("mse_loss", "gradient_clipped", (0, 21, 45)),
        ("sequential", "gradient_clipped", (0, 14, 29)),
        ("sgd", "clipped", (0, 22)),
        ("xor_mlp", "every_unit_its_own_function", (0, 29)),
        ("xor_mlp", "hidden_bias_outside", (0, 1, 7)),
        ("xor_mlp", "units_softmaxed", (0, 1, 4, 5)),
    ],
)
@pytest.mark.slow
def test_points_of_these_mistakes_do_not_depend_on_the_seed(slug, mistake, seeds):
    (wrong,) = (one for one in load(slug).wrong_answers if one.id == mistake)
    points = {sum(check.points for check in judged(slug, wrong.source, seed).checks) for seed in seeds}
    assert len(points) == 1

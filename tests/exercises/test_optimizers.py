"""The unit of optimizers: true examples, data that reaches what the checks are for, pictures, and the words of help."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import numpy as np
import pytest

from exercises import load, surfaces
from exercises.drawing import paths
from exercises.drawing.paths import Walk
from exercises.expectations import Equals
from exercises.optimizers import STEEP, Path
from exercises.steps import Call
from reference import optim

SLUGS = ("sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam")
STATEFUL = SLUGS[1:]
ADAPTIVE = ("adagrad", "adadelta", "rmsprop", "adam")
SVG = "{http://www.w3.org/2000/svg}"


def modules(slug):
    for solution in load(slug).accepted:
        module = {}
        exec(solution.source, module)
        yield module


def close(got, expected):
    np.testing.assert_allclose(got, expected, atol=5e-5)


# --- worked examples ---------------------------------------------------------------------------------------------


def test_sgd_example():
    for module in modules("sgd"):
        params = [np.array([1.0, -2.0]), np.array([[3.0]])]
        vector, matrix = module["SGD"](0.1).step(params, [np.array([4.0, -1.0]), np.array([[0.5]])])
        close(vector, [0.6, -1.9])
        close(matrix, [[2.95]])


@pytest.mark.parametrize(
    ("slug", "name", "hyper", "steps"),
    [
        ("momentum", "Momentum", (0.1, 0.5), [(1.0, 4.0, 0.6), (0.6, 2.0, 0.2), (0.2, -1.0, 0.1)]),
        ("rmsprop", "RMSProp", (0.1, 0.75, 0.0), [(1.0, 4.0, 0.8), (0.8, 2.0, 0.7)]),
        ("adadelta", "Adadelta", (1.0, 0.5, 1.0), [(1.0, 4.0, -0.3333), (-1 / 3, -1.0, 0.2527)]),
    ],
)
def test_examples_of_one_number(slug, name, hyper, steps):
    for module in modules(slug):
        optimizer = module[name](*hyper)
        for x, grad, expected in steps:
            close(optimizer.step([np.array([x])], [np.array([grad])]), [[expected]])


def test_nesterov_example():
    for module in modules("nesterov"):
        optimizer, x = module["Nesterov"](0.25, 0.5), [np.array([4.0])]
        for ahead, after in ((4.0, 2.0), (1.0, 0.5)):
            (point,) = optimizer.lookahead(x)
            close(point, [ahead])
            x = optimizer.step(x, [2.0 * point])
            close(x, [[after]])


def test_adagrad_example():
    for module in modules("adagrad"):
        optimizer = module["Adagrad"](0.5, 0.0)
        close(optimizer.step([np.array([1.0, 1.0])], [np.array([3.0, -0.03])]), [[0.5, 1.5]])
        close(optimizer.step([np.array([0.5, 1.5])], [np.array([4.0, 0.04])]), [[0.1, 1.1]])


def test_schedules_example():
    for module in modules("lr_schedules"):
        close(module["step_decay"](0.8, 5, 0.5, 2), 0.2)
        close(module["exponential_decay"](0.8, 5, 0.1), 0.4852)
        close(module["cosine_decay"](0.8, 5, 10, 0.2), 0.5)
        close(module["cosine_decay"](0.8, 50, 10, 0.2), 0.2)
        close(module["warmup"](0.8, 0, 4), 0.2)


@pytest.mark.parametrize(
    ("slug", "numbers"),
    [
        ("sgd", ["0.6, -1.9", "2.95"]),
        ("momentum", ["= 0.6$", "= 0.2$", "= 0.1$"]),
        ("nesterov", ["4 - 2 = 2", "2 - 1.5 = 0.5"]),
        ("adagrad", ["(0.5, 1.5)", "(0.1, 1.1)"]),
        ("adadelta", ["0.3333", "0.2527", "0.5860"]),
        ("rmsprop", ["= 0.8$", "= 0.7$"]),
        ("lr_schedules", ["0.4852", "`warmup(0.8, 0, 4)`"]),
    ],
)
def test_statements_show_these_numbers(slug, numbers):
    statement = load(slug).statement
    assert [number for number in numbers if number not in statement] == []


# --- what the data reaches ---------------------------------------------------------------------------------------


def trajectories(slug, seed=0):
    return load(slug).spec.trajectories(np.random.default_rng(seed))


@pytest.mark.parametrize("slug", SLUGS)
def test_one_step_many_steps_and_other_hyperparameters(slug):
    found = trajectories(slug)
    assert any(one.steps == 1 for one in found)
    assert any(one.steps >= 5 for one in found)
    assert len({one.hyper.get("lr") for one in found if one.group != "extremes"}) >= 3
    assert len({one.name for one in found}) == len(found)


@pytest.mark.parametrize("slug", SLUGS)
def test_parameters_have_different_and_equal_shapes(slug):
    shapes = max(([param.shape for param in one.start] for one in trajectories(slug)), key=len)
    assert len(shapes) >= 3
    assert 2 <= len(set(shapes)) < len(shapes)


@pytest.mark.parametrize("slug", STATEFUL)
def test_every_default_is_used_and_differs_from_what_is_given_elsewhere(slug):
    exercise = load(slug)
    optional = [name for name in exercise.spec.arguments if name != "lr"]
    found = trajectories(slug)
    for name in optional:
        given = {one.hyper[name] for one in found if name in one.hyper}
        assert len(given) >= 2
        assert any(name not in one.hyper and one.steps >= 3 for one in found)


@pytest.mark.parametrize("slug", ADAPTIVE)
def test_a_large_eps_shows_over_several_steps(slug):
    assert any(one.hyper.get("eps", 0.0) >= 1e-2 and one.steps >= 3 for one in trajectories(slug))


@pytest.mark.parametrize("slug", ["momentum", "nesterov"])
def test_a_momentum_of_zero_is_asked(slug):
    assert any(one.hyper.get("momentum") == 0.0 for one in trajectories(slug))


@pytest.mark.parametrize("slug", SLUGS)
def test_zero_and_huge_gradients_are_met(slug):
    edges = [one for one in trajectories(slug) if one.group == "extremes"]
    gradients = [gradient for one in edges for gradient in one.gradient(one.start)]
    assert any((gradient == 0.0).any() for gradient in gradients)
    assert max(np.abs(gradient).max() for gradient in gradients) > 1e7


@pytest.mark.parametrize("slug", SLUGS)
def test_gradients_become_zero_and_come_back_for_parameters_and_for_elements(slug):
    (resting,) = (one for one in trajectories(slug) if one.rests)
    grads = [step.grads for step in Path(load(slug).spec, resting).steps]
    assert max(resting.rests) < len(grads)
    for number, found in enumerate(grads, 1):
        zeros = [np.sum(grad == 0.0) for grad in found]
        assert zeros == ([3, 4, 1, 4] if number in resting.rests else [0, 0, 0, 0])


@pytest.mark.parametrize("slug", STATEFUL)
def test_a_state_in_single_precision_shows(slug):
    """The parameters come from the steps alone, so rounding the state to float32 exceeds the tolerance of 1e-8."""
    (long,) = (one for one in trajectories(slug) if one.name == "6 long steps")
    path = Path(load(slug).spec, long)
    pairs = [pair for step in path.steps for pair in zip(step.params, step.expected, strict=True)]
    assert max(np.abs(after - before).max() / np.abs(after).max() for before, after in pairs) > 0.5
    assert path.spec.tolerance.rtol <= 1e-8
    assert not long.is_steep


def test_exact_zeros_do_not_keep_a_path_from_being_steep():
    (resting,) = (one for one in trajectories("adam") if one.rests)
    assert resting.is_steep
    path = Path(load("adam").spec, resting).settled()
    assert all(np.abs(grad[grad != 0.0]).min(initial=1.0) >= STEEP for step in path.steps for grad in step.grads)


@pytest.mark.parametrize("seed", range(30))
def test_sgd_meets_gradients_above_one_in_every_trajectory_of_several_steps(seed):
    for one in trajectories("sgd", seed):
        if one.group in ("steps", "parameters") and len(one.start[0].shape) < 3:
            assert max(np.abs(grad).max() for grad in one.gradients(one.start, 1)) > 1.0


@pytest.mark.parametrize("slug", SLUGS)
def test_same_seed_same_starts_and_another_seed_others(slug):
    def starts(seed):
        return np.concatenate([param.ravel() for one in trajectories(slug, seed) for param in one.start])

    assert np.array_equal(starts(3), starts(3))
    assert not np.any(starts(3) == starts(4))


@pytest.mark.parametrize("slug", ["momentum", "nesterov"])
def test_the_velocity_matters_in_every_check_but_the_first(slug):
    """With a start at rest all of them begin alike, so each other check has to go on for several steps."""
    groups = {one.group for one in trajectories(slug) if one.steps >= 3}
    assert groups == {"steps", "parameters", "hyperparameters", "defaults", "extremes"}


def asked(stage):
    drawn = load("lr_schedules").spec.scenarios(np.random.default_rng(0))
    return [
        (one.name, one.args) for each in drawn if each.stage == stage for one in each.steps if isinstance(one, Call)
    ]


@pytest.mark.parametrize("name", ["step_decay", "exponential_decay", "cosine_decay", "warmup"])
def test_schedules_are_asked_from_the_first_step_on_with_several_settings(name):
    calls = [args for function, args in asked("forward") if function == name]
    assert {args[1] for args in calls} >= {0, 1, 2, 3, 4, 5}
    assert len({args[2:] for args in calls}) >= 3


def test_the_end_of_the_cosine_is_asked_forward_and_what_follows_in_the_properties():
    forward = [args for name, args in asked("forward") if name == "cosine_decay"]
    assert all(args[1] <= args[2] for args in forward)
    assert any(args[1] == args[2] for args in forward)
    assert {len(args) for args in forward} == {3, 4}
    after = [args for name, args in asked("properties") if name == "cosine_decay" and args[1] > args[2]]
    assert {len(args) for args in after} == {3, 4}


def test_schedules_expect_the_reference():
    for scenario in load("lr_schedules").spec.scenarios(np.random.default_rng(1)):
        assert len(scenario.steps) == len(scenario.expectations) > 0
        for expectation in scenario.expectations:
            assert isinstance(expectation, Equals)
            step = scenario.steps[expectation.place.step]
            lr, number, *settings = step.args
            assert expectation.value == getattr(optim, step.name)(lr, *settings)(number)


# --- surfaces ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gradient", "height"),
    [
        (surfaces.valley, lambda x: np.sum(np.linspace(1.0, 20.0, x.size) * x * x) / 2),
        (surfaces.banana, lambda x: (1 - x[0]) ** 2 + 5 * (x[1] - x[0] ** 2) ** 2),
        (surfaces.waves, lambda x: np.sum(-np.cos(3 * x) / 3 + x * x / 20)),
    ],
)
def test_gradients_are_the_slopes_of_their_surfaces(gradient, height):
    x, h = surfaces.away_from_zero(np.random.default_rng(0), 2), 1e-6
    slopes = [(height(x + h * unit) - height(x - h * unit)) / (2 * h) for unit in np.eye(2)]
    np.testing.assert_allclose(gradient([x])[0], slopes, rtol=1e-7)


def test_starts_keep_away_from_zero_on_both_sides():
    drawn = surfaces.away_from_zero(np.random.default_rng(0), 1000)
    assert 0.5 <= np.abs(drawn).min() < np.abs(drawn).max() <= 2.0
    assert {-1.0, 1.0} == set(np.sign(drawn))


# --- pictures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [*SLUGS, "lr_schedules"])
def test_pictures_are_whole_and_the_statement_shows_them(slug):
    exercise = load(slug)
    assert exercise.figures
    for name, svg in exercise.figures.items():
        root = ET.fromstring(svg)
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text
        assert root.get("role") == "img"
        assert f"]({name})" in exercise.statement


def test_a_walk_is_that_of_the_reference():
    found = paths.points(Walk("SGD", optim.SGD(0.02), 2))
    shrink = 1 - 0.02 * np.array([1.0, 20.0])
    np.testing.assert_allclose(found, [paths.START, paths.START * shrink, paths.START * shrink**2])


def test_nesterov_walks_with_gradients_from_ahead():
    momentum, nesterov = (paths.points(Walk("", one, 9)) for one in (optim.Momentum(0.02), optim.Nesterov(0.02)))
    assert np.array_equal(momentum[1], nesterov[1])
    assert np.abs(nesterov[2:, 1]).max() < np.abs(momentum[2:, 1]).max()


def test_level_lines_are_those_of_the_valley():
    root = ET.fromstring(paths.draw("A path", Walk("SGD", optim.SGD(0.02), 3)))
    ellipses = list(root.iter(f"{SVG}ellipse"))
    assert len(ellipses) == len(paths.LEVELS)
    for ellipse in ellipses:
        flat, steep = float(ellipse.get("rx")), float(ellipse.get("ry"))
        assert flat**2 == pytest.approx(20.0 * steep**2, rel=1e-4)


def test_a_picture_marks_every_point_and_names_every_walk():
    svg = paths.draw("Two", Walk("one <way>", optim.SGD(0.02), 4), Walk("another", optim.Momentum(0.02), 6))
    root = ET.fromstring(svg)
    drawn = [one for one in root.iter(f"{SVG}path") if one.get("stroke-linejoin")]
    lines = [one.get("d").split(" L") for one in drawn]
    assert [len(one) for one in lines] == [5, 7]
    assert lines[0][0] == lines[1][0]
    assert [one.text for one in root.iter(f"{SVG}text")] == ["one <way>", "another"]


# --- known mistakes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", [*SLUGS, "lr_schedules"])
def test_every_mistake_is_explained_in_three_steps(slug):
    wrong = load(slug).wrong_answers
    assert len(wrong) >= 15
    for one in wrong:
        assert one.nudge.endswith("?"), one.id
        assert one.explanation.endswith("."), one.id
        assert one.nudge not in (one.title, one.hint)
    assert len({one.title for one in wrong}) == len({one.explanation for one in wrong}) == len(wrong)


@pytest.mark.parametrize("slug", ["adagrad", "rmsprop", "adam"])
def test_the_slip_of_the_slides_is_known_by_name(slug):
    exercise = load(slug)
    (slip,) = (one for one in exercise.wrong_answers if one.id == "no_square_root")
    assert "slides" in slip.title
    assert "without the square root" in " ".join(exercise.statement.split())

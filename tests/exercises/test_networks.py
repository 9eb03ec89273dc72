"""The networks: statements' numbers are true, their data reaches what the checks are for, and pictures are drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from exercises import catalog, load
from exercises.expectations import Equals
from exercises.logistic_regression.data import CORNERS, OR, WITH_PRODUCT, XOR
from exercises.minibatch_sgd import shuffles
from exercises.minibatch_sgd.run import Notes, Run
from exercises.steps import Call, Construct
from exercises.xor_mlp import point as xor_mlp
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


@pytest.mark.parametrize(
    "change",
    [
        "params = [param - lr * np.clip(grad, -50, 50) for param, grad in zip(params, grads)]",
        "taken += 1; params = [param - lr * grad * (taken < 100) for param, grad in zip(params, grads)]",
    ],
)
def test_minibatch_sgd_finds_steps_that_are_not_plain(change):
    base = next(one.source for one in load("minibatch_sgd").accepted if one.id == "permutation")
    source = "import numpy as np\n" + base.replace("    history = []", "    history, taken = [], 0")
    source = source.replace("params = [param - lr * grad for param, grad in zip(params, grads)]", change)
    assert source.count("taken") in (1, 3)
    assert "forward.steps" in failed(judged("minibatch_sgd", source, seed=2))


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


# --- xor_mlp -----------------------------------------------------------------------------------------------------


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
        (set_to,) = (step for step in scenario.steps if step_is(step, "set_parameters"))
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


# --- minibatch_sgd -----------------------------------------------------------------------------------------------


def squares(params, x, y):
    return np.mean((params[0] - y) ** 2), [np.array([2 * np.mean(params[0] - y)])]


class Order:
    """A generator that gives one order, in whichever way it is asked."""

    def __init__(self, order):
        self.order = np.array(order)

    def permutation(self, count):
        assert count == len(self.order)
        return self.order

    def shuffle(self, indices):
        indices[:] = self.order

    def random(self, count):
        return np.argsort(self.order) / count


def test_minibatch_sgd_takes_the_steps_of_the_statement():
    data = np.zeros((3, 1)), np.array([1.0, 2.0, 6.0])
    for module in modules("minibatch_sgd"):
        params, history = module["train"]([np.array([0.0])], squares, data, 0.25, 3, 2, np.random.default_rng(0))
        close(params, [[2.25]])
        close(list(history), [13.6666667, 6.9166667])
        params, history = module["train"]([np.array([0.0])], squares, data, 0.25, 2, 1, Order([2, 0, 1]))
        close(params, [[1.875]])
        close(list(history), [12.3541667])


def test_minibatch_sgd_sees_short_batches_full_ones_single_rows_and_no_epochs():
    calls = [step.args for one in scenarios_of("minibatch_sgd") for step in one.steps if step_is(step, "train")]
    sizes = {(len(data[0]), batch_size, epochs) for _, _, data, _, batch_size, epochs, _ in calls}
    assert any(rows % size for rows, size, _ in sizes)
    assert any(rows % size == 0 and rows > size > 1 for rows, size, _ in sizes)
    assert any(size == 1 for _, size, _ in sizes)
    assert any(size > rows for rows, size, _ in sizes)
    assert any(epochs == 0 for _, _, epochs in sizes)


def step_is(step, name):
    return isinstance(step, Call) and step.name == name


def evenness(draw):
    """What `is_even` says about orders drawn one after the other: draw(rng, the order before) -> order."""
    rng, order, found = np.random.default_rng(5), np.arange(shuffles.FEW_ROWS), []
    for _ in range(shuffles.EPOCHS):
        order = np.array(draw(rng, order))
        found.append(order)
    run = Run.draw(rng, shuffles.FEW_ROWS, 2, shuffles.EPOCHS)
    empty = np.empty(0)
    return shuffles.is_even(run, Notes(np.concatenate(found), np.empty(0, bool), empty, empty, empty, empty, empty))


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, _: rng.permutation(6),
        lambda rng, order: rng.permutation(order),
        lambda rng, _: np.argsort(rng.random(6)),
        lambda rng, _: rng.choice(6, 6, replace=False),
    ],
)
def test_fair_shuffles_are_even(draw):
    assert evenness(draw) == ""


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda rng, _: [0, *1 + rng.permutation(5)], "row 0 came at place 0"),
        (lambda rng, _: [*rng.permutation(5), 5], "row 5 came at place 5"),
        (lambda rng, _: np.concatenate([begin + rng.permutation(2) for begin in (0, 2, 4)]), "came at place"),
        (lambda rng, _: np.concatenate([rng.permutation(3), 3 + rng.permutation(3)]), "row 0 never came at place 3"),
        (lambda rng, _: np.roll(np.arange(6), rng.integers(6)), "came directly after row"),
        (lambda rng, _: np.roll([0, 2, 4, 1, 3, 5], rng.integers(6)), "came directly after row"),
        (lambda rng, _: swapped(rng, np.arange(6), 3), "original place"),
        (lambda rng, order: swapped(rng, order, 1), "depends on its place in the epoch before"),
        (lambda rng, order: order[::-1] if rng.random() < 0.7 else rng.permutation(6), "depends on its place"),
    ],
)
def test_unfair_shuffles_are_not_even(draw, words):
    assert words in evenness(draw)


def swapped(rng, order, times):
    order = np.array(order)
    for _ in range(times):
        i, j = rng.choice(len(order), 2, replace=False)
        order[[i, j]] = order[[j, i]]
    return order


def test_the_bounds_on_shuffles_leave_fair_ones_alone():
    epochs, share = shuffles.EPOCHS, 1 / shuffles.FEW_ROWS
    often = shuffles.MOST_OFTEN / epochs
    divergence = often * np.log(often / share) + (1 - often) * np.log((1 - often) / (1 - share))
    never, many = (1 - share) ** (epochs - 1), np.exp(-epochs * divergence)
    kept = np.exp(-epochs + shuffles.MOST_KEPT * (1 + np.log(epochs / shuffles.MOST_KEPT)))
    assert 110 * (never + many) + 2 * kept < 2e-14


def test_minibatch_sgd_survives_notes_that_were_tampered_with():
    base = load("minibatch_sgd").accepted[-1].source
    for line in (
        "loss_and_grads.sizes.clear()",
        "loss_and_grads.sizes[:] = [10**6]",
        "loss_and_grads.losses[:] = []",
        "loss_and_grads.x_seen = loss_and_grads.x_seen[:0]",
        "loss_and_grads.y_seen = loss_and_grads.y_seen[:, :0]",
        "loss_and_grads.params_seen = loss_and_grads.params_seen * 0",
        "history = history * 2",
        "params = params[:1]",
    ):
        source = base.replace("    return params, history", f"    {line}\n    return params, history")
        assert source != base
        assert failed(judged("minibatch_sgd", source))


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

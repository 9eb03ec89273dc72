"""A student's own code gives the same curves if it is right; if not, the first difference is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import load
from playground.comparison import Comparison
from playground.errors import Stopped
from playground.settings import SCHEDULES, LayerSettings, LossSettings, NetworkSettings, OptimizerSettings, Settings
from tests.playground.sources import accepted, changed, mended

ADAM = Settings(optimizer=OptimizerSettings("adam", lr=0.03))
OWN = {
    slug: accepted(slug, "logaddexp" if slug == "bce_with_logits" else "textbook")
    for slug in ("linear", "tanh", "bce_with_logits", "adam")
}


def compared(settings: Settings, sources: dict[str, str], steps: int = 60) -> Comparison:
    comparison = Comparison(replace(settings, mine=tuple(sources)), sources)
    comparison.run(steps)
    return comparison


def assert_same(comparison: Comparison, steps: int = 60) -> None:
    assert comparison.mine.stop is None, comparison.mine.stop
    assert comparison.mine.steps == comparison.built_in.steps == steps
    np.testing.assert_allclose(comparison.mine.losses, comparison.built_in.losses, rtol=1e-9)
    assert comparison.parting is None
    assert comparison.drifted_at == 0


@pytest.mark.parametrize("slug", OWN)
def test_own_correct_code_gives_the_same_curve(slug: str) -> None:
    for solution in load(slug).accepted:
        assert_same(compared(ADAM, {slug: solution.source}, 20), 20)


def test_own_correct_code_for_everything_gives_the_same_curve() -> None:
    comparison = compared(ADAM, OWN, 300)
    assert_same(comparison, 300)
    mine, built_in = comparison.mine.scores(), comparison.built_in.scores()
    assert mine[1].loss == pytest.approx(built_in[1].loss, rel=1e-9)


@pytest.mark.parametrize("slug", ["sigmoid", "relu", "leaky_relu", "elu", "softplus"])
def test_own_activations_give_the_same_curve(slug: str) -> None:
    hidden = LayerSettings(4, slug)
    for solution in load(slug).accepted:
        assert_same(compared(Settings(network=NetworkSettings((hidden,))), {slug: solution.source}, 20), 20)


@pytest.mark.parametrize("slug", ["sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop"])
def test_own_optimizers_give_the_same_curve(slug: str) -> None:
    for solution in load(slug).accepted:
        assert_same(compared(Settings(optimizer=OptimizerSettings(slug, lr=0.03)), {slug: solution.source}, 20), 20)


@pytest.mark.parametrize("schedule", [kind for kind in SCHEDULES if kind != "constant"])
def test_own_schedules_give_the_same_curve(schedule: str) -> None:
    settings = Settings(optimizer=OptimizerSettings("adam", schedule=schedule, every=5, total=10, warmup_steps=10))
    for solution in load("lr_schedules").accepted:
        sources = {"lr_schedules": solution.source, "adam": accepted("adam")}
        assert_same(compared(settings, sources, 20), 20)


@pytest.mark.parametrize("slug", ["batch_norm", "dropout"])
def test_own_layers_with_modes_give_the_same_curve_and_scores(slug: str) -> None:
    hidden = LayerSettings(4, "tanh", batch_norm=True, dropout=0.3)
    for solution in load(slug).accepted:
        comparison = compared(Settings(network=NetworkSettings((hidden, hidden))), {slug: solution.source}, 20)
        assert_same(comparison, 20)
        assert comparison.mine.scores()[1].loss == pytest.approx(comparison.built_in.scores()[1].loss, rel=1e-9)


@pytest.mark.parametrize(
    ("slug", "loss", "output"),
    [
        ("cross_entropy", "cross_entropy", "none"),
        ("mse_loss", "squared_error", "sigmoid"),
        ("softmax", "squared_error", "softmax"),
    ],
)
def test_own_losses_and_softmax_give_the_same_curve(slug: str, loss: str, output: str) -> None:
    settings = changed(Settings(loss=LossSettings(loss)), "network", output=output)
    for solution in load(slug).accepted:
        assert_same(compared(settings, {slug: solution.source}, 20), 20)


def test_a_wrong_layer_parts_in_the_first_step() -> None:
    source = mended(accepted("linear"), "grad_output.sum(axis=0)", "grad_output.mean(axis=0)")
    parting = compared(ADAM, {"linear": source, "tanh": accepted("tanh")}).parting
    assert parting is not None
    assert (parting.step, parting.exercise, parting.tensor) == (1, "linear", "gradient of bias in linear 3")
    assert parting.mine is not None
    assert parting.built_in == pytest.approx(16 * parting.mine)
    assert parting.index == (0,)


def test_a_wrong_activation_is_named_and_not_the_layers_around_it() -> None:
    source = mended(accepted("tanh"), "np.tanh(", "0.99 * np.tanh(")
    comparison = compared(ADAM, {**OWN, "tanh": source})
    assert comparison.parting is not None
    assert (comparison.parting.step, comparison.parting.tensor) == (1, "output of tanh 1")
    assert abs(comparison.mine.losses[-1] - comparison.built_in.losses[-1]) > 1e-6


def test_an_optimizer_that_goes_wrong_late_is_named_with_its_step() -> None:
    source = mended(accepted("adam"), "self.t += 1", "self.t += 1 if self.t < 10 else 0")
    parting = compared(ADAM, {"adam": source}).parting
    assert parting is not None
    assert (parting.step, parting.exercise, parting.tensor) == (11, "adam", "new weight of linear 1")


def test_a_wrong_loss_is_named() -> None:
    source = mended(OWN["bce_with_logits"], " / self.target.size", "")
    parting = compared(ADAM, {"bce_with_logits": source}).parting
    assert parting is not None
    assert (parting.step, parting.tensor) == (1, "gradient of the prediction")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "self.grad_bias = grad_output.sum(axis=0)",
            "self.grad_bias = getattr(self, 'grad_bias', 0) + grad_output.sum(axis=0)",
        ),
        ("self.x = x", "self.x = getattr(self, 'x', x)"),
        ("self.x = x", "self.x = x; self.weight = 0.5 * self.weight"),
    ],
)
def test_what_a_layer_remembers_by_mistake_shows_in_the_second_step(old: str, new: str) -> None:
    parting = compared(ADAM, {"linear": mended(accepted("linear"), old, new)}).parting
    assert parting is not None
    assert (parting.exercise, parting.step) == ("linear", 1 if "0.5" in new else 2)


def test_a_layer_may_keep_its_parameters_in_any_form() -> None:
    source = """
class Linear:
    def __init__(self, weight, bias):
        self.parts = {"w": [weight.T.copy(), bias + 0.0], "name": "linear"}

    def forward(self, x):
        self.parts["x"] = x
        weight, bias = self.parts["w"]
        return x @ weight + bias

    def backward(self, grad_output):
        self.grad_weight = grad_output.T @ self.parts["x"]
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.parts["w"][0].T
"""
    assert_same(compared(ADAM, {"linear": source}, 20), 20)


NORMALIZED = Settings(network=NetworkSettings((LayerSettings(4, "tanh", batch_norm=True, dropout=0.3),)))


def test_wrong_running_statistics_are_named() -> None:
    source = mended(accepted("batch_norm"), "var * n / (n - 1)", "var")
    parting = compared(NORMALIZED, {"batch_norm": source}, 5).parting
    assert parting is not None
    assert (parting.step, parting.exercise, parting.tensor) == (1, "batch_norm", "running_var of batch_norm 1")


def test_running_statistics_of_another_shape_stop_the_students_network() -> None:
    source = mended(
        accepted("batch_norm"),
        "mean, var = x.mean(axis=0), x.var(axis=0)",
        "mean, var = x.mean(axis=0, keepdims=True), x.var(axis=0)",
    )
    comparison = compared(NORMALIZED, {"batch_norm": source}, 5)
    assert comparison.mine.stop is not None
    assert (comparison.mine.stop.reason, comparison.mine.stop.tensor) == ("shape", "self.running_mean")
    assert comparison.built_in.steps == 5


def test_a_layer_that_is_wrong_only_outside_training_is_named() -> None:
    source = mended(accepted("dropout", "where"), "return x.copy()", "return 0.7 * x")
    parting = compared(NORMALIZED, {"dropout": source}, 5).parting
    assert parting is not None
    assert (parting.step, parting.tensor) == (5, "output of dropout 1 outside training")


def started(settings: Settings, slug: str, source: str) -> Comparison | None:
    """A comparison with one source; None if it cannot even be constructed."""
    try:
        return Comparison(replace(settings, mine=(slug,)), {slug: source})
    except Stopped:
        return None


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["linear", "tanh", "relu", "batch_norm", "dropout", "bce_with_logits", "momentum"])
def test_known_mistakes_part_or_stop_and_nobody_else_is_blamed(slug: str) -> None:
    hidden = LayerSettings(
        4,
        "relu" if slug == "relu" else "tanh",
        batch_norm=slug == "batch_norm",
        dropout=0.3 if slug == "dropout" else 0.0,
    )
    settings = Settings(network=NetworkSettings((hidden,)), optimizer=OptimizerSettings("momentum"))
    wrong_answers = load(slug).wrong_answers
    found = 0
    for one in wrong_answers:
        comparison = started(settings, slug, one.source)
        if comparison is not None:
            comparison.run(10)
            assert comparison.parting is None or comparison.parting.exercise == slug, one.id
            assert comparison.drifted_at == 0, one.id
        found += comparison is None or comparison.parting is not None or comparison.mine.stop is not None
    assert found > 0.4 * len(wrong_answers)


@pytest.mark.slow
def test_every_known_mistake_of_adam_parts_or_stops() -> None:
    settings = changed(ADAM, "optimizer", eps=1e-4)
    same = []
    for one in load("adam").wrong_answers:
        comparison = compared(settings, {"adam": one.source}, 30)
        if comparison.parting is None and comparison.mine.stop is None:
            same.append(one.id)
        else:
            assert comparison.parting is None or comparison.parting.exercise == "adam", one.id
    assert len(same) < len(load("adam").wrong_answers) / 4, same


def test_code_that_raises_stops_alone() -> None:
    source = mended(
        accepted("tanh"), "def backward(self, grad_output):", "def backward(self, grad_output):\n        raise OSError"
    )
    comparison = compared(ADAM, {"tanh": source}, 10)
    assert comparison.mine.stop is not None
    assert comparison.mine.stop.reason == "code"
    assert (comparison.mine.steps, comparison.built_in.steps) == (0, 10)
    comparison.reset()
    assert comparison.mine.stop is None


def test_rounding_that_grows_is_not_called_a_mistake() -> None:
    settings = Settings(network=NetworkSettings((LayerSettings(8, "tanh"),) * 4), optimizer=OptimizerSettings(lr=2.0))
    product = "x @ self.weight.T + self.bias"
    source = mended(accepted("linear"), product, f"({product}) * (1 + 3e-15)")
    comparison = compared(settings, {"linear": source}, 100)
    assert comparison.drifted_at > 1
    assert comparison.parting is None


def test_code_cannot_change_its_arguments() -> None:
    source = mended(accepted("linear"), "self.x = x", "self.x = x; x *= 1.0")
    comparison = compared(ADAM, {"linear": source}, 1)
    assert comparison.mine.stop is not None
    assert (comparison.mine.stop.reason, comparison.mine.stop.line > 0) == ("code", True)

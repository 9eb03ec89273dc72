"""A student's own code gives the same curves if it is right; if not, the first difference is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import load
from playground.comparison import Comparison
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

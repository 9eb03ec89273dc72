"""Training repeats, can be edited, and stops where something goes wrong, with the state of before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.errors import Refused, Stopped
from playground.settings import (
    DataSettings,
    LayerSettings,
    LossSettings,
    NetworkSettings,
    OptimizerSettings,
    RunSettings,
    Settings,
)
from playground.training import Trainer
from tests.playground.sources import accepted, changed, network

MINE = Settings(mine=("tanh",))
BROKEN = """import numpy as np

class Tanh:
    calls = 0

    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        Tanh.calls += 1
        if Tanh.calls > 5:
            {}
        return grad_output * (1 - self.t ** 2)
"""


def test_the_same_settings_give_the_same_losses() -> None:
    first, second = Trainer(Settings()), Trainer(Settings())
    first.run(50)
    second.run(20)
    second.run(30)
    assert first.losses == second.losses
    assert Trainer(changed(Settings(), "run", seed=2)).step() != first.losses[0]


def test_reset_starts_again() -> None:
    hidden = LayerSettings(4, "tanh", batch_norm=True, dropout=0.3)
    trainer = Trainer(Settings(network=NetworkSettings((hidden,)), optimizer=OptimizerSettings("adam")))
    trainer.run(30)
    losses = list(trainer.losses)
    trainer.reset()
    assert (trainer.steps, trainer.epoch, list(trainer.losses)) == (0, 0, [])
    trainer.run(30)
    assert list(trainer.losses) == losses


def test_gradients_are_those_of_finite_differences() -> None:
    settings = Settings(loss=LossSettings(l1=0.01, l2=0.1), network=network(3, 2, activation="softplus"))
    trainer = Trainer(settings)
    values = trainer.network.parameters
    _, gradients = trainer.loss_and_gradients(values)
    for i, (value, gradient) in enumerate(zip(values, gradients, strict=True)):
        for place in np.ndindex(value.shape):
            if value[place] == 0.0:
                continue  # |w| has a kink there
            ends = []
            for sign in (1.0, -1.0):
                moved = [one.copy() for one in values]
                moved[i][place] += sign * 1e-6
                ends.append(trainer.loss_and_gradients(moved)[0])
            assert gradient[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-7)
    assert all(one is other for one, other in zip(trainer.network.parameters, values, strict=True))


def test_one_number_can_be_edited() -> None:
    trainer = Trainer(Settings())
    before = [value.copy() for value in trainer.network.parameters]
    trainer.edit("linear 2", "weight", (1, 3), -2.5)
    trainer.edit("linear 1", "bias", [2], 1.0)
    after = trainer.network.parameters
    assert after[2][1, 3] == -2.5
    assert after[1].tolist() == [0.0, 0.0, 1.0, 0.0]
    assert sum(int((a != b).sum()) for a, b in zip(before, after, strict=True)) == 2
    trainer.step()


@pytest.mark.parametrize(
    ("layer", "parameter", "index", "value"),
    [
        ("linear 9", "weight", (0, 0), 1.0),
        ("linear 1", "gain", (0, 0), 1.0),
        ("linear 1", "weight", (0,), 1.0),
        ("linear 1", "weight", (4, 0), 1.0),
        ("linear 1", "weight", (-1, 0), 1.0),
        ("linear 1", "weight", (0, 0), float("nan")),
        ("linear 1", "weight", (0, 0), 1e7),
    ],
)
def test_numbers_that_do_not_exist_cannot_be_edited(
    layer: str, parameter: str, index: tuple[int, ...], value: float
) -> None:
    trainer = Trainer(Settings())
    with pytest.raises(Refused):
        trainer.edit(layer, parameter, index, value)
    trainer.step()


def test_the_first_tensor_with_nan_or_infinity_is_named_and_the_state_kept() -> None:
    settings = Settings(
        DataSettings("plane"),
        network=NetworkSettings(()),
        loss=LossSettings("squared_error"),
        optimizer=OptimizerSettings(lr=90.0),
    )
    trainer = Trainer(settings)
    taken = trainer.run(1000)
    assert trainer.stop is not None
    assert 10 < taken == trainer.steps == trainer.stop.step - 1
    assert (trainer.stop.reason, trainer.stop.tensor) == ("not_finite", "loss")
    assert "infinity" in trainer.stop.message
    assert all(np.isfinite(value).all() for value in trainer.network.parameters)
    assert np.isfinite(trainer.losses).all()
    assert trainer.run(5) == 0
    trainer.reset()
    assert trainer.run(5) == 5


def test_nan_from_a_students_layer_is_named_with_its_step() -> None:
    source = BROKEN.format("grad_output = grad_output * np.nan")
    trainer = Trainer(MINE, {"tanh": source})
    trainer.run(20)
    assert trainer.stop is not None
    assert (trainer.stop.reason, trainer.stop.step, trainer.stop.exercise) == ("not_finite", 3, "tanh")
    assert trainer.stop.tensor == "gradient of the input of tanh 1"


@pytest.mark.parametrize(
    ("line", "reason", "step"),
    [
        ("raise KeyError('w')", "code", 3),
        ("undefined_name", "code", 3),
        ("grad_output[0] = 0", "code", 3),
        ("raise SystemExit", "code", 3),
        ("return grad_output.T", "shape", 3),
        ("return None", "shape", 3),
    ],
)
def test_a_students_exception_or_shape_stops_training_with_its_line(line: str, reason: str, step: int) -> None:
    trainer = Trainer(MINE, {"tanh": BROKEN.format(line)})
    before: list[np.ndarray] = []
    while trainer.stop is None:
        before = [value.copy() for value in trainer.network.parameters]
        trainer.run(1)
    assert (trainer.stop.reason, trainer.stop.step, trainer.stop.exercise) == (reason, step, "tanh")
    if reason == "code":
        assert trainer.stop.line == 13
        assert trainer.stop.code == line
    else:
        assert trainer.stop.tensor == "the result of Tanh.backward"
    for old, new in zip(before, trainer.network.parameters, strict=True):
        np.testing.assert_array_equal(old, new)
    with pytest.raises(Stopped):
        trainer.step()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("class Tanh:\n  def", 2),
        ("import numpy as np\nnp.nothing\n", 2),
        ("x = 1\n", 0),
        ("def Tanh(x):\n    pass\n", 0),
    ],
)
def test_code_that_does_not_load_is_told(source: str, line: int) -> None:
    with pytest.raises(Stopped) as caught:
        Trainer(MINE, {"tanh": source}).step()
    assert (caught.value.stop.exercise, caught.value.stop.line) == ("tanh", line)


def test_missing_code_is_refused_and_unused_code_is_not_loaded() -> None:
    with pytest.raises(Refused, match="tanh"):
        Trainer(MINE, {})
    Trainer(replace(MINE, mine=("relu",)), {}).step()
    Trainer(replace(MINE, mine=("relu", "tanh")), {"relu": "(", "tanh": accepted("tanh")}).step()


def test_a_layer_without_gradients_is_told() -> None:
    source = accepted("linear").replace("grad_bias", "db")
    assert "self.db" in source
    trainer = Trainer(Settings(mine=("linear",)), {"linear": source})
    trainer.run(1)
    assert trainer.stop is not None
    assert trainer.stop.tensor == "self.grad_bias"


@pytest.mark.parametrize(
    "result",
    ["params", "[p - 0.1 * g for p, g in zip(params, grads)][:2]", "None", "[p.ravel() for p in params]", "params[0]"],
)
def test_an_optimizer_that_returns_something_else_is_told(result: str) -> None:
    lines = ["class SGD:", "  def __init__(self, lr):", "    pass", "  def step(self, params, grads):"]
    source = "\n".join([*lines, f"    return {result}"])
    trainer = Trainer(Settings(mine=("sgd",)), {"sgd": source})
    trainer.run(3)
    if result == "params":
        assert trainer.stop is None  # it does not learn, which is not a wrong shape
    else:
        assert trainer.stop is not None
        assert (trainer.stop.reason, trainer.stop.step, trainer.stop.exercise) == ("shape", 1, "sgd")


def test_a_run_ends_when_its_time_is_over() -> None:
    trainer = Trainer(Settings())
    assert 0 < trainer.run(10_000, seconds=0.02) < 10_000
    assert trainer.run(10, seconds=-1.0) == 0


def test_the_fewest_points_are_enough_for_batch_norm() -> None:
    rows = ((0, 0, 0), (9, 9, 1), (99, 9, 1), (9, 99, 0))
    data = DataSettings("own", rows=rows, train_share=0.1)
    hidden = LayerSettings(2, "tanh", batch_norm=True)
    trainer = Trainer(Settings(data, network=NetworkSettings((hidden,)), run=RunSettings(0)))
    assert trainer.run(5) == 5
    assert (len(trainer.points.train), len(trainer.points.test)) == (2, 2)


def test_a_last_row_alone_is_left_out_of_batch_norm() -> None:
    hidden = LayerSettings(4, "relu", batch_norm=True)
    settings = Settings(DataSettings(points=34), network=NetworkSettings((hidden,)), run=RunSettings(batch_size=16))
    trainer = Trainer(settings)
    sizes = [len(trainer.network.outputs[0]) for _ in range(4) if trainer.step() > 0]
    assert sizes == [16, 16, 16, 16]
    assert trainer.epoch == 4

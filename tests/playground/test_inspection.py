"""Histograms, surfaces and words say what is going on inside."""

from __future__ import annotations

import numpy as np
import pytest

from playground.errors import Refused
from playground.inspection import activations, gradients, surfaces, weights, words
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
from tests.playground.sources import network


def kinds(trainer: Trainer) -> set[tuple[str, str]]:
    return {(one["kind"], one["layer"]) for one in words(trainer)}


def test_surfaces_are_the_predictions_at_their_positions() -> None:
    trainer = Trainer(Settings())
    trainer.run(50)
    found = surfaces(trainer, 7)
    assert found.output.shape == (1, 7, 7)
    assert [one.shape for one in found.units] == [(4, 7, 7), (2, 7, 7)]
    x1, x2 = found.positions[5], found.positions[2]
    expected = trainer.predict(np.array([[x1, x2]]))[0, 0]
    assert found.output[0, 2, 5] == pytest.approx(expected, abs=1e-6)
    assert 0.0 < expected < 1.0
    hidden = np.tanh(trainer.network.parameters[0] @ [x1, x2] + trainer.network.parameters[1])
    np.testing.assert_allclose(found.units[0][:, 2, 5], hidden, atol=1e-6)


def test_the_probabilities_of_classes_sum_to_one() -> None:
    trainer = Trainer(Settings(DataSettings("classes"), loss=LossSettings("cross_entropy")))
    np.testing.assert_allclose(surfaces(trainer, 5).output.sum(axis=0), 1.0, atol=1e-6)


@pytest.mark.parametrize("size", [1, 121])
def test_the_grid_is_bounded(size: int) -> None:
    with pytest.raises(Refused):
        surfaces(Trainer(Settings()), size)


def test_weights_come_with_the_gradients_of_the_latest_step() -> None:
    trainer = Trainer(Settings())
    assert all(one["gradients"] is None for one in weights(trainer))
    trainer.step()
    found = weights(trainer)
    assert [(one["layer"], one["name"]) for one in found[:2]] == [("linear 1", "weight"), ("linear 1", "bias")]
    assert found[0]["values"] == trainer.network.parameters[0].tolist()
    assert np.shape(found[0]["gradients"]) == (4, 2)


def test_histograms_count_every_value() -> None:
    trainer = Trainer(Settings(network=network(4, 3, activation="relu")))
    trainer.step()
    found = activations(trainer)
    assert [sum(one["counts"]) for one in found] == [400, 300, 100]
    assert [len(one["edges"]) for one in found] == [25, 25, 25]
    assert found[0]["mean"] > 0.0
    assert [sum(one["counts"]) for one in gradients(trainer)] == [8, 12, 3]


def test_dead_units_are_counted() -> None:
    trainer = Trainer(Settings(network=network(4, activation="relu")))
    trainer.edit("linear 1", "bias", [2], -1000.0)
    assert activations(trainer)[0]["dead_units"] == [2]
    assert ("dead", "relu 1") in kinds(trainer)
    trainer.edit("linear 1", "bias", [2], 1.0)
    assert activations(trainer)[0]["dead_units"] == []


def test_saturated_units_are_told() -> None:
    for activation in ("sigmoid", "tanh"):
        trainer = Trainer(Settings(network=network(2, activation=activation)))
        assert ("saturated", f"{activation} 1") not in kinds(trainer)
        for unit in range(2):
            trainer.edit("linear 1", "bias", [unit], 50.0)
        assert activations(trainer)[0]["flat_share"] == 1.0
        assert ("saturated", f"{activation} 1") in kinds(trainer)


def test_vanishing_and_exploding_gradients_are_told() -> None:
    deep = NetworkSettings((LayerSettings(4, "sigmoid"),) * 6, initialization="small")
    trainer = Trainer(Settings(network=deep, run=RunSettings(batch_size=0)))
    trainer.step()
    assert gradients(trainer)[0]["state"] == "vanishing"
    assert ("vanishing", "linear 1") in kinds(trainer)
    trainer = Trainer(Settings(network=network(4, 4, activation="linear")))
    for unit in range(4):
        trainer.edit("linear 3", "weight", [0, unit], 1e5)
    trainer.step()
    assert gradients(trainer)[0]["state"] in {"exploding", "usual"}


def test_gradients_of_zero_are_told() -> None:
    trainer = Trainer(Settings(network=network(4, initialization="zeros")))
    assert gradients(trainer) == []
    trainer.step()
    assert [one["state"] for one in gradients(trainer)] == ["zero", "zero"]
    assert {one for one in kinds(trainer) if one[0] == "zero"} == {("zero", "linear 1"), ("zero", "linear 2")}


def test_usual_training_is_not_remarkable() -> None:
    trainer = Trainer(Settings(optimizer=OptimizerSettings(lr=0.03)))
    trainer.run(20)
    assert words(trainer) == []

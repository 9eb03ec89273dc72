"""Networks learn what they can learn, and do not learn what they cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.settings import (
    ACTIVATIONS,
    OPTIMIZERS,
    DataSettings,
    LossSettings,
    NetworkSettings,
    OptimizerSettings,
    RunSettings,
    Settings,
    losses_for,
    outputs_for,
    usual,
)
from playground.training import Trainer
from tests.playground.sources import network

ADAM = OptimizerSettings("adam", lr=0.03)
XOR = DataSettings("xor", noise=0.0)


def trained(settings: Settings, steps: int) -> Trainer:
    trainer = Trainer(settings)
    assert trainer.run(steps) == steps, trainer.stop
    return trainer


@pytest.mark.parametrize(
    ("settings", "steps"),
    [
        (Settings(DataSettings("circle"), network=network(4, 2), optimizer=ADAM), 600),
        (Settings(XOR, network=network(4), optimizer=ADAM), 600),
        (Settings(XOR, features=("x1", "x2", "x1x2"), network=NetworkSettings(()), optimizer=ADAM), 600),
        (Settings(DataSettings("gaussians"), network=NetworkSettings(())), 300),
        (Settings(DataSettings("moons"), network=network(6), optimizer=ADAM), 1000),
        (
            Settings(
                DataSettings("spiral", noise=0.05),
                features=("x1", "x2", "sinx1", "sinx2"),
                network=network(8, 8),
                optimizer=ADAM,
            ),
            1500,
        ),
        (
            Settings(DataSettings("plane", noise=0.0), network=NetworkSettings(()), loss=LossSettings("squared_error")),
            200,
        ),
        (Settings(DataSettings("classes"), network=NetworkSettings(()), loss=LossSettings("cross_entropy")), 400),
    ],
    ids=lambda value: value.data.kind if isinstance(value, Settings) else "",
)
def test_the_test_loss_falls_below_a_twentieth(settings: Settings, steps: int) -> None:
    train, test = trained(settings, steps).scores()
    assert test.loss < 0.05
    assert train.loss < 0.05
    if test.accuracy is not None:
        assert test.accuracy >= 0.97


def test_xor_without_a_hidden_layer_and_without_the_product_is_not_learned() -> None:
    train, test = trained(Settings(XOR, network=NetworkSettings(()), optimizer=ADAM), 2000).scores()
    assert train.loss > 0.6
    assert test.loss > 0.6


@pytest.mark.parametrize("kind", OPTIMIZERS)
def test_every_optimizer_lowers_the_loss(kind: str) -> None:
    optimizer = replace(OptimizerSettings(kind), **usual(kind))
    trainer = trained(Settings(optimizer=optimizer, network=network(4)), 600)
    assert trainer.scores()[0].loss < 0.5 < trainer.losses[0]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_trains(activation: str) -> None:
    data = DataSettings("gaussians")
    assert trained(Settings(data, network=network(4, activation=activation)), 200).scores()[0].loss < 0.2


@pytest.mark.parametrize(
    ("task", "loss", "output"),
    [
        (task, loss, output)
        for task in ("binary", "classes")
        for loss in losses_for(task)
        for output in outputs_for(loss, task)
    ],
)
def test_every_loss_with_every_last_activation_trains(task: str, loss: str, output: str) -> None:
    data = DataSettings("gaussians" if task == "binary" else "classes")
    settings = Settings(data, network=network(4, output=output), loss=LossSettings(loss), optimizer=ADAM)
    train, _ = trained(settings, 200).scores()
    assert train.accuracy is not None
    assert train.accuracy > 0.95


def test_batch_norm_and_dropout_train_and_use_other_modes_for_scores() -> None:
    hidden = replace(network(6).layers[0], batch_norm=True, dropout=0.2)
    settings = Settings(network=NetworkSettings((hidden, hidden)), optimizer=ADAM)
    trainer = trained(settings, 300)
    first, second = trainer.scores(), trainer.scores()
    assert first == second
    assert first[0].loss < 0.3


def test_penalties_shrink_weights() -> None:
    def size(loss: LossSettings) -> float:
        return float(
            np.abs(np.concatenate([w.ravel() for w in trained(Settings(loss=loss), 400).network.weights])).sum()
        )

    free = size(LossSettings())
    assert size(LossSettings(l1=0.01)) < 0.8 * free
    assert size(LossSettings(l2=0.03)) < 0.8 * free


def test_batches_hold_every_row_once_in_each_epoch() -> None:
    trainer = Trainer(Settings(run=RunSettings(batch_size=30)))
    assert trainer.steps_to_epoch() == 4
    trainer.run(1)
    assert (trainer.steps_to_epoch(), trainer.epoch) == (3, 1)
    rows = [trainer.network.outputs[0]]
    for _ in range(3):
        trainer.step()
        rows.append(trainer.network.outputs[0])
    assert [len(one) for one in rows] == [30, 30, 30, 10]
    assert np.unique(np.concatenate(rows), axis=0).shape == np.unique(trainer.points.train, axis=0).shape
    assert (trainer.steps_to_epoch(), trainer.epoch) == (4, 1)
    trainer.step()
    assert trainer.epoch == 2

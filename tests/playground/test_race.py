"""Optimizers race on surfaces, built-in or a student's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.errors import Refused
from playground.race import MOST_RACERS, Racer, race
from playground.settings import OPTIMIZERS, OptimizerSettings, Settings, usual
from playground.terrain import FORMULAS, NetworkTerrain, contours, terrain
from playground.training import Trainer
from tests.playground.sources import accepted

ALL = [Racer(kind, replace(OptimizerSettings(kind), **usual(kind))) for kind in OPTIMIZERS]


@pytest.mark.parametrize("name", FORMULAS)
def test_slopes_are_those_of_the_heights(name: str) -> None:
    surface = terrain(name)
    point = np.array(surface.view.start) * 0.9
    slope = surface.slope(point, 0)
    if name == "noisy_bowl":
        slope = slope - np.random.default_rng([0, 0]).normal(size=2)
    expected = [(surface.height(point + step) - surface.height(point - step)) / 2e-6 for step in np.eye(2) * 1e-6]
    np.testing.assert_allclose(slope, expected, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", FORMULAS)
def test_minima_are_minima(name: str) -> None:
    surface = terrain(name)
    for minimum in surface.view.minima:
        height = surface.height(np.array(minimum))
        for step in ((0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)):
            assert surface.height(np.array(minimum) + step) > height


def test_contours_hold_the_heights_of_the_view() -> None:
    surface = terrain("rosenbrock")
    found = contours(surface, 21)
    assert found["heights"][3][5] == pytest.approx(surface.height(np.array([found["x"][5], found["y"][3]])))
    assert found["levels"] == sorted(found["levels"])
    assert np.min(found["heights"]) < found["levels"][0]
    with pytest.raises(Refused):
        contours(surface, 101)


@pytest.mark.parametrize("name", ["bowl", "valley"])
def test_all_eight_descend(name: str) -> None:
    trails = race(terrain(name), ALL, steps=300)
    assert len(trails) == 8
    for trail in trails:
        assert trail.path.shape == (301, 2)
        assert trail.heights[-1] < trail.heights[0]
        assert (trail.diverged_at, trail.stop) == (0, None)


def test_momentum_is_faster_than_sgd_in_the_valley() -> None:
    racers = [Racer(kind, OptimizerSettings(kind, lr=0.01)) for kind in ("sgd", "momentum")]
    sgd, momentum = race(terrain("valley"), racers, steps=100)
    assert momentum.heights[-1] < sgd.heights[-1] / 10


def test_one_that_leaves_for_infinity_stops() -> None:
    (trail,) = race(terrain("valley"), [Racer("", OptimizerSettings("sgd", lr=0.2))], steps=500)
    assert 0 < trail.diverged_at < 500
    assert len(trail.path) == trail.diverged_at
    assert np.isfinite(trail.heights).all()


def test_the_noise_is_the_same_for_all_and_depends_on_the_seed() -> None:
    twice = [Racer(name, OptimizerSettings("sgd")) for name in "ab"]
    first, second = race(terrain("noisy_bowl"), twice, steps=20)
    np.testing.assert_array_equal(first.path, second.path)
    (other,) = race(terrain("noisy_bowl", seed=1), twice[:1], steps=20)
    assert not np.array_equal(first.path, other.path)


@pytest.mark.parametrize("kind", [kind for kind in OPTIMIZERS if kind != "adamw"])
def test_own_optimizers_race_beside_the_built_in_ones(kind: str) -> None:
    racers = [
        Racer("built-in", OptimizerSettings(kind, lr=0.01)),
        Racer("mine", OptimizerSettings(kind, lr=0.01), is_mine=True),
    ]
    source = accepted(kind, "comprehension" if kind == "sgd" else "textbook")
    built_in, mine = race(terrain("rosenbrock"), racers, steps=50, sources={kind: source})
    np.testing.assert_allclose(mine.path, built_in.path, rtol=1e-9)


def test_code_that_raises_ends_its_trail_alone() -> None:
    lines = ["class SGD:", "  def __init__(self, lr):", "    self.n = 0", "  def step(self, params, grads):"]
    source = "\n".join([*lines, "    self.n += 1", "    assert self.n < 4", "    return params"])
    racers = [Racer("mine", OptimizerSettings("sgd"), is_mine=True), Racer("built-in", OptimizerSettings("sgd"))]
    mine, built_in = race(terrain("bowl"), racers, steps=10, sources={"sgd": source})
    assert mine.stop is not None
    assert (mine.stop.line, mine.stop.step, len(mine.path)) == (6, 4, 4)
    assert built_in.stop is None
    assert mine.to_json()["stop"]["code"] == "assert self.n < 4"


def test_races_are_bounded() -> None:
    surface = terrain("bowl")
    for racers, start, steps in (
        ([ALL[0]] * (MOST_RACERS + 1), None, 10),
        (ALL, None, 2001),
        (ALL, (float("nan"), 0.0), 10),
        (ALL, (1.0,), 10),
    ):
        with pytest.raises(Refused):
            race(surface, racers, start, steps)
    with pytest.raises(Refused):
        race(surface, [Racer("", OptimizerSettings("sgd"), is_mine=True)])
    with pytest.raises(Refused):
        terrain("everest")


def test_the_loss_of_a_network_is_a_surface_around_its_parameters() -> None:
    trainer = Trainer(Settings())
    trainer.run(20)
    before = [value.copy() for value in trainer.network.parameters]
    surface = NetworkTerrain(trainer, seed=3)
    assert surface.height(np.zeros(2)) == pytest.approx(trainer.scores()[0].loss)
    point = np.array([0.3, -0.2])
    expected = [(surface.height(point + step) - surface.height(point - step)) / 2e-6 for step in np.eye(2) * 1e-6]
    np.testing.assert_allclose(surface.slope(point, 0), expected, rtol=1e-5, atol=1e-7)
    assert np.shape(contours(surface, 6)["heights"]) == (6, 6)
    (trail,) = race(surface, [ALL[0]], steps=40)
    assert trail.heights[-1] < trail.heights[0]
    for old, new in zip(before, trainer.network.parameters, strict=True):
        np.testing.assert_array_equal(old, new)

"""The points are the same for the same seed, fit into the plane, and are divided as asked."""

from __future__ import annotations

import numpy as np
import pytest

from playground.datasets import BOX, DATASETS, divide, own, to_row
from playground.features import FEATURES, columns
from playground.parsing import parse
from playground.settings import FINEST, DataSettings, Settings


@pytest.mark.parametrize("kind", DATASETS)
def test_a_seed_gives_the_same_points(kind: str) -> None:
    first, again, other = (divide(Settings(DataSettings(kind, seed=seed))) for seed in (3, 3, 4))
    np.testing.assert_array_equal(first.train, again.train)
    np.testing.assert_array_equal(first.test_target, again.test_target)
    assert not np.array_equal(first.train, other.train)


@pytest.mark.parametrize("kind", DATASETS)
def test_points_without_noise_are_in_the_plane_and_all_classes_occur_equally(kind: str) -> None:
    points = divide(Settings(DataSettings(kind, points=300, noise=0.0)))
    x = np.concatenate([points.train, points.test])
    target = np.concatenate([points.train_target, points.test_target])
    assert x.shape == (300, 2)
    assert np.abs(x).max() <= BOX
    if points.task == "regression":
        assert np.abs(target).max() <= 1.1
    else:
        classes, counts = np.unique(target, return_counts=True)
        assert classes.tolist() == list(range(2 if points.task == "binary" else 3))
        assert counts.min() > 60 if kind == "classes" else counts.min() > 100


@pytest.mark.parametrize(("share", "train"), [(0.1, 2), (0.5, 10), (0.9, 18)])
def test_points_are_divided(share: float, train: int) -> None:
    points = divide(Settings(DataSettings(points=20, train_share=share)))
    assert (len(points.train), len(points.test)) == (train, 20 - train)


def test_noise_moves_points() -> None:
    clean, noisy = (divide(Settings(DataSettings("moons", noise=noise))).train for noise in (0.0, 0.5))
    assert 0.3 < np.std(noisy - clean) < 0.7


def test_own_points_are_on_the_grid_of_their_rows() -> None:
    settings = parse({"data": {"kind": "own", "task": "classes", "rows": [[0, FINEST, 2]] * 6}}).settings
    points = divide(settings)
    assert points.train.tolist() == [[-BOX, BOX]] * 3
    assert points.train_target.tolist() == [2.0] * 3
    x, target = own(DataSettings("own", task="regression", rows=(to_row(-1.0, 99.0, 0.25, "regression"),)))
    np.testing.assert_allclose([*x[0], target[0]], [-1.0, BOX, 0.25], atol=1e-3)


def test_features_are_their_formulas() -> None:
    x = divide(Settings()).train
    for name, feature in FEATURES.items():
        expected = eval(feature.formula, {"x": x, "np": np})
        np.testing.assert_array_equal(columns([name], x)[:, 0], expected)
    assert columns(("x1", "sinx2", "x1x2"), x).shape == (len(x), 3)

"""Trajectories that several optimizers walk; each adds those that show its own hyper-parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from exercises import surfaces
from exercises.expectations import Array
from exercises.optimizers import Trajectory
from exercises.surfaces import away_from_zero

Hyper = Mapping[str, Any]


def first_steps(rng: np.random.Generator, usual: Hyper) -> list[Trajectory]:
    """Return single steps of a vector and of a matrix."""
    return [
        Trajectory("one step down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 1, "first_step"),
        Trajectory("one step, a matrix", usual, (away_from_zero(rng, 2, 3),), surfaces.waves, 1, "first_step"),
    ]


def of_four(several: tuple[Array, ...], usual: Hyper) -> Trajectory:
    """Return steps of four parameters at once, two of them of the same shape."""
    return Trajectory("4 steps of 4 parameters", usual, several, surfaces.waves, 4, "parameters")


def edges(several: tuple[Array, ...], usual: Hyper) -> list[Trajectory]:
    """Return steps with gradients of 0 and with huge ones."""
    return [
        Trajectory("a plain, where gradients are 0", usual, several[:2], surfaces.plain, 2, "extremes"),
        Trajectory("a cliff, with huge gradients", usual, several[:2], surfaces.cliff, 3, "extremes"),
    ]


def with_velocity(rng: np.random.Generator) -> list[Trajectory]:
    """Return all trajectories of the optimizers with a momentum."""
    several, usual = surfaces.several(rng), {"lr": 0.05, "momentum": 0.8}
    heavy, light, none = {"lr": 0.02, "momentum": 0.95}, {"lr": 0.7, "momentum": 0.5}, {"lr": 0.1, "momentum": 0.0}
    return [
        *first_steps(rng, usual),
        Trajectory("7 steps down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("6 steps, three axes", usual, (away_from_zero(rng, 2, 1, 3),), surfaces.waves, 6, "steps"),
        of_four(several, usual),
        Trajectory("6 steps, momentum 0.95", heavy, (away_from_zero(rng, 4),), surfaces.valley, 6, "hyperparameters"),
        Trajectory("5 steps, momentum 0.5", light, several[:2], surfaces.waves, 5, "hyperparameters"),
        Trajectory("3 steps, momentum 0", none, (away_from_zero(rng, 3),), surfaces.waves, 3, "hyperparameters"),
        Trajectory("5 steps, the default", {"lr": 0.1}, (away_from_zero(rng, 3),), surfaces.waves, 5, "defaults"),
        *edges(several, usual),
    ]


def adaptive(rng: np.random.Generator, usual: Hyper) -> tuple[list[Trajectory], tuple[Array, ...]]:
    """Return what all optimizers with a rate for each element walk, and the parameters that they may start from."""
    several = surfaces.several(rng)
    return [
        *first_steps(rng, usual),
        Trajectory("7 steps down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("7 steps along a bent valley", usual, (away_from_zero(rng, 2),), surfaces.banana, 7, "steps"),
        of_four(several, usual),
    ], several


def sparse(rng: np.random.Generator, usual: Hyper) -> Trajectory:
    """Return steps with gradients of 0 beside huge ones."""
    return Trajectory("zeros and huge gradients", usual, (away_from_zero(rng, 6),), surfaces.sparse, 3, "extremes")

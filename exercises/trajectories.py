"""Trajectories shared by several optimizers; each exercise adds those that test its own hyperparameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from exercises import surfaces
from exercises.expectations import Array
from exercises.optimizers import WITHOUT_EPS
from exercises.points import Tolerance
from exercises.surfaces import away_from_zero
from exercises.trajectory import Trajectory

Hyper = Mapping[str, Any]
FAR = 30.0
FALL = 1000.0
MANY = (129, 160)
# A gradient of 0 changes nothing, not even in the last digits but two.
EXACT = Tolerance(rtol=1e-13, atol=1e-13)


def first_steps(rng: np.random.Generator, usual: Hyper) -> list[Trajectory]:
    """Return single steps with a vector and with a matrix."""
    return [
        Trajectory("one step down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 1, "first_step"),
        Trajectory("one step, a matrix", usual, (away_from_zero(rng, 2, 3),), surfaces.waves, 1, "first_step"),
    ]


def of_four(several: tuple[Array, ...], usual: Hyper, surface: surfaces.Surface) -> Trajectory:
    """Return steps with four parameters at once, two of them with the same shape."""
    return Trajectory("4 steps with 4 parameters", usual, several, surface, 4, "parameters")


def resting(several: tuple[Array, ...], usual: Hyper, surface: surfaces.Surface) -> Trajectory:
    """Return steps in which some gradients become exactly 0 and come back: the state goes on as in any other step."""
    return Trajectory("gradients of 0 in steps 3 and 4", usual, several, surface, 6, "extremes", rests=(3, 4))


def far_steps(rng: np.random.Generator, hyper: Hyper) -> Trajectory:
    """Return steps so long that the precision of the state shows, since nothing else is as large as they are."""
    start = (away_from_zero(rng, 2, 4),)
    return Trajectory("6 long steps", {**hyper, "lr": FAR}, start, surfaces.waves, 6, "hyperparameters")


def still(several: tuple[Array, ...], usual: Hyper) -> Trajectory:
    """Return steps with gradients of 0 from the start, in which nothing may move, however little."""
    return Trajectory("zero gradients", usual, several, surfaces.plain, 2, "extremes", tolerance=EXACT)


def not_a_number(several: tuple[Array, ...], usual: Hyper) -> Trajectory:
    """Return a step in which one number of each gradient is nan, which must show in the new parameters."""
    return Trajectory("gradients with nan", usual, several, surfaces.undefined, 1, "extremes", tolerance=WITHOUT_EPS)


def many_steps(rng: np.random.Generator, usual: Hyper) -> Trajectory:
    """Return two steps with large gradients, and then many in a row, so that a state that goes wrong late shows too.

    The gradients fall so far that running means of their squares fall as well.
    """
    further = int(rng.integers(*MANY))
    return Trajectory(
        f"{3 + further} steps",
        usual,
        (away_from_zero(rng, 3),),
        surfaces.hills,
        3,
        "steps",
        factors={1: FALL, 2: FALL},
        further=further,
    )


def edges(several: tuple[Array, ...], usual: Hyper) -> list[Trajectory]:
    """Return steps with gradients of 0, or of 0 for a while, steps with huge ones and with nan."""
    return [
        resting(several, usual, surfaces.waves),
        still(several, usual),
        Trajectory("huge gradients", usual, several[:2], surfaces.cliff, 3, "extremes"),
        not_a_number(several, usual),
    ]


def with_velocity(rng: np.random.Generator) -> list[Trajectory]:
    """Return all trajectories for the optimizers with momentum."""
    several, usual = surfaces.several(rng), {"lr": 0.05, "momentum": 0.8}
    heavy, light, none = {"lr": 0.02, "momentum": 0.95}, {"lr": 0.7, "momentum": 0.5}, {"lr": 0.1, "momentum": 0.0}
    return [
        *first_steps(rng, usual),
        Trajectory("7 steps down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("6 steps, a 3-D array", usual, (away_from_zero(rng, 2, 1, 3),), surfaces.waves, 6, "steps"),
        of_four(several, usual, surfaces.waves),
        Trajectory("6 steps, momentum 0.95", heavy, (away_from_zero(rng, 4),), surfaces.valley, 6, "hyperparameters"),
        Trajectory("5 steps, momentum 0.5", light, several[:2], surfaces.waves, 5, "hyperparameters"),
        Trajectory("3 steps, momentum 0", none, (away_from_zero(rng, 3),), surfaces.waves, 3, "hyperparameters"),
        far_steps(rng, usual),
        Trajectory("5 steps, default momentum", {"lr": 0.1}, (away_from_zero(rng, 3),), surfaces.waves, 5, "defaults"),
        *edges(several, usual),
        many_steps(rng, usual),
    ]


def adaptive(
    rng: np.random.Generator, usual: Hyper, *, is_steep: bool = True
) -> tuple[list[Trajectory], tuple[Array, ...]]:
    """Return the trajectories shared by all adaptive optimizers, and parameters for further ones to start from.

    Args:
        rng: the generator.
        usual: the hyperparameters.
        is_steep: whether a small eps must not show; see `Trajectory`.
    """
    several = surfaces.several(rng)
    shared = [
        *first_steps(rng, usual),
        Trajectory("7 steps down a valley", usual, (away_from_zero(rng, 4),), surfaces.valley, 7, "steps"),
        Trajectory("7 steps along a curved valley", usual, (away_from_zero(rng, 2),), surfaces.banana, 7, "steps"),
        of_four(several, usual, surfaces.hills),
        resting(several, usual, surfaces.hills),
    ]
    return [replace(one, is_steep=is_steep) for one in shared], several


def sparse(rng: np.random.Generator, usual: Hyper) -> Trajectory:
    """Return steps in which some gradients are 0 and others huge; like a small eps, single precision must not show."""
    start = (away_from_zero(rng, 6),)
    return Trajectory("zero and huge gradients", usual, start, surfaces.sparse, 3, "extremes", is_steep=True)

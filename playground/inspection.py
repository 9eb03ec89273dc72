"""What goes on inside a network: values and gradients of each layer, and the surface of each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground import features
from playground.datasets import BOX, Array
from playground.errors import Refused
from playground.training import Trainer

BINS = 24
FINEST_GRID = 120
# A layer's gradients vanish if they are this many times smaller than those of the last layer, and explode if larger.
FACTOR = 1e3
SATURATED = {"sigmoid": 0.05, "tanh": 0.1}  # slopes below this, relative to 0.25 and 1, count as flat
ZERO = 1e-12


@dataclass(frozen=True, slots=True)
class Surfaces:
    """Values on a grid of the plane, row by row from the lowest x2 to the highest.

    Attributes:
        positions: the coordinates of the grid on both axes.
        output: the predictions, of shape (outputs, size, size).
        units: for each hidden layer, the values of its units, of shape (units, size, size).
    """

    positions: Array
    output: Array
    units: tuple[Array, ...]


def surfaces(trainer: Trainer, size: int = 40) -> Surfaces:
    """Return the surfaces of the output and of every hidden unit, all from one pass.

    Raises:
        Refused: if the grid is too fine.
        Stopped: if a student's code raises.
    """
    if not 2 <= size <= FINEST_GRID:
        raise Refused(f"A grid has from 2 to {FINEST_GRID} positions on each axis, not {size}.")
    positions = np.linspace(-BOX, BOX, size)
    a, b = np.meshgrid(positions, positions)
    points = np.stack([a.ravel(), b.ravel()], axis=1)
    with np.errstate(all="ignore"):
        found = trainer.network.all_outputs(features.columns(trainer.settings.features, points))
        output = _on_grid(trainer.decided(found[-1]), size)
        units = tuple(_on_grid(found[block + 1], size) for block in trainer.network.blocks[:-1])
    return Surfaces(positions, output, units)


def weights(trainer: Trainer) -> list[dict[str, Any]]:
    """Return all parameters with the gradients of the latest step, if there was one."""
    gradients: Sequence[Any] = trainer.latest.gradients if trainer.latest else [None] * len(trainer.network.parameters)
    return [
        {
            "layer": layer.name,
            "name": name,
            "values": value.tolist(),
            "gradients": None if gradient is None else _finite(gradient),
        }
        for (layer, name, value), gradient in zip(trainer.network.named_parameters(), gradients, strict=True)
    ]


def activations(trainer: Trainer) -> list[dict[str, Any]]:
    """Return, for each hidden layer and the last one, a histogram of its values for all training points.

    Each has the mean, the standard deviation, the share of flat values (saturated, or 0 behind a ReLU) and the dead
    units: those behind a ReLU that are 0 for all training points.

    Raises:
        Stopped: if a student's code raises.
    """
    with np.errstate(all="ignore"):
        found = trainer.network.all_outputs(features.columns(trainer.settings.features, trainer.points.train))
    told = []
    for block in trainer.network.blocks:
        layer, values = trainer.network.layers[block], found[block + 1]
        flat = _flat(layer.kind, values)
        dead = np.flatnonzero((values == 0.0).all(axis=0)).tolist() if layer.kind == "relu" else []
        told.append(
            {
                "layer": layer.name,
                **_histogram(values),
                "flat_share": None if flat is None else float(flat.mean()),
                "dead_units": dead,
                "units": values.shape[1],
            }
        )
    return told


def gradients(trainer: Trainer) -> list[dict[str, Any]]:
    """Return, for each linear layer, a histogram of the gradients of its weights in the latest step.

    `state` is "vanishing" or "exploding" if their size differs by a factor of a thousand from that of the last layer,
    "zero" if all of them are 0, and otherwise "usual".
    """
    if trainer.latest is None:
        return []
    pairs = zip(trainer.network.named_parameters(), trainer.latest.gradients, strict=True)
    found = [(layer.name, g) for (layer, name, _), g in pairs if layer.kind == "linear" and name == "weight"]
    last = _size(found[-1][1])
    return [{"layer": name, **_histogram(g), "size": _size(g), "state": _state(_size(g), last)} for name, g in found]


def words(trainer: Trainer) -> list[dict[str, str]]:
    """Return what is remarkable about the activations and the gradients, in sentences, each with a kind and a layer.

    Raises:
        Stopped: if a student's code raises.
    """
    told = []
    for one in activations(trainer):
        name, count = one["layer"], len(one["dead_units"])
        if count:
            units = f"{count} of {one['units']} units"
            told.append(("dead", name, f"In {name}, {units} are dead: they are 0 for every training point."))
        if one["flat_share"] is not None and one["flat_share"] >= 0.5 and not name.startswith("relu"):
            share = f"{one['flat_share']:.0%}"
            told.append(("saturated", name, f"In {name}, {share} of the values are on the flat part of the curve."))
    for one in gradients(trainer):
        name = one["layer"]
        if one["state"] == "vanishing":
            told.append(("vanishing", name, f"The gradients of {name} vanish next to those of the last layer."))
        elif one["state"] == "exploding":
            told.append(("exploding", name, f"The gradients of {name} explode next to those of the last layer."))
        elif one["state"] == "zero":
            told.append(("zero", name, f"All gradients of the weights in {name} are 0, so it does not learn."))
    return [{"kind": kind, "layer": layer, "sentence": sentence} for kind, layer, sentence in told]


def _on_grid(values: Array, size: int) -> Array:
    return np.ascontiguousarray(values.T, dtype=np.float32).reshape(values.shape[1], size, size)


def _flat(kind: str, values: Array) -> Array | None:
    """Return which values have almost no slope; None for activations that are never flat."""
    if kind == "sigmoid":
        return np.asarray(values * (1.0 - values) < SATURATED[kind] * 0.25)
    if kind == "tanh":
        return np.asarray(1.0 - values * values < SATURATED[kind])
    return np.asarray(values == 0.0) if kind == "relu" else None


def _histogram(values: Array) -> dict[str, Any]:
    finite = values[np.isfinite(values)]
    if not finite.size:
        return {"counts": [], "edges": [], "mean": None, "deviation": None}
    low, high = float(finite.min()), float(finite.max())
    if high - low <= ZERO * max(abs(low), abs(high), 1.0):
        low, high = low - 0.5, high + 0.5
    with np.errstate(all="ignore"):
        counts, edges = np.histogram(finite, bins=BINS, range=(low, high))
        mean, deviation = float(finite.mean()), float(finite.std())
    return {"counts": counts.tolist(), "edges": edges.tolist(), "mean": mean, "deviation": deviation}


def _size(gradient: Array) -> float:
    """Return the root of the mean square."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.mean(gradient * gradient)))


def _state(size: float, last: float) -> str:
    if size == 0.0:
        return "zero"
    if size * FACTOR < last:
        return "vanishing"
    return "exploding" if size > last * FACTOR else "usual"


def _finite(gradient: Array) -> Any:
    """Return numbers as JSON, with None for nan and infinity, which JSON does not have."""
    numbers = gradient.astype(object)
    numbers[~np.isfinite(gradient)] = None
    return numbers.tolist()

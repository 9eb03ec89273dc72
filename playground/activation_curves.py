"""The curves of the activations with their derivatives, built-in and a student's."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground import layers
from playground.datasets import Array
from playground.errors import Refused
from playground.settings import ACTIVATIONS
from playground.student_code import StudentCode

MOST_POINTS = 2001
FARTHEST = 1000.0
CURVES = tuple(name for name in ACTIVATIONS if name != "linear")


def curve(
    kind: str, low: float = -5.0, high: float = 5.0, count: int = 201, source: str | None = None
) -> dict[str, Any]:
    """Return the values and slopes of an activation between two inputs, a student's if there is a source.

    Raises:
        Refused: if there is no such activation, or the range is not one.
        Stopped: if the student's code fails.
    """
    if kind not in CURVES:
        raise Refused(f"There is no activation named {kind[:40]!r}. There are {', '.join(CURVES)}.")
    if not (-FARTHEST <= low < high <= FARTHEST and 2 <= count <= MOST_POINTS):
        raise Refused(f"A curve has from 2 to {MOST_POINTS} points between -{FARTHEST:g} and {FARTHEST:g}.")
    return {"kind": kind, **at(kind, np.linspace(low, high, count), source)}


def at(kind: str, x: Array, source: str | None = None) -> dict[str, Array]:
    """Return the values and slopes of an activation at some inputs.

    Raises:
        Stopped: if the student's code fails.
    """
    with np.errstate(all="ignore"):
        layer = layers.activation(kind, kind, StudentCode(kind, source) if source is not None else None)
        column = x.reshape(-1, 1)
        value = layer.forward(column, True)
        return {"x": x, "value": value[:, 0], "slope": layer.backward(np.ones_like(column))[:, 0]}

"""What runs beside a submission: it sets parameters and takes answers apart, nothing more."""

from __future__ import annotations

from typing import Any


def set_parameters(model: Any, weight: Any, bias: float) -> None:
    """Give the model other parameters than those it has."""
    model.weight = weight
    model.bias = bias


def loss_of(model: Any, x: Any, y: Any) -> Any:
    """Return the loss alone."""
    return model.loss_and_grads(x, y)[0]


def gradient_of(model: Any, x: Any, y: Any, place: int) -> Any:
    """Return one of the two gradients alone."""
    return model.loss_and_grads(x, y)[1][place]

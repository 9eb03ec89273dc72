"""Code that runs alongside a submission: it sets the parameters and splits the results."""

from __future__ import annotations

from typing import Any


def set_parameters(model: Any, weight: Any, bias: float) -> None:
    """Set the parameters of the model."""
    model.weight = weight
    model.bias = bias


def loss_of(model: Any, x: Any, y: Any) -> Any:
    """Return only the loss."""
    return model.loss_and_grads(x, y)[0]


def gradient_of(model: Any, x: Any, y: Any, place: int) -> Any:
    """Return only the gradient at this place in the tuple of gradients."""
    return model.loss_and_grads(x, y)[1][place]

"""Checks of `linear` that an instructor would write by hand, with the formulas as the reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def example() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return x, weight, bias and grad_output for 4 rows, 3 inputs and 2 outputs."""
    rng = np.random.default_rng(0)
    return rng.normal(size=(4, 3)), rng.normal(size=(2, 3)), rng.normal(size=2), rng.normal(size=(4, 2))


def check_forward(layer_class: type[Any]) -> None:
    """Compare the output with the formula."""
    x, weight, bias, _ = example()
    np.testing.assert_allclose(layer_class(weight, bias).forward(x), x @ weight.T + bias)


def check_backward(layer_class: type[Any]) -> None:
    """Compare the three gradients with their formulas."""
    x, weight, bias, grad_output = example()
    layer = layer_class(weight, bias)
    layer.forward(x)
    np.testing.assert_allclose(layer.backward(grad_output), grad_output @ weight)
    np.testing.assert_allclose(layer.grad_weight, grad_output.T @ x)
    np.testing.assert_allclose(layer.grad_bias, grad_output.sum(axis=0))


def check_numeric_gradient(layer_class: type[Any]) -> None:
    """Compare the three gradients with central differences of forward."""
    x, weight, bias, grad_output = example()

    def loss() -> float:
        return float((layer_class(weight, bias).forward(x) * grad_output).sum())

    layer = layer_class(weight, bias)
    layer.forward(x)
    grad_x = layer.backward(grad_output)
    for array, gradient in ((x, grad_x), (weight, layer.grad_weight), (bias, layer.grad_bias)):
        np.testing.assert_allclose(gradient, central_differences(loss, array), rtol=1e-5, atol=1e-7)


def central_differences(loss: Callable[[], float], array: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Return the numeric gradient of `loss` with respect to `array`, which is changed and restored."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        value = array[index]
        array[index] = value + step
        above = loss()
        array[index] = value - step
        gradient[index] = (above - loss()) / (2 * step)
        array[index] = value
    return gradient

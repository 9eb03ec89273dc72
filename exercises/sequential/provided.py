"""The layers that a submission puts together; each notes what it was given, and how often.

They are whole layers: forward keeps what backward needs, and backward belongs to the latest forward.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Layer:
    """What every layer notes.

    Attributes:
        forwards: how often forward was called.
        backwards: how often backward was called.
        seen: a copy of the latest input of forward.
        received: a copy of the latest gradient that backward got.
    """

    def __init__(self) -> None:
        self.forwards = 0
        self.backwards = 0
        self.seen: Any = None
        self.received: Any = None

    def forward(self, x: Any) -> Any:
        """Note the input and return the output."""
        self.forwards += 1
        self.seen = np.array(x)
        return self.apply(self.seen)

    def backward(self, grad_output: Any) -> Any:
        """Note the upstream gradient and return that of the input."""
        self.backwards += 1
        self.received = np.array(grad_output)
        return self.pull(self.received)

    def apply(self, x: Any) -> Any:
        """Return the output for x."""
        raise NotImplementedError

    def pull(self, grad_output: Any) -> Any:
        """Return the gradient of the input."""
        raise NotImplementedError


class Linear(Layer):
    """x Wᵀ + b, with its parameters and their gradients."""

    def __init__(self, weight: Any, bias: Any) -> None:
        super().__init__()
        self.weight = weight
        self.bias = bias

    def apply(self, x: Any) -> Any:
        """Return the output for x."""
        return x @ self.weight.T + self.bias

    def pull(self, grad_output: Any) -> Any:
        """Return the gradient of the input and keep those of the parameters."""
        self.grad_weight = grad_output.T @ self.seen
        self.grad_bias = grad_output.sum(axis=0)
        return grad_output @ self.weight


class Tanh(Layer):
    """The hyperbolic tangent, element by element."""

    def apply(self, x: Any) -> Any:
        """Return the output for x."""
        self.out = np.tanh(x)
        return self.out

    def pull(self, grad_output: Any) -> Any:
        """Return the gradient of the input."""
        return grad_output * (1.0 - self.out**2)


class Dropout(Layer):
    """Drops elements with probability p and scales the rest; every forward draws a new mask."""

    def __init__(self, p: float, seed: int) -> None:
        super().__init__()
        self.p = p
        self.rng = np.random.default_rng(seed)

    def apply(self, x: Any) -> Any:
        """Return the output for x."""
        self.mask = (self.rng.random(x.shape) >= self.p) / (1.0 - self.p)
        return x * self.mask

    def pull(self, grad_output: Any) -> Any:
        """Return the gradient of the input."""
        return grad_output * self.mask


def places(network: Any, layers: Any) -> list[int]:
    """For each of the network's layers its place among `layers`, by identity; -1 for another object."""
    return [next((place for place, one in enumerate(layers) if one is layer), -1) for layer in network.layers]

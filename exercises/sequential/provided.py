"""The layers that a submission combines; each one records its arguments and its number of calls.

They are complete layers: forward stores what backward needs, and backward uses the most recent call to forward.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Layer:
    """The base class of all layers, which records the calls.

    Attributes:
        name: what it is called in the network.
        forwards: the number of calls to forward.
        backwards: the number of calls to backward.
        seen: a copy of the most recent input of forward.
        received: a copy of the most recent upstream gradient of backward.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.forwards = 0
        self.backwards = 0
        self.seen: Any = None
        self.received: Any = None

    def forward(self, x: Any) -> Any:
        """Record the input and return the output."""
        self.forwards += 1
        self.seen = np.array(x)
        return self.apply(self.seen)

    def backward(self, grad_output: Any) -> Any:
        """Record the upstream gradient and return the gradient of the input."""
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
    """The linear layer x Wᵀ + b, with its parameters and their gradients."""

    def __init__(self, name: str, weight: Any, bias: Any) -> None:
        super().__init__(name)
        self.weight = weight
        self.bias = bias

    def apply(self, x: Any) -> Any:
        """Return the output for x."""
        return x @ self.weight.T + self.bias

    def pull(self, grad_output: Any) -> Any:
        """Return the gradient of the input and store the gradients of the parameters."""
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
    """Inverted dropout in training mode: every call to forward draws a new mask."""

    def __init__(self, name: str, p: float, seed: int) -> None:
        super().__init__(name)
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
    """Return the index in `layers` of each of the network's layers, by identity; -1 for any other object."""
    return [next((place for place, one in enumerate(layers) if one is layer), -1) for layer in network.layers]

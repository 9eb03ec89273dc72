"""Gradient descent, without and with momentum."""

from __future__ import annotations

import numpy as np

from reference.optim.base import Array, Rule, Slot


class SGD(Rule):
    """Stochastic gradient descent: x − lr·g.

    Args:
        lr: The step size.
    """

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        return param - self.lr * grad


class Momentum(Rule):
    """Gradient descent with momentum: v = momentum·v + g, x − lr·v.

    Args:
        lr: The step size.
        momentum: The fraction of the velocity that is kept.

    Source: Polyak 1964; in this form Sutskever et al. 2013 and PyTorch.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        slot["v"] = self.momentum * slot.get("v", np.zeros_like(param)) + grad
        return param - self.lr * slot["v"]


class Nesterov(Rule):
    """Momentum with the gradient taken at the lookahead point: v = momentum·v − lr·g(x + momentum·v), x + v.

    The caller computes the gradients at the lookahead points of the optimizer and passes them to it with the parameters
    themselves.

    Args:
        lr: The step size.
        momentum: The fraction of the velocity that is kept.

    Source: Nesterov 1983; in this form Sutskever et al. 2013, http://proceedings.mlr.press/v28/sutskever13.html.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum

    def ahead(self, param: Array, slot: Slot) -> Array:
        """Return the point x + momentum·v, where the next gradient is taken, as a new array."""
        return np.asarray(param + self.momentum * slot.get("v", np.zeros_like(param)))

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter; the gradient is the one at the lookahead point."""
        slot["v"] = self.momentum * slot.get("v", np.zeros_like(param)) - self.lr * grad
        return param + slot["v"]

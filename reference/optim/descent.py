"""Gradient descent, without and with momentum."""

from __future__ import annotations

import numpy as np

from reference.optim.base import Array, Rule, Slot


class SGD(Rule):
    """Apply stochastic gradient descent: x ← x − lr·g.

    Args:
        lr: The learning rate.
    """

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        return param - self.lr * grad


class Momentum(Rule):
    """Apply gradient descent with momentum: v ← momentum·v + g, x ← x − lr·v.

    Args:
        lr: The learning rate.
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
    """Take the gradient at the lookahead point: v ← momentum·v − lr·g(x + momentum·v), x ← x + v.

    The caller computes the gradients at the optimizer's lookahead points and passes them to `step` with the parameters
    themselves.

    Args:
        lr: The learning rate.
        momentum: The fraction of the velocity that is kept.

    Source: Nesterov 1983; in this form Sutskever et al. 2013, http://proceedings.mlr.press/v28/sutskever13.html.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum

    def ahead(self, param: Array, slot: Slot) -> Array:
        """Return the point x + momentum·v, where the next gradient is taken, as a new array."""
        return np.asarray(param + self.momentum * slot.get("v", np.zeros_like(param)))

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter; `grad` is the gradient at the lookahead point."""
        slot["v"] = self.momentum * slot.get("v", np.zeros_like(param)) - self.lr * grad
        return param + slot["v"]

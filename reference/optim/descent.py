"""Gradient descent, without and with momentum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reference.optim.base import Array, Optimizer, Slot


class SGD(Optimizer):
    """Stochastic gradient descent: x − lr·g.

    Args:
        lr: The step size.
    """

    def __init__(self, lr: float) -> None:
        super().__init__()
        self.lr = lr

    def update(self, param: Array, grad: Array, slot: Slot) -> Array:
        """Take one step for one parameter."""
        return param - self.lr * grad


class Momentum(Optimizer):
    """Gradient descent with momentum: v = momentum·v + g, x − lr·v.

    Args:
        lr: The step size.
        momentum: The fraction of the velocity that is kept.

    Source: Polyak 1964; in this form Sutskever et al. 2013 and PyTorch.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr, self.momentum = lr, momentum

    def update(self, param: Array, grad: Array, slot: Slot) -> Array:
        """Take one step for one parameter."""
        slot["v"] = self.momentum * slot.get("v", np.zeros_like(param)) + grad
        return param - self.lr * slot["v"]


class Nesterov(Optimizer):
    """Momentum with the gradient taken at the lookahead point: v = momentum·v − lr·g(x + momentum·v), x + v.

    The caller computes the gradients at `lookahead(params)` and passes them to `step` with the parameters themselves.

    Args:
        lr: The step size.
        momentum: The fraction of the velocity that is kept.

    Source: Nesterov 1983; in this form Sutskever et al. 2013, http://proceedings.mlr.press/v28/sutskever13.html.
    """

    def __init__(self, lr: float, momentum: float = 0.9) -> None:
        super().__init__()
        self.lr, self.momentum = lr, momentum

    def lookahead(self, params: Sequence[Array]) -> list[Array]:
        """Return the points x + momentum·v, where the next gradient is taken, as new arrays."""
        slots = self._slots or [{} for _ in params]
        return [
            np.asarray(param + self.momentum * slot.get("v", np.zeros_like(param)), dtype=np.asarray(param).dtype)
            for param, slot in zip(params, slots, strict=True)
        ]

    def update(self, param: Array, grad: Array, slot: Slot) -> Array:
        """Take one step for one parameter; the gradient is the one at the lookahead point."""
        slot["v"] = self.momentum * slot.get("v", np.zeros_like(param)) - self.lr * grad
        return param + slot["v"]

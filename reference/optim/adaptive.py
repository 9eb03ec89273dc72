"""Rules that scale each element's step by its past gradients."""

from __future__ import annotations

import numpy as np

from reference.optim.base import Array, Rule, Slot


class Adagrad(Rule):
    """Shrink the steps as squared gradients add up: s ← s + g², x ← x − lr·g / (√s + eps).

    Args:
        lr: The learning rate.
        eps: Added to the square root.

    Source: Duchi, Hazan & Singer 2011, https://jmlr.org/papers/v12/duchi11a.html.
    """

    def __init__(self, lr: float, eps: float = 1e-8) -> None:
        self.lr, self.eps = lr, eps

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        slot["s"] = slot.get("s", np.zeros_like(param)) + grad * grad
        return param - self.lr * grad / (np.sqrt(slot["s"]) + self.eps)


class RMSProp(Rule):
    """Apply Adagrad with a decaying average of g²: s ← beta·s + (1 − beta)·g², x ← x − lr·g / (√s + eps).

    Args:
        lr: The learning rate.
        beta: The decay rate of the average.
        eps: Added to the square root.

    Source: Tieleman & Hinton 2012, lecture 6e of the course "Neural Networks for Machine Learning".
    """

    def __init__(self, lr: float, beta: float = 0.9, eps: float = 1e-8) -> None:
        self.lr, self.beta, self.eps = lr, beta, eps

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        slot["s"] = self.beta * slot.get("s", np.zeros_like(param)) + (1 - self.beta) * grad * grad
        return param - self.lr * grad / (np.sqrt(slot["s"]) + self.eps)


class Adadelta(Rule):
    """Take steps in the units of x.

    s ← rho·s + (1 − rho)·g², d = g·√(u + eps) / √(s + eps), u ← rho·u + (1 − rho)·d², x ← x − lr·d. Here, eps is added
    inside both roots. Without it, the first step would be 0.

    Args:
        lr: A factor for the step; 1 in the paper.
        rho: The decay rate of both averages.
        eps: Added under each root.

    Source: Zeiler 2012, https://arxiv.org/abs/1212.5701, algorithm 1.
    """

    def __init__(self, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        zeros = np.zeros_like(param)
        slot["s"] = self.rho * slot.get("s", zeros) + (1 - self.rho) * grad * grad
        delta = grad * np.sqrt(slot.get("u", zeros) + self.eps) / np.sqrt(slot["s"] + self.eps)
        slot["u"] = self.rho * slot.get("u", zeros) + (1 - self.rho) * delta * delta
        return param - self.lr * delta


class Adam(Rule):
    """Use moving averages of g and g² with bias correction: x ← x − lr·m̂ / (√v̂ + eps).

    m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ); t is 1 in the first step.

    Args:
        lr: The learning rate.
        betas: The decay rates of the two averages.
        eps: Added to the square root.

    Source: Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1.
    """

    def __init__(self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
        self.lr, self.betas, self.eps = lr, betas, eps

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        beta1, beta2 = self.betas
        zeros = np.zeros_like(param)
        slot["m"] = beta1 * slot.get("m", zeros) + (1 - beta1) * grad
        slot["v"] = beta2 * slot.get("v", zeros) + (1 - beta2) * grad * grad
        m_hat = slot["m"] / (1 - beta1**steps)
        v_hat = slot["v"] / (1 - beta2**steps)
        return param - self.lr * m_hat / (np.sqrt(v_hat) + self.eps)


class AdamW(Adam):
    """Apply Adam with decoupled weight decay: first x ← (1 − lr·weight_decay)·x, which does not affect the averages.

    Args:
        lr: The learning rate.
        betas: The decay rates of the two averages.
        eps: Added to the square root.
        weight_decay: The rate at which parameters shrink.

    Source: Loshchilov & Hutter 2019, https://arxiv.org/abs/1711.05101, algorithm 2, as in PyTorch.
    """

    def __init__(
        self,
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        super().__init__(lr, betas, eps)
        self.weight_decay = weight_decay

    def update(self, param: Array, grad: Array, slot: Slot, steps: int) -> Array:
        """Return the new value of one parameter."""
        return super().update(param * (1 - self.lr * self.weight_decay), grad, slot, steps)

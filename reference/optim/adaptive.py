"""Optimizers that scale each element's step by the gradients it has seen."""

from __future__ import annotations

import numpy as np

from reference.optim.base import Array, Optimizer


class Adam(Optimizer):
    """m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², x − lr · m̂ / (√v̂ + eps) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).

    Args:
        lr: The step size.
        betas: How much of the two averages is kept at each step.
        eps: Added to the root, outside of it.

    Source: Kingma & Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1.
    """

    def __init__(self, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999), eps: float = 1e-8) -> None:
        super().__init__()
        self.lr, self.betas, self.eps = lr, betas, eps

    def update(self, param: Array, grad: Array, slot: dict[str, Array]) -> Array:
        """One step of Adam for one parameter."""
        beta1, beta2 = self.betas
        slot["m"] = beta1 * slot.get("m", np.zeros_like(param)) + (1 - beta1) * grad
        slot["v"] = beta2 * slot.get("v", np.zeros_like(param)) + (1 - beta2) * grad * grad
        m_hat = slot["m"] / (1 - beta1**self.steps)
        v_hat = slot["v"] / (1 - beta2**self.steps)
        return np.asarray(param - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))

"""Labeled rows and model parameters, with the reference's loss, gradients and steps."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from exercises.scenario import Array
from reference import Tensor, vjp
from reference.nn import functional as F  # noqa: N812 - the name PyTorch gives it

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
WITH_PRODUCT = np.column_stack([CORNERS, CORNERS[:, 0] * CORNERS[:, 1]])
AND, OR, XOR = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0, 0.0])


@dataclass(frozen=True, slots=True)
class Data:
    """Labeled rows, and the parameters of a model."""

    x: Array
    y: Array
    weight: Array
    bias: float

    @classmethod
    def draw(cls, rng: np.random.Generator, rows: int, features: int, scale: float = 1.0) -> Data:
        """Draw rows, labels and parameters; both labels appear if there is more than one row."""
        y = rng.permutation(np.arange(rows) % 2).astype(np.float64)
        x, weight = scale * rng.normal(size=(rows, features)), rng.normal(size=features)
        return cls(x, y, weight, float(rng.uniform(0.5, 1.0) * rng.choice([-1.0, 1.0])))

    def loss_and_grads(self) -> tuple[float, tuple[Array, Array]]:
        """Return the loss and its gradients as the reference computes them."""

        def loss(weight: Tensor, bias: Tensor) -> Tensor:
            return F.binary_cross_entropy_with_logits(self.x @ weight + bias, self.y)

        value, pullback = vjp(loss, self.weight, np.asarray(self.bias))
        grad_weight, grad_bias = (np.asarray(gradient) for gradient in pullback(np.asarray(1.0)))
        return float(np.asarray(value)), (grad_weight, grad_bias)

    @property
    def labels(self) -> Array:
        """The labels that the model predicts: 1 where the logit is positive."""
        return (self.x @ self.weight + self.bias > 0.0).astype(np.float64)

    def at_zero(self) -> Data:
        """Return the same rows with the parameters of a new model."""
        return replace(self, weight=np.zeros(self.x.shape[1]), bias=0.0)

    def step(self, lr: float) -> Data:
        """Return the same rows with the parameters after one step of gradient descent."""
        _, (grad_weight, grad_bias) = self.loss_and_grads()
        return Data(self.x, self.y, self.weight - lr * grad_weight, self.bias - lr * float(grad_bias))

"""Activations as functions, with PyTorch's names, argument order and conventions."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

import math
from typing import Literal

from reference import rules
from reference.tensor import Tensor


def sigmoid(input: Tensor) -> Tensor:
    """1 / (1 + e⁻ˣ), exact at both ends."""
    return rules.sigmoid(input)


def logsigmoid(input: Tensor) -> Tensor:
    """Log σ(x) = −softplus(−x)."""
    return -rules.softplus(-input)


def tanh(input: Tensor) -> Tensor:
    """The hyperbolic tangent."""
    return rules.tanh(input)


def relu(input: Tensor) -> Tensor:
    """max(x, 0); the derivative at 0 is 0."""
    return rules.relu(input)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """X where x > 0, else negative_slope · x; the derivative at 0 is negative_slope."""
    return rules.leaky_relu(input, negative_slope)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """X where x > 0, else alpha · (eˣ − 1)."""
    return rules.elu(input, alpha)


def softplus(input: Tensor, beta: float = 1.0) -> Tensor:
    """log(1 + e^(beta·x)) / beta; PyTorch's threshold is not needed by a formula that is exact everywhere."""
    return rules.softplus(input) if beta == 1 else rules.softplus(input * beta) / beta


def silu(input: Tensor) -> Tensor:
    """X · σ(x), also known as swish."""
    return input * rules.sigmoid(input)


def gelu(input: Tensor, approximate: Literal["none", "tanh"] = "none") -> Tensor:
    """X · Φ(x), Φ being the distribution function of N(0, 1), or its approximation by tanh.

    Source: Hendrycks & Gimpel 2016, https://arxiv.org/abs/1606.08415.
    """
    if approximate == "tanh":
        inner = math.sqrt(2 / math.pi) * (input + 0.044715 * input**3)
        return 0.5 * input * (1 + rules.tanh(inner))
    return 0.5 * input * (1 + rules.erf(input * math.sqrt(0.5)))


def softmax(input: Tensor, dim: int = -1) -> Tensor:
    """exp(xᵢ) / Σ exp(xⱼ) along one axis."""
    return rules.softmax(input, axis=dim)


def log_softmax(input: Tensor, dim: int = -1) -> Tensor:
    """The logarithm of softmax, exact where softmax is 0."""
    return rules.log_softmax(input, axis=dim)

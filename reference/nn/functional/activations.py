"""Activations as functions, with PyTorch's names, argument order and conventions."""

# ruff: noqa: A002 - PyTorch calls the first argument `input`
from __future__ import annotations

import math
from typing import Literal

from reference import rules
from reference.tensor import Tensor


def sigmoid(input: Tensor) -> Tensor:
    """Return 1 / (1 + e⁻ˣ), accurate even where |x| is large."""
    return rules.sigmoid(input)


def logsigmoid(input: Tensor) -> Tensor:
    """Return log σ(x) = −softplus(−x)."""
    return -rules.softplus(-input)


def tanh(input: Tensor) -> Tensor:
    """Return the hyperbolic tangent."""
    return rules.tanh(input)


def relu(input: Tensor) -> Tensor:
    """Return max(x, 0); the derivative at 0 is 0."""
    return rules.relu(input)


def leaky_relu(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """Return x where x > 0, else negative_slope · x; the derivative at 0 is negative_slope."""
    return rules.leaky_relu(input, negative_slope)


def elu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """Return x where x > 0, else alpha · (eˣ − 1)."""
    return rules.elu(input, alpha)


def softplus(input: Tensor, beta: float = 1.0) -> Tensor:
    """Return log(1 + e^(beta·x)) / beta; this formula is stable everywhere, so it needs no threshold as in PyTorch."""
    return rules.softplus(input) if beta == 1 else rules.softplus(input * beta) / beta


def silu(input: Tensor) -> Tensor:
    """Return x · σ(x), also known as swish."""
    return input * rules.sigmoid(input)


def gelu(input: Tensor, approximate: Literal["none", "tanh"] = "none") -> Tensor:
    """Return x · Φ(x) or its tanh approximation, where Φ is the distribution function of N(0, 1).

    Source: Hendrycks & Gimpel 2016, https://arxiv.org/abs/1606.08415.
    """
    if approximate == "tanh":
        inner = math.sqrt(2 / math.pi) * (input + 0.044715 * input**3)
        return 0.5 * input * (1 + rules.tanh(inner))
    return 0.5 * input * (1 + rules.erf(input * math.sqrt(0.5)))


def softmax(input: Tensor, dim: int = -1) -> Tensor:
    """Return exp(xᵢ) / Σ exp(xⱼ) along one axis."""
    return rules.softmax(input, axis=dim)


def log_softmax(input: Tensor, dim: int = -1) -> Tensor:
    """Return the logarithm of softmax, accurate even where softmax underflows to 0."""
    return rules.log_softmax(input, axis=dim)

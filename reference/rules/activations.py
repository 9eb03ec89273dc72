"""Activation functions, each finite over the whole line: exp is only taken of what is not positive."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.primitive import primitive, raw
from reference.rules.elementwise import exp, where

# d tanh x = (1 − tanh² x) dx
tanh = primitive("tanh", np.tanh, lambda g, y, x: g * (1 - y * y))


def _sigmoid(x: Any) -> Any:
    """σ(x) = 1 / (1 + e⁻ˣ) for x ≥ 0, and eˣ / (1 + eˣ) below."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, e) / (1.0 + e)


# d σ(x) = σ(x) (1 − σ(x)) dx
sigmoid = primitive("sigmoid", _sigmoid, lambda g, y, x: g * (y * (1 - y)))


def _softplus(x: Any) -> Any:
    """log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


# d log(1 + eˣ) = σ(x) dx
softplus = primitive("softplus", _softplus, lambda g, y, x: g * sigmoid(x))

# d max(x, 0) = dx where x > 0, else 0
relu = primitive("relu", lambda x: np.maximum(x, 0.0), lambda g, y, x: g * (raw(x) > 0))

# d leaky(x) = dx where x > 0, else slope dx
leaky_relu = primitive(
    "leaky_relu",
    lambda x, slope: np.where(x > 0, x, slope * x),
    lambda g, y, x, slope: where(raw(x) > 0, g, slope * g),
)


def _elu(x: Any, alpha: float) -> Any:
    """The identity x where x > 0, else α (eˣ − 1)."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


# d elu(x) = dx where x > 0, else α eˣ dx
elu = primitive("elu", _elu, lambda g, y, x, alpha: where(raw(x) > 0, g, g * (alpha * exp(where(raw(x) > 0, 0.0, x)))))

"""Activation functions, finite on the whole line: exp is never taken of a positive number."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from reference.primitive import binary, primitive, raw
from reference.rules.elementwise import exp, where
from reference.rules.reductions import sum as sum_over

# d tanh x = (1 − tanh² x) dx
tanh = primitive("tanh", np.tanh, lambda g, y, x: g * (1 - y * y))


def _sigmoid(x: Any) -> Any:
    """Return 1 / (1 + e⁻ˣ), with numerator and denominator multiplied by eˣ where x < 0."""
    return np.exp(np.minimum(x, 0.0)) / (1.0 + np.exp(-np.abs(x)))


# d σ(x) = σ(x) (1 − σ(x)) dx
sigmoid = primitive("sigmoid", _sigmoid, lambda g, y, x: g * (y * (1 - y)))


def _softplus(x: Any) -> Any:
    """Return log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|)."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


# d log(1 + eˣ) = σ(x) dx
softplus = primitive("softplus", _softplus, lambda g, y, x: g * sigmoid(x))


def _log_loss(x: Any, t: Any) -> Any:
    """Return −t log σ(x) − (1 − t) log(1 − σ(x)) = max(x, 0) − t x + log(1 + e^−|x|)."""
    return np.maximum(x, 0.0) - t * x + np.log1p(np.exp(-np.abs(x)))


# d loss(x, t) = (σ(x) − t) dx − x dt
log_loss = binary(
    "log_loss",
    _log_loss,
    lambda g, y, x, t: g * (sigmoid(x) - t),
    lambda g, y, x, t: -g * x,
)

# d max(x, 0) = dx where x > 0, else 0
relu = primitive("relu", lambda x: np.maximum(x, 0.0), lambda g, y, x: g * (raw(x) > 0))

# d leaky(x) = dx where x > 0, else slope dx
leaky_relu = primitive(
    "leaky_relu",
    lambda x, slope: where(x > 0, x, slope * x),
    lambda g, y, x, slope: where(raw(x) > 0, g, slope * g),
)


def _elu(x: Any, alpha: float) -> Any:
    """Return x where x > 0, else α (eˣ − 1)."""
    return where(x > 0, x, alpha * np.expm1(np.minimum(x, 0.0)))


# d elu(x) = dx where x > 0, else α eˣ dx
elu = primitive("elu", _elu, lambda g, y, x, alpha: where(raw(x) > 0, g, g * (alpha * exp(where(raw(x) > 0, 0.0, x)))))


def _softmax(x: Any, axis: int = -1) -> Any:
    """Return exp(xᵢ) / Σ exp(xⱼ), computed after subtracting the largest element."""
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


# d yᵢ = yᵢ (dxᵢ − Σ yⱼ dxⱼ), so x receives y (g − Σ g y)
softmax = primitive(
    "softmax",
    _softmax,
    lambda g, y, x, axis=-1: y * (g - sum_over(g * y, axis=axis, keepdims=True)),
)


def _log_softmax(x: Any, axis: int = -1) -> Any:
    """Return xᵢ − log Σ exp(xⱼ), computed after subtracting the largest element."""
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


# d yᵢ = dxᵢ − Σ softmaxⱼ dxⱼ, so x receives g − softmax Σ g
log_softmax = primitive(
    "log_softmax",
    _log_softmax,
    lambda g, y, x, axis=-1: g - exp(y) * sum_over(g, axis=axis, keepdims=True),
)

_erf_of_each = np.frompyfunc(math.erf, 1, 1)


def _erf(x: Any) -> Any:
    """Return the error function, which NumPy lacks and the standard library offers only for single numbers."""
    return np.asarray(_erf_of_each(x), dtype=x.dtype)[()]


# d erf x = 2/√π exp(−x²) dx
erf = primitive("erf", _erf, lambda g, y, x: g * exp(-(x * x)) * (2 / math.sqrt(math.pi)))

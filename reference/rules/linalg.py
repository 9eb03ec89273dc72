"""Matrix products."""

from __future__ import annotations

import operator
from typing import Any

from reference.primitive import binary, primitive
from reference.rules.shaping import reshape, transpose


def swap_last(x: Any) -> Any:
    """Return the transpose of each matrix in a stack (..., m, n)."""
    return transpose(x, (*range(x.ndim - 2), x.ndim - 1, x.ndim - 2)) if x.ndim > 1 else x


def _left(g: Any, a: Any, b: Any) -> Any:
    """Return G Bᵀ; the axis that a vector lacks is restored for the product."""
    if b.ndim == 1:
        return reshape(g, (*g.shape, 1)) * b
    if a.ndim == 1:
        g = reshape(g, (*g.shape[:-1], 1, g.shape[-1]))
        return reshape(g @ swap_last(b), (*b.shape[:-2], a.shape[0]))
    return g @ swap_last(b)


def _right(g: Any, a: Any, b: Any) -> Any:
    """Return Aᵀ G; the axis that a vector lacks is restored for the product."""
    if a.ndim == 1:
        column = reshape(a, (-1, 1)) if b.ndim > 1 else a
        return column * (reshape(g, (*g.shape[:-1], 1, g.shape[-1])) if b.ndim > 1 else g)
    if b.ndim == 1:
        return reshape(swap_last(a) @ reshape(g, (*g.shape, 1)), (*a.shape[:-2], b.shape[0]))
    return swap_last(a) @ g


# d(A B) = dA B + A dB, so A receives G Bᵀ and B receives Aᵀ G
matmul = binary("matmul", operator.matmul, lambda g, y, a, b: _left(g, a, b), lambda g, y, a, b: _right(g, a, b))


def _linear(x: Any, weight: Any, bias: Any = None) -> Any:
    """Return x Wᵀ + b."""
    y = x @ weight.T
    if bias is not None:
        y += bias
    return y


def _rows(x: Any) -> Any:
    """Return x with all leading axes flattened into one."""
    return x if x.ndim == 2 else reshape(x, (-1, x.shape[-1]))


# d(X Wᵀ + b) = dX Wᵀ + X dWᵀ + db, so X receives G W, W receives Gᵀ X, b receives G summed over the rows
linear = primitive(
    "linear",
    _linear,
    lambda g, y, x, weight, bias=None: g @ weight,
    lambda g, y, x, weight, bias=None: _rows(g).T @ _rows(x),
    lambda g, y, x, weight, bias: g,
)

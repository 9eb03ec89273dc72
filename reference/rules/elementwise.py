"""Elementwise functions, and choices between two values.

Activation functions have a file of their own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.primitive import Function, Operation, binary, primitive, raw

# d eˣ = eˣ dx
exp = primitive("exp", np.exp, lambda g, y, x: g * y)

# d(eˣ − 1) = eˣ dx
expm1 = primitive("expm1", np.expm1, lambda g, y, x: g * (y + 1))

# d log x = dx / x
log = primitive("log", np.log, lambda g, y, x: g / x)

# d log(1 + x) = dx / (1 + x)
log1p = primitive("log1p", np.log1p, lambda g, y, x: g / (1 + x))

# d √x = dx / (2 √x)
sqrt = primitive("sqrt", np.sqrt, lambda g, y, x: g * 0.5 / y)

# d sin x = cos x dx
sin = primitive("sin", np.sin, lambda g, y, x: g * cos(x))

# d cos x = −sin x dx
cos: Operation = primitive("cos", np.cos, lambda g, y, x: -g * sin(x))

# d|x| = sign(x) dx, and 0 at 0
abs = primitive("abs", np.abs, lambda g, y, x: g * np.sign(raw(x)))  # noqa: A001 - NumPy's name

# d clip(x) = dx where lowest ≤ x ≤ highest, else 0
clip = primitive(
    "clip",
    np.clip,
    lambda g, y, x, lowest, highest: g * ((raw(x) >= lowest) & (raw(x) <= highest)),
)

# d where(c, a, b) = da where c holds, else db
_where = primitive(
    "where",
    lambda a, b, condition: np.asarray(np.where(condition, a, b))[()],
    lambda g, y, a, b, condition: where(condition, g, 0.0),
    lambda g, y, a, b, condition: where(condition, 0.0, g),
)


def where(condition: Any, a: Any, b: Any) -> Any:
    """Return `a` where the condition holds, else `b`; the condition has no derivative."""
    return _where(a, b, condition=raw(condition))


def _to_winner(wins: Function) -> Function:
    """Return a rule that passes the gradient where an argument wins, and half of it where both are equal."""
    return lambda g, mine, other: where(wins(raw(mine), raw(other)), g, where(raw(mine) == raw(other), g * 0.5, 0.0))


_larger, _smaller = _to_winner(np.greater), _to_winner(np.less)

# d max(a, b) = da where a > b, db where b > a, half of both where a = b
maximum = binary("maximum", np.maximum, lambda g, y, a, b: _larger(g, a, b), lambda g, y, a, b: _larger(g, b, a))

# d min(a, b) = da where a < b, db where b < a, half of both where a = b
minimum = binary("minimum", np.minimum, lambda g, y, a, b: _smaller(g, a, b), lambda g, y, a, b: _smaller(g, b, a))

# A change of dtype: the gradient is cast back.
astype: Operation = primitive("astype", lambda x, dtype: x.astype(dtype), lambda g, y, x, dtype: astype(g, x.dtype))

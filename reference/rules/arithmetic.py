"""The four basic operations, negation and power.

Rules here ignore broadcasting: the walk undoes it after each rule.
"""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from reference.primitive import Operation, binary, primitive, raw
from reference.rules.elementwise import log, where

# d(a + b) = da + db
add = binary("add", operator.add, lambda g, y, a, b: g, lambda g, y, a, b: g)

# d(a − b) = da − db
subtract = binary("subtract", operator.sub, lambda g, y, a, b: g, lambda g, y, a, b: -g)

# d(a b) = b da + a db
multiply: Operation = binary("multiply", operator.mul, lambda g, y, a, b: g * b, lambda g, y, a, b: g * a)

# d(a / b) = da / b − (a / b) db / b
divide = binary("divide", operator.truediv, lambda g, y, a, b: g / b, lambda g, y, a, b: -g * y / b)

# d(−x) = −dx
negative = primitive("negative", operator.neg, lambda g, y, x: -g)


def _below(p: Any) -> Any:
    """Return p − 1, but 0 where p = 0, so that p x⁰ = 0 holds even at x = 0, where 1/x is infinite."""
    if isinstance(raw(p), int | float):
        return p - 1 if raw(p) != 0 else p
    return where(raw(p) == 0, 0.0, p - 1)


def _log_of_base(x: Any, p: Any) -> Any:
    """Return log x, but 0 where x = 0 and p ≥ 0, as in PyTorch: there xᵖ log x → 0 for p > 0."""
    if type(x) in (int, float):  # a Python number leaves float32 as it is
        return float(np.log(x)) if x != 0 else 0.0
    return log(where((raw(x) == 0) & (raw(p) >= 0), 1.0, x))


# d(xᵖ) = p xᵖ⁻¹ dx + xᵖ log(x) dp
power = binary(
    "power",
    operator.pow,
    lambda g, y, x, p: g * (p * x ** _below(p)),
    lambda g, y, x, p: g * (y * _log_of_base(x, p)),
)

"""Einstein summation: any product of arrays that can be written with one letter per axis."""

from __future__ import annotations

from typing import Any

import numpy as np

from reference.errors import ShapeError
from reference.primitive import primitive
from reference.rules.shaping import broadcast_to, reshape


def _parsed(subscripts: str) -> tuple[list[str], str]:
    """Return the letters of each operand and of the result.

    Raises:
        ShapeError: The arrow is missing, an operand repeats a letter, or there is an ellipsis.
    """
    left, arrow, right = subscripts.replace(" ", "").partition("->")
    operands = left.split(",")
    if not arrow or any(len(set(letters)) < len(letters) or "." in letters for letters in [*operands, right]):
        raise ShapeError(f"einsum needs an arrow and distinct letters within each operand, got {subscripts!r}")
    return operands, right


def _einsum(*xs: Any, subscripts: str) -> Any:
    """Multiply over all letters and sum over those that the result lacks."""
    _parsed(subscripts)
    return np.einsum(subscripts, *xs, optimize=len(xs) > 2)


def _rule(i: int, g: Any, subscripts: str, xs: tuple[Any, ...]) -> Any:
    """Return the gradient of the i-th operand: the same sum, with the operand and the result exchanged."""
    operands, result = _parsed(subscripts)
    mine = operands[i]
    others = operands[:i] + operands[i + 1 :]
    known = "".join(letter for letter in mine if letter in result or any(letter in other for other in others))
    part = einsum(",".join([result, *others]) + "->" + known, g, *xs[:i], *xs[i + 1 :])
    if known == mine:
        return part
    # A letter that only this operand has was summed out: all its elements get the same gradient.
    shape = xs[i].shape
    kept = tuple(size if letter in known else 1 for letter, size in zip(mine, shape, strict=True))
    return broadcast_to(reshape(part, kept), shape)


# y = Σ a b … over the letters that y lacks, so a receives Σ g b … over the letters that a lacks
_summed = primitive("einsum", _einsum, every=lambda i, g, y, *xs, subscripts: _rule(i, g, subscripts, xs))


def einsum(subscripts: str, *tensors: Any) -> Any:
    """Return the sum that the subscripts describe, such as "ij,jk->ik" for a matrix product."""
    return _summed(*tensors, subscripts=subscripts)

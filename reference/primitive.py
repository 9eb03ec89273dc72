"""Primitives, their registry, and how applying one records the graph.

A primitive is a NumPy function with one rule for each argument. The rule is the vector-Jacobian product ("vjp"): it
maps the gradient `g` with respect to the result to the gradient with respect to the argument,

    rule(g, y, *args, **params)        y: the result, args and params: as in the call

Rules are written with operators and other primitives. Applied to arrays, they are plain NumPy; applied to tensors, they
are recorded. So the same rule gives fast first derivatives and exact higher ones.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from reference.errors import ShapeError
from reference.graph import Node, next_order, recording

if TYPE_CHECKING:
    from reference.tensor import Tensor

Function: TypeAlias = Callable[..., Any]
# Typed for use with tensors; applied to arrays alone, it returns an array.
Operation: TypeAlias = "Callable[..., Tensor]"
_NO_PARAMS: dict[str, Any] = {}


class EveryArgument:
    """One rule for any number of arguments, given the argument's position: `rule(i, g, y, *args, **params)`."""

    def __init__(self, rule: Function) -> None:
        self._rule = rule

    def __getitem__(self, i: int) -> Function:
        return partial(self._rule, i)


class Primitive(NamedTuple):
    """A differentiable function as stored in the registry.

    Attributes:
        name: Its name in the registry, in error messages and in drawn graphs.
        value: The function itself, which takes arrays.
        vjps: The rules of the arguments, in order. Constants after them need no rules.
    """

    name: str
    value: Function
    vjps: tuple[Function, ...] | EveryArgument


REGISTRY: dict[str, Primitive] = {}


def raw(x: Any) -> Any:
    """Return the array behind a tensor, and anything else unchanged.

    Use it for masks and shapes, which have no derivative.
    """
    return x.data if isinstance(x, Node) else x


def primitive(name: str, value: Function, *vjps: Function, every: Function | None = None) -> Operation:
    """Register a primitive with its forward function and its rules.

    Args:
        name: A name that no other primitive has.
        value: The function, which takes arrays.
        vjps: The rule for each argument that can have a gradient.
        every: One rule for any number of arguments, instead of `vjps`.

    Returns:
        The function to call. With arrays, it returns the same as `value`. With tensors, it returns a tensor. If an
        argument requires a gradient and recording is on, this tensor records how it was computed.
    """
    op = _register(Primitive(name, value, EveryArgument(every) if every else vjps))

    def apply(*args: Any, **params: Any) -> Any:
        kind = None
        tracked = False
        values = []
        for arg in args:
            if isinstance(arg, Node):
                kind = arg.__class__
                tracked = tracked or arg.requires_grad
                values.append(arg.data)
            else:
                values.append(arg)
        if params and any(isinstance(param, Node) for param in params.values()):
            raise TypeError(f"{name} got a tensor as a keyword argument; pass tensors by position")
        if kind is None:
            return value(*args, **params)
        try:
            data = value(*values, **params)
        except ValueError as error:
            raise _misfit(name, tuple(values), error) from error
        return _result(kind, data, op, args, tuple(values), params, tracked)

    return _named(apply, op)


def binary(name: str, value: Function, left: Function, right: Function) -> Operation:
    """Register a primitive with two arguments and no parameters; each call has half the overhead of `primitive`."""
    op = _register(Primitive(name, value, (left, right)))

    def apply(a: Any, b: Any) -> Any:
        if isinstance(a, Node):
            kind, x = a.__class__, a.data
            if isinstance(b, Node):
                y, tracked = b.data, a.requires_grad or b.requires_grad
            else:
                y, tracked = b, a.requires_grad
        elif isinstance(b, Node):
            kind, x, y, tracked = b.__class__, a, b.data, b.requires_grad
        else:
            return value(a, b)
        try:
            data = value(x, y)
        except ValueError as error:
            raise _misfit(name, (x, y), error) from error
        # Like `_result`, but inlined: graphs of thousands of scalars would feel the extra call.
        out = kind.__new__(kind)
        out.data, out.grad, out.order = data, None, next_order()
        if tracked and recording.get():
            out.requires_grad, out.op, out.args, out.values, out.params = True, op, (a, b), (x, y), _NO_PARAMS
        else:
            out.requires_grad, out.op = False, None
        return out

    return _named(apply, op)


def _misfit(name: str, values: tuple[Any, ...], error: ValueError) -> ShapeError:
    """Return NumPy's error with the shapes of all arguments."""
    found = ", ".join(
        f"{v.dtype}{list(v.shape)}" if isinstance(v, np.ndarray | np.generic) else repr(v) for v in values
    )
    return ShapeError(f"{name} of {found}: {error}")


def _result(
    kind: type[Node],
    data: Any,
    op: Primitive,
    args: tuple[Any, ...],
    values: tuple[Any, ...],
    params: dict[str, Any],
    tracked: bool,
) -> Node:
    """Return the node that holds the result of an operation."""
    out = kind.__new__(kind)
    out.data, out.grad, out.order = data, None, next_order()
    if tracked and recording.get():
        out.requires_grad, out.op, out.args, out.values, out.params = True, op, args, values, params
    else:
        out.requires_grad, out.op = False, None
    return out


def _register(op: Primitive) -> Primitive:
    if op.name in REGISTRY:
        raise ValueError(f"a primitive named {op.name!r} is already registered")
    REGISTRY[op.name] = op
    return op


def _named(apply: Function, op: Primitive) -> Operation:
    apply.__name__ = apply.__qualname__ = op.name
    apply.__doc__ = op.value.__doc__
    return apply

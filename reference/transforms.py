"""Derivatives of functions: `grad`, `value_and_grad`, `vjp`, `jacobian`.

They take functions of tensors and return functions of arrays. When transforms are nested, as in `grad(grad(f))`, the
returned functions also accept tensors and return tensors that can be differentiated again.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import numpy as np

from reference.errors import GradientError
from reference.graph import recording, walk
from reference.primitive import primitive
from reference.rules import stack
from reference.tensor import Tensor

# An identity node: a derivative with respect to it leaves other uses of the same value alone.
identity = primitive("identity", lambda x: x, lambda g, y, x: g)

_inside: ContextVar[bool] = ContextVar("inside_transform", default=False)


def vjp(f: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """Return f(*primals) and a function that pulls a gradient back through f.

    Args:
        f: A function of tensors that returns one tensor.
        primals: The arguments of f, float32 or float64.

    Returns:
        The value f(*primals) and a function `pullback(gradient)`, which can be called repeatedly. It returns one
        gradient for each primal, with its shape and dtype, or zeros if the value does not depend on that primal.

    Raises:
        DtypeError: A primal is an integer or bool array.
        GradientError: f returned something other than a tensor.
    """
    again = _inside.get() or any(isinstance(primal, Tensor) for primal in primals)
    leaves = [_fresh(primal) for primal in primals]
    # Recorded even inside `no_grad`: there, too, a derivative must not be zero.
    inside, recorded = _inside.set(True), recording.set(True)
    try:
        out = f(*leaves)
    finally:
        recording.reset(recorded)
        _inside.reset(inside)
    if not isinstance(out, Tensor):
        raise GradientError(f"the function must return a Tensor, got {type(out).__name__}")

    def pullback(gradient: Any) -> tuple[Any, ...]:
        return _gradients(out, leaves, gradient, create_graph=again)

    return (out if again else np.asarray(out.data)), pullback


def grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function that computes the gradient of a scalar function f.

    Args:
        f: A function of tensors that returns one number.
        argnums: The position of the argument to differentiate with respect to, or a tuple of positions.

    Returns:
        A function of the same arguments that returns a gradient, or a tuple of gradients for a tuple of positions.
    """
    both = value_and_grad(f, argnums)

    def gradient(*args: Any, **kwargs: Any) -> Any:
        return both(*args, **kwargs)[1]

    return gradient


def value_and_grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., tuple[Any, Any]]:
    """Return a function that computes both the value of f and its gradient; the arguments are those of `grad`."""

    def both(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        value, pullback = vjp(*_at(f, argnums, args, kwargs))
        gradients = pullback(None)
        return value, gradients if isinstance(argnums, tuple) else gradients[0]

    return both


def jacobian(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0) -> Callable[..., Any]:
    """Return a function that computes the Jacobian of f: the derivatives of all elements of its result.

    Args:
        f: A function of tensors that returns one tensor.
        argnums: The position of the argument to differentiate with respect to, or a tuple of positions.

    Returns:
        A function of the same arguments. The Jacobian has the shape of the result followed by that of the argument; for
        vectors, row i is the gradient of the i-th result. A tuple of positions gives a tuple of Jacobians.
    """

    def full(*args: Any, **kwargs: Any) -> Any:
        value, pullback = vjp(*_at(f, argnums, args, kwargs))
        rows = [pullback(unit.reshape(value.shape)) for unit in np.eye(value.size, dtype=value.dtype)]
        columns = [stack(column) for column in zip(*rows, strict=True)]
        blocks = tuple(column.reshape(value.shape + column.shape[1:]) for column in columns)
        return blocks if isinstance(argnums, tuple) else blocks[0]

    return full


def _at(
    f: Callable[..., Any], argnums: int | tuple[int, ...], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, ...]:
    """Return a function of the selected arguments alone, and those arguments."""
    positions = argnums if isinstance(argnums, tuple) else (argnums,)

    def chosen(*primals: Any) -> Any:
        full = list(args)
        for position, primal in zip(positions, primals, strict=True):
            full[position] = primal
        return f(*full, **kwargs)

    return (chosen, *(args[position] for position in positions))


def _fresh(primal: Any) -> Tensor:
    """Return a new node that only the current function knows."""
    if isinstance(primal, Tensor) and primal.requires_grad:
        return identity(primal)
    return Tensor(primal, requires_grad=True)


def _gradients(out: Tensor, leaves: list[Tensor], gradient: Any, *, create_graph: bool) -> tuple[Any, ...]:
    """Return the gradients of `out` with respect to the leaves."""
    found: dict[int, Any] = {}
    if out.requires_grad:
        wanted = {leaf.order for leaf in leaves}
        seed = out.seed(gradient, create_graph)
        for node, g in walk(out, seed, wanted=wanted, oldest=max(wanted, default=0), create_graph=create_graph):
            found[node.order] = g
    return tuple(_finished(found.get(leaf.order), leaf, create_graph) for leaf in leaves)


def _finished(g: Any, leaf: Tensor, create_graph: bool) -> Any:
    """Return the gradient in the dtype of its leaf, zero if there is none, in its own memory."""
    if create_graph:
        zero = Tensor(np.zeros_like(leaf.data))
        return zero if g is None else g if g.dtype == leaf.dtype else g.astype(leaf.dtype)
    return np.zeros_like(leaf.data) if g is None else np.array(g, dtype=leaf.dtype)

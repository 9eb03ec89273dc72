"""The computation graph: its nodes, whether it is being recorded, and the one walk over it.

An operation can only use what exists already, so numbering the nodes as they are created numbers them in topological
order. The walk takes the youngest node whose gradient is known, again and again: everything that used this node is
younger and was visited before, so its gradient is complete. A heap finds the youngest; nothing recurses. Numbers count
down, since Python's heaps give the smallest first.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from contextlib import ContextDecorator
from contextvars import ContextVar, Token
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np

from reference.broadcasting import unbroadcast
from reference.errors import GraphFreedError

if TYPE_CHECKING:
    from reference.primitive import Primitive

recording: ContextVar[bool] = ContextVar("recording", default=True)
next_order = count(-1, -1).__next__


class Node:
    """One value of the graph and how it was made.

    Attributes:
        data: The value: an array, or a NumPy scalar when it has no axes (many times faster than a 0-d array).
        grad: The gradient accumulated by `backward`, of the shape and dtype of `data`; only leaves have one.
        requires_grad: Whether gradients flow to this node.
        op: The primitive that made it; None for a leaf.
        args: What the primitive was applied to, nodes and constants; None once the graph is freed.
        values: The same as plain arrays, as they were in the forward pass; empty once the graph is freed.
        params: The keyword arguments of the primitive.
        order: The number of this node; the younger the node, the smaller.
    """

    __slots__ = ("__weakref__", "args", "data", "grad", "op", "order", "params", "requires_grad", "values")
    __array_ufunc__ = None  # so that `array * tensor` asks the tensor

    data: np.ndarray[Any, Any]
    grad: Any
    requires_grad: bool
    op: Primitive | None
    args: tuple[Any, ...] | None
    values: tuple[Any, ...]
    params: dict[str, Any]
    order: int


class no_grad(ContextDecorator):  # noqa: N801 - PyTorch's name
    """Record nothing inside: `with no_grad():`, or as a decorator of a function."""

    def __init__(self) -> None:
        self._tokens: list[Token[bool]] = []

    def _recreate_cm(self) -> no_grad:
        return no_grad()  # each call of a decorated function has its own tokens, in whatever thread it runs

    def __enter__(self) -> None:
        self._tokens.append(recording.set(False))

    def __exit__(self, *_: object) -> None:
        recording.reset(self._tokens.pop())


def walk(
    root: Node,
    seed: Any,
    *,
    wanted: Container[int] = (),
    oldest: int = 0,
    create_graph: bool = False,
    retain_graph: bool = True,
) -> Iterator[tuple[Node, Any]]:
    """Go through the ancestors of `root`, youngest first, and find the gradient with respect to each.

    Args:
        root: Where the walk starts.
        seed: The gradient with respect to `root`: an array, or a tensor when `create_graph`.
        wanted: The orders of the nodes to yield besides leaves.
        oldest: The order of the oldest node of interest.
        create_graph: Apply the rules to tensors instead of arrays, so that the gradients have gradients themselves.
        retain_graph: Keep what the forward pass stored; otherwise it is freed node by node.

    Yields:
        Each leaf, and each node that is wanted, with the complete gradient with respect to it.

    Raises:
        GraphFreedError: A node on the way was freed by an earlier walk.
    """
    nodes = {root.order: root}
    gradients = {root.order: seed}
    heap = [root.order]
    while heap:
        order = heappop(heap)
        node, g = nodes.pop(order), gradients.pop(order)
        op = node.op
        if op is None or order in wanted:
            yield node, g
            if op is None:
                continue
        args = node.args
        if args is None:
            raise GraphFreedError(
                f"the graph behind this tensor (made by {op.name!r}) was freed by an earlier backward; "
                "pass retain_graph=True there to walk it again"
            )
        operands = (g, node, *args) if create_graph else (g, node.data, *node.values)
        params, vjps = node.params, op.vjps
        # A result without axes cannot come from broadcasting, which spares scalar graphs the comparison of shapes.
        has_axes = node.data.ndim
        for i, parent in enumerate(args):
            if isinstance(parent, Node) and parent.requires_grad and (order := parent.order) <= oldest:
                part = vjps[i](*operands, **params) if params else vjps[i](*operands)
                if has_axes and part.shape != parent.data.shape:
                    part = unbroadcast(part, parent.data.shape)
                if order in gradients:
                    gradients[order] = gradients[order] + part
                else:
                    nodes[order], gradients[order] = parent, part
                    heappush(heap, order)
        if not retain_graph:
            node.args, node.values = None, ()

"""The computation graph: its nodes, the recording switch, and the backward walk.

An operation can only use existing nodes, so numbering nodes as they are created gives a topological order. The walk
repeatedly takes the youngest node whose gradient is known. Every node that used it is younger and has been visited,
so its gradient is complete. A heap finds the youngest node, and nothing recurses. The numbers count down because
Python's heaps return the smallest item first.
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
    """One value of the graph and the operation that produced it.

    Attributes:
        data: The value: an array, or a NumPy scalar if it has no axes (many times faster than a 0-d array).
        grad: The gradient accumulated by `backward`, with the shape and dtype of `data`; only leaves have one.
        requires_grad: Whether gradients flow to this node.
        op: The primitive that produced the node; None for a leaf.
        args: The primitive's arguments, nodes and constants; None once the graph is freed.
        values: The same arguments as plain arrays, as they were in the forward pass; empty once the graph is freed.
        params: The keyword arguments of the primitive.
        order: The number of this node; younger nodes have smaller numbers.
    """

    __slots__ = ("__weakref__", "args", "data", "grad", "op", "order", "params", "requires_grad", "values")
    __array_ufunc__ = None  # so that `array * tensor` calls the tensor's __rmul__

    data: np.ndarray[Any, Any]
    grad: Any
    requires_grad: bool
    op: Primitive | None
    args: tuple[Any, ...] | None
    values: tuple[Any, ...]
    params: dict[str, Any]
    order: int


class no_grad(ContextDecorator):  # noqa: N801 - PyTorch's name
    """Turn off recording inside a `with no_grad():` block or a function decorated with `@no_grad()`."""

    def __init__(self) -> None:
        self._tokens: list[Token[bool]] = []

    def _recreate_cm(self) -> no_grad:
        return no_grad()  # every call of a decorated function needs its own tokens, whatever its thread

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
    """Visit the ancestors of `root`, youngest first, and compute the gradient with respect to each.

    Args:
        root: The node where the walk starts.
        seed: The gradient with respect to `root`: an array, or a tensor if `create_graph`.
        wanted: The order numbers of the non-leaf nodes to yield.
        oldest: The order number of the oldest node of interest.
        create_graph: Apply the rules to tensors instead of arrays, so that the gradients can be differentiated again.
        retain_graph: Keep the values stored by the forward pass; otherwise each node is freed once visited.

    Yields:
        Each leaf and each wanted node, with the complete gradient with respect to it.

    Raises:
        GraphFreedError: An earlier walk freed a node along the way.
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
                f"the graph behind this tensor (made by {op.name!r}) was freed by an earlier call to "
                "backward; pass retain_graph=True to that call to keep the graph"
            )
        operands = (g, node, *args) if create_graph else (g, node.data, *node.values)
        params, vjps = node.params, op.vjps
        # A result without axes cannot come from broadcasting; skipping the shape comparison speeds up scalar graphs.
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

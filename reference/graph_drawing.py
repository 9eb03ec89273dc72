"""Drawings of the computation graph: as text, in Graphviz's dot language, and as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from reference.errors import GraphFreedError
from reference.graph import Node, walk
from reference.graph_layout import Vertex, render

SYMBOLS = {
    "add": "+",
    "subtract": "−",
    "multiply": "×",
    "divide": "÷",
    "matmul": "@",
    "negative": "−",
    "power": "^",
}


@dataclass(frozen=True)
class Step:
    """One value of the graph: an input, a constant, or the result of an operation.

    Attributes:
        name: The name that the caller gave it, else v1, v2, … in order of creation; for a constant, its value.
        operation: The operation that produced it; "" for inputs and constants.
        sources: The positions of the steps it was computed from.
        value: The value as text: the number itself, or the shape of an array.
        gradient: The gradient with respect to it, written the same way; "" if no gradient reaches it.
    """

    name: str
    operation: str
    sources: tuple[int, ...]
    value: str
    gradient: str

    @property
    def symbol(self) -> str:
        """The label that a drawing shows for it."""
        return SYMBOLS.get(self.operation, self.operation) or self.name


class Drawing:
    """A computation graph with the value and the gradient of each step, in order of creation.

    Args:
        root: The result of the computation.
        seed: The gradient with respect to `root`.
        names: The names of inputs and intermediate values.

    Raises:
        GraphFreedError: An earlier call to backward freed the graph.
    """

    def __init__(self, root: Node, seed: Any, names: Mapping[str, Node]) -> None:
        gradients = {node.order: g for node, g in walk(root, seed, wanted=range(root.order, 0))}
        called = {node.order: name for name, node in names.items()}
        self.steps: list[Step] = []
        positions: dict[int, int] = {}
        for node in _oldest_first(root):
            sources = tuple(self._source(arg, positions) for arg in _operands(node))
            name = called.get(node.order) or f"v{len(positions) + 1}"
            gradient = gradients.get(node.order)
            positions[node.order] = len(self.steps)
            self.steps.append(
                Step(
                    name=name,
                    operation=node.op.name if node.op else "",
                    sources=sources,
                    value=_text(node.data),
                    gradient="" if gradient is None else _text(gradient),
                )
            )

    def _source(self, arg: Any, positions: dict[int, int]) -> int:
        """Return the position of an argument; a constant becomes a step of its own."""
        if isinstance(arg, Node):
            return positions[arg.order]
        self.steps.append(Step(_text(arg), "", (), _text(arg), ""))
        return len(self.steps) - 1

    def __str__(self) -> str:
        """Return one line per step: its formula, its value and its gradient."""
        rows = [
            (f"{s.name} = {self._formula(s)}" if s.operation else s.name, s.value, s.gradient)
            for s in self.steps
            if s.operation or s.gradient or s.name != s.value
        ]
        widths = [max(len(row[i]) for row in [*rows, ("step", "value", "gradient")]) for i in range(3)]
        lines = [("step", "value", "gradient"), *rows]
        return "\n".join(f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}".rstrip() for a, b, c in lines)

    def _formula(self, step: Step) -> str:
        """Return the formula of a step in terms of its sources."""
        names = [self.steps[i].name for i in step.sources]
        if step.operation in SYMBOLS and len(names) == 2:
            return f"{names[0]} {step.symbol} {names[1]}"
        return f"{step.symbol}{names[0]}" if step.operation == "negative" else f"{step.operation}({', '.join(names)})"

    def dot(self) -> str:
        """Return the graph in Graphviz's dot language."""
        lines = ["digraph {", "  rankdir=LR;"]
        for i, step in enumerate(self.steps):
            shape = "circle" if step.operation in SYMBOLS else "box" if step.operation else "plaintext"
            lines.append(f'  n{i} [label="{_quoted(step.symbol)}", shape={shape}];')
        lines.append(f'  out [label="{_quoted(self.steps[-1].name)}", shape=plaintext];')
        ends = [(source, f"n{i}") for i, step in enumerate(self.steps) for source in step.sources]
        for source, target in [*ends, (len(self.steps) - 1, "out")]:
            step = self.steps[source]
            label = _quoted(step.value) + (f"\\n{_quoted(step.gradient)}" if step.gradient else "")
            lines.append(f'  n{source} -> {target} [label="{label}"];')
        return "\n".join([*lines, "}"])

    def svg(self, title: str = "Computation graph") -> str:
        """Return the graph as an SVG image, with values above the edges and gradients below them.

        Args:
            title: A description of the image for screen readers.
        """
        vertices = [Vertex(s.symbol, bool(s.operation), s.sources, s.value, s.gradient) for s in self.steps]
        return render(vertices, self.steps[-1].name, title)

    def _repr_svg_(self) -> str:
        """Return the image that notebooks display."""
        return self.svg()


def _operands(node: Node) -> tuple[Any, ...]:
    """Return the numeric arguments that a node was computed from."""
    if node.op is None:
        return ()
    if node.args is None:
        raise GraphFreedError(
            f"the graph behind this tensor (made by {node.op.name!r}) was freed by an earlier call to backward; "
            "draw the graph before that call"
        )
    return tuple(arg for arg in node.args if isinstance(arg, Node | np.ndarray | np.generic | int | float))


def _oldest_first(root: Node) -> list[Node]:
    """Return all nodes that lead to a result, in order of creation."""
    found = {root.order: root}
    waiting = [root]
    while waiting:
        for arg in _operands(waiting.pop()):
            if isinstance(arg, Node) and arg.order not in found:
                found[arg.order] = arg
                waiting.append(arg)
    return [found[order] for order in sorted(found, reverse=True)]


def _text(value: Any) -> str:
    """Return a number with three significant digits, or the shape of an array."""
    array = np.asarray(value)
    return "×".join(map(str, array.shape)) if array.ndim else f"{float(array):.3g}".replace("-", "−")


def _quoted(text: str) -> str:
    """Return text escaped for a quoted dot string."""
    return text.replace("\\", "\\\\").replace('"', '\\"')

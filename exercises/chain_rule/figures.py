"""The pictures of ``chain_rule``, drawn by the reference engine from the numbers of the worked example."""

from __future__ import annotations

from reference import Tensor


def graph() -> str:
    """Draw the graph of f = (x + y) z, with values above the edges and gradients below them."""
    x, y, z = (Tensor(value, requires_grad=True) for value in (-2.0, 5.0, -4.0))
    f = (x + y) * z
    return f.graph(x=x, y=y, z=z, f=f).svg("The graph of f = (x + y) z with values and gradients")


FIGURES = {"graph.svg": graph}

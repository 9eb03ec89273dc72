"""The pictures of ``scalar_autograd``, drawn by the reference engine from the numbers of the worked example."""

from __future__ import annotations

from reference import Tensor


def diamond() -> str:
    """Draw the graph of f = (d + a) (d + b) with d = a b, with values above the edges and gradients below them."""
    a, b = Tensor(2.0, requires_grad=True), Tensor(-4.0, requires_grad=True)
    d = a * b
    e, g = d + a, d + b
    f = e * g
    return f.graph(a=a, b=b, d=d, e=e, g=g, f=f).svg("A diamond: d = a b reaches f = e g through both e and g")


FIGURES = {"diamond.svg": diamond}

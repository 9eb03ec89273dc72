"""The pictures of ``scalar_autograd``, drawn by the reference engine from the numbers of the worked example."""

from __future__ import annotations

from reference import Tensor


def diamond() -> str:
    """The graph of f = d (d + a) with d = a b as SVG, values above the edges and gradients below them."""
    a, b = Tensor(2.0, requires_grad=True), Tensor(-3.0, requires_grad=True)
    d = a * b
    e = d + a
    f = d * e
    return f.graph(a=a, b=b, d=d, e=e, f=f).svg("A diamond: d = a b reaches f = d e directly and through e = d + a")


FIGURES = {"diamond.svg": diamond}

"""The pictures of ``logistic_neuron``, drawn by the reference engine from the numbers of the worked example."""

from __future__ import annotations

from reference import Tensor


def graph() -> str:
    """Draw the graph of the neuron, one small operation at a time, with values above the edges and gradients below."""
    w0, x0, w1, x1, w2 = (Tensor(value, requires_grad=True) for value in (2.0, -1.0, -3.0, -2.0, -3.0))
    z = w0 * x0 + w1 * x1 + w2
    output = 1.0 / (1.0 + (-z).exp())
    drawing = output.graph(w0=w0, x0=x0, w1=w1, x1=x1, w2=w2, s=output)
    return drawing.svg("The graph of the logistic neuron with values and gradients")


FIGURES = {"graph.svg": graph}

"""The pictures of ``max_pool2d``: the worked example, computed by the reference engine."""

from __future__ import annotations

import numpy as np

from exercises.drawing.grids import Panel, Window, draw
from reference import vjp
from reference.nn import functional as F  # noqa: N812 - the conventional name

IMAGE = np.array([[1.0, 5.0, 2.0, 0.0, 3.0], [4.0, 0.0, 7.0, 6.0, 1.0], [2.0, 3.0, 1.0, 8.0, 2.0]])
UPSTREAM = np.array([[0.5, -1.0], [2.0, 3.0]])
KERNEL, STRIDE = (2, 3), (1, 2)


def windows() -> str:
    """Draw the image with all four windows and their winners, the output, the upstream gradient and the gradient."""
    value, pullback = vjp(lambda x: F.max_pool2d(x, KERNEL, STRIDE), IMAGE[None, None])
    output, gradient = np.asarray(value)[0, 0], np.asarray(pullback(UPSTREAM[None, None])[0])[0, 0]
    places = list(np.ndindex(*output.shape))
    laid = [Window(i * STRIDE[0], j * STRIDE[1], *KERNEL, style) for style, (i, j) in enumerate(places)]
    cells = [Window(i, j, 1, 1, style) for style, (i, j) in enumerate(places)]
    winners = [(int(row), int(column)) for row, column in np.argwhere(gradient)]
    return draw(
        f"Max pooling with {KERNEL[0]} by {KERNEL[1]} windows and strides {STRIDE[0]} and {STRIDE[1]}",
        "The four windows overlap. Three of them share the winner 7, which receives the sum of their three upstream "
        "gradients. The winner of the last window is 8.",
        [
            Panel("x, winners circled", IMAGE, laid, circled=winners),
            Panel("y", output, cells),
            Panel("G", UPSTREAM, cells),
            Panel("gradient of x", gradient, circled=winners),
        ],
    )


FIGURES = {"windows.svg": windows}

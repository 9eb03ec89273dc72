"""The pictures of ``conv2d``: the worked example, computed by the reference engine."""

from __future__ import annotations

import numpy as np

from exercises.drawing.grids import Panel, Window, draw
from reference import Tensor
from reference.nn import functional as F  # noqa: N812 - the conventional name

IMAGE = np.array([[1.0, 2.0, 0.0, 3.0], [4.0, 1.0, 2.0, 1.0], [0.0, 3.0, 1.0, 2.0]])
KERNEL = np.array([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]])
BIAS, STRIDE, PADDING = 1.0, 2, 1


def windows() -> str:
    """Draw the padded image with its first and last windows, the kernel, and the outputs of the two windows."""
    image, kernel = Tensor(IMAGE[None, None]), Tensor(KERNEL[None, None])
    output = F.conv2d(image, kernel, Tensor(np.array([BIAS])), STRIDE, PADDING).data[0, 0]
    height, width = KERNEL.shape
    last_row, last_column = output.shape[0] - 1, output.shape[1] - 1
    first = Window(0, 0, height, width, 0)
    last = Window(STRIDE * last_row, STRIDE * last_column, height, width, 1)
    return draw(
        f"A convolution with a {height}-by-{width} kernel, stride {STRIDE} and padding {PADDING}",
        f"The first window is in the top-left corner of the padded image and gives {output[0, 0]:g}. The last window "
        f"begins {last.top} rows farther down and {last.left} columns farther to the right and gives "
        f"{output[last_row, last_column]:g}. No window covers the last row or the last column of the padded image.",
        [
            Panel("x with its padding", np.pad(IMAGE, PADDING), (first, last), pale=PADDING),
            Panel("weight", KERNEL),
            Panel(f"y (bias {BIAS:g})", output, (Window(0, 0, 1, 1, 0), Window(last_row, last_column, 1, 1, 1))),
        ],
    )


FIGURES = {"windows.svg": windows}

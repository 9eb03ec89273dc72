"""Leaky ReLU: x where x is positive and negative_slope * x where it is negative, element by element.

Worked example:

    layer = LeakyReLU(negative_slope=0.1)
    layer.forward(np.array([-2.0, 0.5, 3.0]))     ->  [-0.2, 0.5, 3.0]
    layer.backward(np.array([0.3, -2.0, 0.7]))    ->  [0.03, -2.0, 0.7]   the slope is 0.1 where x was negative
"""

import numpy as np


class LeakyReLU:
    """The leaky rectified linear unit as a layer.

    Args:
        negative_slope: the slope on the negative side, a positive number that may exceed 1.
    """

    def __init__(self, negative_slope=0.01):
        self.negative_slope = negative_slope

    def forward(self, x):
        """Return x where it is positive and negative_slope * x where it is negative, and save what backward needs.

        Args:
            x: float64 array of any shape; do not modify it.

        Returns:
            A new array of the same shape.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dout, with the shape of the output.

        Returns:
            dL/dx, with the shape of x. Where x was exactly 0, any value between negative_slope * grad_output and
            grad_output is correct.
        """
        raise NotImplementedError("write backward")

"""Sigmoid: s = 1 / (1 + exp(-x)), element by element.

Worked example:

    layer = Sigmoid()
    layer.forward(np.array([0.0, 2.0]))      ->  [0.5, 0.880797]
    layer.backward(np.array([2.0, -1.0]))    ->  [0.5, -0.104994]   because ds/dx = s * (1 - s)
"""

import numpy as np


class Sigmoid:
    """The logistic function as a layer."""

    def forward(self, x):
        """Return the sigmoid of x and save what backward needs.

        Args:
            x: float64 array of any shape.

        Returns:
            Array of the same shape, each value between 0 and 1.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/ds, with the shape of the output.

        Returns:
            dL/dx, with the shape of x.
        """
        raise NotImplementedError("write backward")

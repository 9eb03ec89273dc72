"""Softplus: log(1 + exp(x)), element by element.

Worked example:

    layer = Softplus()
    layer.forward(np.array([0.0, 2.0, -3.0]))      ->  [0.693147, 2.126928, 0.048587]
    layer.backward(np.array([1.0, -0.5, 2.0]))     ->  [0.5, -0.440399, 0.094852]   the slope is the sigmoid of x
"""

import numpy as np


class Softplus:
    """The smooth version of ReLU as a layer."""

    def forward(self, x):
        """Return log(1 + exp(x)) and save what backward needs.

        Args:
            x: float64 array of any shape; values such as -1000 and 1000 are allowed.

        Returns:
            Array of the same shape, with no value below 0 or below x.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dout, with the shape of the output.

        Returns:
            dL/dx, with the shape of x.
        """
        raise NotImplementedError("write backward")

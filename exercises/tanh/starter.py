"""Tanh: t = tanh(x), element by element.

Worked example:

    layer = Tanh()
    layer.forward(np.array([0.0, 0.5, -1.0]))      ->  [0.0, 0.462117, -0.761594]
    layer.backward(np.array([2.0, -1.0, 1.0]))     ->  [2.0, -0.786448, 0.419974]   because dt/dx = 1 - t * t
"""

import numpy as np


class Tanh:
    """The hyperbolic tangent as a layer."""

    def forward(self, x):
        """Return the hyperbolic tangent of x and save what backward needs.

        Args:
            x: float64 array of any shape.

        Returns:
            Array of the same shape, each value between -1 and 1.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dt, with the shape of the output.

        Returns:
            dL/dx, with the shape of x.
        """
        raise NotImplementedError("write backward")

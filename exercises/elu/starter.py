"""ELU: x where x is positive and alpha * (exp(x) - 1) where it is negative, element by element.

Worked example:

    layer = ELU(alpha=2.0)
    layer.forward(np.array([-1.0, -3.0, 3.0]))     ->  [-1.264241, -1.900426, 3.0]
    layer.backward(np.array([0.5, -2.0, 0.7]))     ->  [0.367879, -0.199148, 0.7]   the derivative is 2 * exp(x) or 1
"""

import numpy as np


class ELU:
    """The exponential linear unit as a layer.

    Args:
        alpha: a positive number; the output levels off at -alpha on the negative side.
    """

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, x):
        """Return x where it is positive and alpha * (exp(x) - 1) where it is negative, and save what backward needs.

        Args:
            x: float64 array of any shape; do not modify it.

        Returns:
            A new array of the same shape, with no value below -alpha.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dout, with the shape of the output.

        Returns:
            dL/dx, with the shape of x. Where x was exactly 0, any value between alpha * grad_output and grad_output is
            correct.
        """
        raise NotImplementedError("write backward")

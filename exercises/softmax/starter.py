"""Softmax along the last axis: p_i = exp(x_i) / Σ_j exp(x_j).

Worked example:

    layer = Softmax()
    layer.forward(np.array([[2.0, 1.0, -1.0]]))      ->  [[0.705385, 0.259496, 0.035119]]
    layer.backward(np.array([[1.0, 0.0, 0.0]]))      ->  [[0.207817, -0.183045, -0.024772]]
"""

import numpy as np


class Softmax:
    """Softmax over the last axis as a layer."""

    def forward(self, x):
        """Return the probabilities and save what backward needs.

        Args:
            x: logits, float64 array of shape (..., C) with two or more axes; values such as -1000 and 1000 are allowed.

        Returns:
            Array of the same shape, with no value below 0; each row along the last axis sums to 1.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dp, with the shape of the output.

        Returns:
            dL/dx, with the shape of x. Each row along the last axis sums to 0.
        """
        raise NotImplementedError("write backward")

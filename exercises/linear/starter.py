"""Linear: y = x Wᵀ + b.

Worked example with two rows, two inputs and one output:

    layer = Linear(weight=np.array([[3.0, -1.0]]), bias=np.array([0.5]))
    layer.forward(np.array([[1.0, 2.0], [4.0, 0.0]]))    ->  [[1.5], [12.5]]
    layer.backward(np.array([[10.0], [-1.0]]))           ->  [[30.0, -10.0], [-3.0, 1.0]]
    layer.grad_weight                                    ->  [[6.0, 20.0]]
    layer.grad_bias                                      ->  [9.0]
"""

import numpy as np


class Linear:
    """A fully connected layer.

    Args:
        weight: float64 array of shape (out, in).
        bias: float64 array of shape (out,).
    """

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias

    def forward(self, x):
        """Return x Wᵀ + b and save what backward needs.

        Args:
            x: float64 array of shape (N, in).

        Returns:
            Array of shape (N, out).
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x and set self.grad_weight and self.grad_bias.

        Args:
            grad_output: dL/dy, of shape (N, out).

        Returns:
            dL/dx, of shape (N, in).
        """
        raise NotImplementedError("write backward")

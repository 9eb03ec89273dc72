"""Batch normalization: give every column of a batch a mean of 0 and a variance of 1, then scale and shift it.

Worked example with two rows and one column:

    layer = BatchNorm1d(weight=np.array([2.0]), bias=np.array([10.0]), eps=0.0, momentum=0.1)
    layer.forward(np.array([[1.0], [5.0]]))        ->  [[8.0], [12.0]]      the batch has mean 3 and variance 4
    layer.running_mean, layer.running_var          ->  [0.3], [1.7]         the unbiased variance is 8
    layer.backward(np.array([[1.0], [0.0]]))       ->  [[0.0], [0.0]]       two different rows always become -1 and 1
    layer.grad_weight, layer.grad_bias             ->  [-1.0], [1.0]

    layer.eval()
    layer.forward(np.array([[1.0]]))               ->  [[11.073751]]
    layer.backward(np.array([[1.0]]))              ->  [[1.533930]]
"""

import numpy as np


class BatchNorm1d:
    """Batch normalization of the D columns of a batch; a new layer starts in training mode.

    Args:
        weight: the scale, float64 array of shape (D,).
        bias: the shift, float64 array of shape (D,).
        eps: added to the variance, inside the square root.
        momentum: the weight of each new batch in the running statistics.
    """

    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight = weight
        self.bias = bias
        self.eps = eps
        self.momentum = momentum
        self.running_mean = np.zeros(len(weight))
        self.running_var = np.ones(len(weight))
        self.training = True

    def train(self):
        """Switch to training mode: normalize with the batch statistics."""
        raise NotImplementedError("write train")

    def eval(self):
        """Switch to evaluation mode: normalize with the running statistics."""
        raise NotImplementedError("write eval")

    def forward(self, x):
        """Return the normalized batch, scaled and shifted, and save what backward needs.

        In training mode, also update self.running_mean and self.running_var with the batch statistics.

        Args:
            x: float64 array of shape (N, D); N is at least 2 in training mode and at least 1 in evaluation mode.

        Returns:
            Array of shape (N, D).
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x and set self.grad_weight and self.grad_bias.

        Args:
            grad_output: dL/dy, of shape (N, D).

        Returns:
            dL/dx, of shape (N, D), for the mode of the most recent forward call.
        """
        raise NotImplementedError("write backward")

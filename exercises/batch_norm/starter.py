"""Batch normalisation: every column of a batch gets mean 0 and variance 1, then a scale and a shift of its own.

Worked example, two rows, one column:

    layer = BatchNorm1d(weight=np.array([2.0]), bias=np.array([10.0]), eps=0.0, momentum=0.1)
    layer.forward(np.array([[1.0], [5.0]]))        ->  [[8.0], [12.0]]      the batch has mean 3 and variance 4
    layer.running_mean, layer.running_var          ->  [0.3], [1.7]         the unbiased variance is 8
    layer.backward(np.array([[1.0], [0.0]]))       ->  [[0.0], [0.0]]       two rows are always -1 and 1
    layer.grad_weight, layer.grad_bias             ->  [-1.0], [1.0]

    layer.eval()
    layer.forward(np.array([[1.0]]))               ->  [[11.073751]]
    layer.backward(np.array([[1.0]]))              ->  [[1.533930]]
"""

import numpy as np


class BatchNorm1d:
    """Batch normalisation of rows of D numbers; a new layer is in training mode.

    Args:
        weight: the scale, float64 array of shape (D,).
        bias: the shift, float64 array of shape (D,).
        eps: added to the variance, under the square root.
        momentum: how far the running statistics move towards those of each batch.
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
        """Switch to training: normalise by the batch."""
        raise NotImplementedError("write train")

    def eval(self):
        """Switch to evaluation: normalise by the running statistics."""
        raise NotImplementedError("write eval")

    def forward(self, x):
        """Return the normalised batch, scaled and shifted, and keep what backward needs.

        In training self.running_mean and self.running_var move towards the statistics of the batch.

        Args:
            x: float64 array of shape (N, D); N is at least 2 in training, at least 1 in evaluation.

        Returns:
            Array of shape (N, D).
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x and set self.grad_weight and self.grad_bias.

        Args:
            grad_output: dL/dy, of shape (N, D).

        Returns:
            dL/dx, of shape (N, D), for the mode in which the latest forward was made.
        """
        raise NotImplementedError("write backward")

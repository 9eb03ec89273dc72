"""Conv2d: one small kernel applied to every window of an image.

Worked example with one single-channel image, one 2 by 3 kernel, stride 2 and padding 1:

    layer = Conv2d(np.array([[[[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]]]]), np.array([1.0]), stride=2, padding=1)
    layer.forward(np.array([[[[1.0, 2.0, 0.0, 3.0],
                              [4.0, 1.0, 2.0, 1.0],
                              [0.0, 3.0, 1.0, 2.0]]]]))   ->  [[[[2.0, 5.0], [0.0, 8.0]]]]
    layer.backward(np.array([[[[1.0, -1.0],
                               [0.0, 2.0]]]]))            ->  [[[[1.0, -2.0, -1.0, 0.0],
                                                                 [0.0, 2.0, 0.0, -2.0],
                                                                 [0.0, 4.0, 2.0, 0.0]]]]
    layer.grad_weight                                     ->  [[[[2.0, 4.0, 2.0], [4.0, 3.0, 3.0]]]]
    layer.grad_bias                                       ->  [2.0]
"""

import numpy as np


class Conv2d:
    """A convolutional layer that computes a cross-correlation, as in PyTorch.

    Args:
        weight: float64 array of shape (F, C, KH, KW), one kernel per filter.
        bias: float64 array of shape (F,).
        stride: the number of pixels that the window moves down and to the right; an integer, at least 1.
        padding: the number of rows or columns of zeros on each side; an integer, at least 0 and less than KH and KW.
    """

    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding

    def forward(self, x):
        """Return the sum of products of each kernel with each window, plus the bias, and save what backward needs.

        Args:
            x: float64 array of shape (N, C, H, W).

        Returns:
            Array of shape (N, F, OH, OW), with OH = (H + 2 * padding - KH) // stride + 1 and OW likewise.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x and set self.grad_weight and self.grad_bias.

        Args:
            grad_output: dL/dy, of shape (N, F, OH, OW).

        Returns:
            dL/dx, of shape (N, C, H, W).
        """
        raise NotImplementedError("write backward")

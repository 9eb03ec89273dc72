"""MaxPool2d: the largest number of each window.

Worked example, one image of one channel, windows of 2 by 3 that move by 1 down and by 2 to the right:

    layer = MaxPool2d((2, 3), (1, 2))
    layer.forward(np.array([[[[1.0, 5.0, 2.0, 0.0, 3.0],
                              [4.0, 0.0, 7.0, 6.0, 1.0],
                              [2.0, 3.0, 1.0, 8.0, 2.0]]]]))   ->  [[[[7.0, 7.0], [7.0, 8.0]]]]
    layer.backward(np.array([[[[0.5, -1.0],
                               [2.0, 3.0]]]]))                 ->  [[[[0.0, 0.0, 0.0, 0.0, 0.0],
                                                                      [0.0, 0.0, 1.5, 0.0, 0.0],
                                                                      [0.0, 0.0, 0.0, 3.0, 0.0]]]]
"""

import numpy as np


class MaxPool2d:
    """The maximum over windows of an image.

    Args:
        kernel_size: height and width of the window: a pair (KH, KW), or one whole number for both.
        stride: how far the window moves, down and to the right: a pair (SH, SW), or one whole number for both.
    """

    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        """Return the largest element of each window and keep what backward needs.

        Args:
            x: float64 array of shape (N, C, H, W).

        Returns:
            Array of shape (N, C, OH, OW), with OH = (H - KH) // SH + 1 and OW = (W - KW) // SW + 1.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x.

        Args:
            grad_output: dL/dy, of shape (N, C, OH, OW).

        Returns:
            dL/dx, of shape (N, C, H, W).
        """
        raise NotImplementedError("write backward")

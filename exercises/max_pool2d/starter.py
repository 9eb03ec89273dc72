"""MaxPool2d: the largest value in each window.

Worked example with one single-channel image, 2 by 3 windows, and strides of 1 (down) and 2 (to the right):

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
    """The maximum of each window of an image.

    Args:
        kernel_size: the height and width of the window, as a pair (KH, KW) or one integer for both.
        stride: the numbers of pixels that the window moves down and to the right, as a pair (SH, SW) or one integer.
    """

    def __init__(self, kernel_size, stride):
        self.kernel_size = kernel_size
        self.stride = stride

    def forward(self, x):
        """Return the largest element in each window and save what backward needs.

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

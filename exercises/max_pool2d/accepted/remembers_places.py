import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


class MaxPool2d:
    """forward keeps where the winners are, and takes the output from there; backward adds the gradient there."""

    def __init__(self, kernel_size, stride):
        self.kernel_size = (kernel_size,) * 2 if np.ndim(kernel_size) == 0 else tuple(kernel_size)
        self.stride = (stride,) * 2 if np.ndim(stride) == 0 else tuple(stride)

    def forward(self, x):
        sh, sw = self.stride
        windows = sliding_window_view(x, self.kernel_size, axis=(2, 3))[:, :, ::sh, ::sw]
        flat = windows.reshape(*windows.shape[:4], -1)
        winner = flat.argmax(axis=-1)
        down, right = np.divmod(winner, self.kernel_size[1])
        rows = down + sh * np.arange(winner.shape[2])[:, None]
        columns = right + sw * np.arange(winner.shape[3])
        self.places = (*np.ogrid[: x.shape[0], : x.shape[1], :1, :1][:2], rows, columns)
        self.shape = x.shape
        return x[self.places]

    def backward(self, grad_output):
        grad_x = np.zeros(self.shape)
        np.add.at(grad_x, self.places, grad_output)
        return grad_x

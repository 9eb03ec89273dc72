"""Title: Pixels that are nearly as large as the maximum share its gradient.
Nudge: How close to the maximum may a pixel be and still not be the winner?
Hint: Compare with ==: the maximum is one of the elements, digit for digit.
Explanation: np.isclose calls numbers equal that differ by one part in 100,000, or by 1e-8. Only elements that equal
    the maximum exactly take part in a tie.
Stage: properties
"""

import numpy as np


def pair(size):
    return (size, size) if isinstance(size, int) else size


class MaxPool2d:
    def __init__(self, kernel_size, stride):
        self.kernel_size = pair(kernel_size)
        self.stride = pair(stride)

    def forward(self, x):
        n, c, h, w = x.shape
        kh, kw = self.kernel_size
        sh, sw = self.stride
        oh = (h - kh) // sh + 1
        ow = (w - kw) // sw + 1
        self.x = x
        out = np.zeros((n, c, oh, ow))
        for i in range(oh):
            for j in range(ow):
                window = x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                out[:, :, i, j] = window.max(axis=(2, 3))
        return out

    def backward(self, grad_output):
        n, c, h, w = self.x.shape
        kh, kw = self.kernel_size
        sh, sw = self.stride
        grad_x = np.zeros(self.x.shape)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                mask = np.isclose(window, window.max(axis=(2, 3), keepdims=True))
                mask = mask / mask.sum(axis=(2, 3), keepdims=True)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x

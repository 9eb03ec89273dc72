"""Title: Where several pixels tie, each of them gets the whole gradient.
Nudge: How much gradient leaves a window in which two pixels are the largest?
Hint: The shares of a window add up to its gradient: give it to one winner, or divide it by their number.
Explanation: window == window.max() is true for every pixel that ties, so mask · g hands out g several times. Take one
    of them (argmax), or share: mask / mask.sum(). Ties are common: after a ReLU many windows are all zeros.
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
                mask = window == window.max(axis=(2, 3), keepdims=True)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x

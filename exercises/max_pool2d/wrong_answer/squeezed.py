"""Title: Axes of length 1 are removed, so a single image comes back with the wrong shape.
Nudge: What shape does forward give for a batch of one image?
Hint: Leave out squeeze(): a batch of one image has shape (1, C, OH, OW).
Explanation: squeeze() removes every axis of length 1: the batch of a single image, a single channel, and the sizes of
    a single window. The output has four axes whatever their lengths.
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
        return out.squeeze()

    def backward(self, grad_output):
        n, c, h, w = self.x.shape
        kh, kw = self.kernel_size
        sh, sw = self.stride
        grad_output = grad_output.reshape(n, c, (h - kh) // sh + 1, -1)
        grad_x = np.zeros(self.x.shape)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                winner = window.reshape(n, c, -1).argmax(axis=2)
                mask = (winner[:, :, None] == np.arange(kh * kw)).reshape(n, c, kh, kw)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x

"""Title: All layers share one window and one stride.
Nudge: Two layers are made with different windows: which one does the first layer use then?
Hint: Keep them in self, not in the class or in a global variable.
Explanation: MaxPool2d.kernel_size and MaxPool2d.stride belong to the class, so the constructor of the second layer
    changes the first. Keep them in self.
Stage: properties
"""

import numpy as np


def pair(size):
    return (size, size) if isinstance(size, int) else size


class MaxPool2d:
    def __init__(self, kernel_size, stride):
        MaxPool2d.kernel_size = pair(kernel_size)
        MaxPool2d.stride = pair(stride)

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
                winner = window.reshape(n, c, -1).argmax(axis=2)
                mask = (winner[:, :, None] == np.arange(kh * kw)).reshape(n, c, kh, kw)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x

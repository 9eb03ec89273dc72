"""Title: The layer takes the mean of each window.
Nudge: What does the layer give for a window of 0, 0, 0 and 4?
Hint: Max pooling keeps the largest element.
Explanation: For 0, 0, 0, 4 the mean is 1 and the maximum 4. This is average pooling: y = max over the window, and its
    whole gradient goes to the winner.
Stage: forward
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
                out[:, :, i, j] = window.mean(axis=(2, 3))
        return out

    def backward(self, grad_output):
        n, c, h, w = self.x.shape
        kh, kw = self.kernel_size
        sh, sw = self.stride
        grad_x = np.zeros(self.x.shape)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += g / (kh * kw)
        return grad_x

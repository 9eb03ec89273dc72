"""Title: The gradient is divided by the number of windows that cover a pixel.
Nudge: If a pixel wins two windows and moves by a little, by how much do the two outputs move together?
Hint: A pixel that wins two windows has the sum of both gradients.
Explanation: Each window that a pixel wins moves with it one to one, so the loss moves by the sum of their upstream
    gradients. Being covered by a window, or by several, changes nothing.
Stage: backward
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
        count = np.zeros((h, w))
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                winner = window.reshape(n, c, -1).argmax(axis=2)
                mask = (winner[:, :, None] == np.arange(kh * kw)).reshape(n, c, kh, kw)
                g = grad_output[:, :, i, j, None, None]
                count[i * sh : i * sh + kh, j * sw : j * sw + kw] += 1.0
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x / np.maximum(count, 1.0)

"""Title: The size of the output uses the stride, the windows do not.
Nudge: At which row does the second window begin when the stride is 2?
Hint: Window (i, j) begins at (i · SH, j · SW), not at (i, j).
Explanation: The output has the right shape, but its windows lie side by side in the top left corner. Output i belongs
    to the rows i · SH to i · SH + KH.
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
                window = x[:, :, i : i + kh, j : j + kw]
                out[:, :, i, j] = window.max(axis=(2, 3))
        return out

    def backward(self, grad_output):
        n, c, h, w = self.x.shape
        kh, kw = self.kernel_size
        sh, sw = self.stride
        grad_x = np.zeros(self.x.shape)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i : i + kh, j : j + kw]
                winner = window.reshape(n, c, -1).argmax(axis=2)
                mask = (winner[:, :, None] == np.arange(kh * kw)).reshape(n, c, kh, kw)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i : i + kh, j : j + kw] += mask * g
        return grad_x

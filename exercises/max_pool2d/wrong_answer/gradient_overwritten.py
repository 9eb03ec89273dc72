"""Title: backward clips the caller's grad_output in place.
Nudge: Is grad_output the same after backward as before?
Hint: out=grad_output changes the array that was passed in; and nothing asks for clipping.
Explanation: np.clip with out= writes into the caller's own array, and a clipped gradient no longer grows with the
    upstream gradient. Use grad_output as it is and leave it as it is.
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
        np.clip(grad_output, -10.0, 10.0, out=grad_output)
        grad_x = np.zeros(self.x.shape)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                window = self.x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw]
                winner = window.reshape(n, c, -1).argmax(axis=2)
                mask = (winner[:, :, None] == np.arange(kh * kw)).reshape(n, c, kh, kw)
                g = grad_output[:, :, i, j, None, None]
                grad_x[:, :, i * sh : i * sh + kh, j * sw : j * sw + kw] += mask * g
        return grad_x

"""Title: The windows are cut with reshape, which cannot make windows that overlap.
Nudge: In how many windows can one pixel be after a reshape?
Hint: reshape deals every number out once; use it only where the stride equals the window and divides the image.
Explanation: x.reshape(N, C, H // KH, KH, W // KW, KW) lays windows side by side and needs H and W to be multiples of
    KH and KW. The stride has no say in it. In general cut each window by a slice, or use sliding_window_view.
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
        return x.reshape(n, c, h // kh, kh, w // kw, kw).max(axis=(3, 5))

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

"""Title: Where a pixel is named several times in one indexed +=, only one of its shares is added.
Nudge: What does a[[0, 0]] += 1 make of a zero?
Hint: Indexing with repeated places reads all of them first and writes each result over the last; np.add.at really
    adds.
Explanation: a[places] += b computes a[places] + b with the old values and writes it back, so of all windows that
    share a pixel only the last one written counts. np.add.at(a, places, b) adds every share; so do slices, window by
    window.
Stage: backward
"""

import numpy as np


class Conv2d:
    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight, self.bias = weight, bias
        self.stride, self.padding = stride, padding

    def _places(self, c, h, w):
        _, _, kh, kw = self.weight.shape
        oh = (h + 2 * self.padding - kh) // self.stride + 1
        ow = (w + 2 * self.padding - kw) // self.stride + 1
        channel = np.repeat(np.arange(c), kh * kw)[:, None]
        row = np.tile(np.repeat(np.arange(kh), kw), c)[:, None] + self.stride * np.repeat(np.arange(oh), ow)
        column = np.tile(np.arange(kw), c * kh)[:, None] + self.stride * np.tile(np.arange(ow), oh)
        return (channel, row, column), (oh, ow)

    def forward(self, x):
        n, c, h, w = x.shape
        p = self.padding
        self.places, (oh, ow) = self._places(c, h, w)
        padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        self.columns = padded[(slice(None), *self.places)]
        self.x_shape = x.shape
        out = self.weight.reshape(len(self.weight), -1) @ self.columns + self.bias[:, None]
        return out.reshape(n, -1, oh, ow)

    def backward(self, grad_output):
        n, c, h, w = self.x_shape
        p = self.padding
        g = grad_output.reshape(n, len(self.weight), -1)
        self.grad_weight = np.tensordot(g, self.columns, axes=([0, 2], [0, 2])).reshape(self.weight.shape)
        self.grad_bias = g.sum(axis=(0, 2))
        grad_columns = self.weight.reshape(len(self.weight), -1).T @ g
        grad_padded = np.zeros((n, c, h + 2 * p, w + 2 * p))
        grad_padded[(slice(None), *self.places)] += grad_columns
        return grad_padded[:, :, p : h + p, p : w + p]

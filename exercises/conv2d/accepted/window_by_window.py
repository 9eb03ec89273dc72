import numpy as np


class Conv2d:
    """All images and filters at once, one product of matrices for each window."""

    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding

    def _windows(self, shape):
        kh, kw = self.weight.shape[2:]
        for i, top in enumerate(range(0, shape[2] - kh + 1, self.stride)):
            for j, left in enumerate(range(0, shape[3] - kw + 1, self.stride)):
                yield (..., i, j), (..., slice(top, top + kh), slice(left, left + kw))

    def forward(self, x):
        p = self.padding
        self.padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        n, _, h, w = self.padded.shape
        f, _, kh, kw = self.weight.shape
        out = np.empty((n, f, (h - kh + self.stride) // self.stride, (w - kw + self.stride) // self.stride))
        for place, window in self._windows(self.padded.shape):
            out[place] = self.padded[window].reshape(n, -1) @ self.weight.reshape(f, -1).T + self.bias
        return out

    def backward(self, grad_output):
        n, f = grad_output.shape[:2]
        flat = self.weight.reshape(f, -1)
        grad_flat = np.zeros(flat.shape)
        grad_padded = np.zeros(self.padded.shape)
        for place, window in self._windows(self.padded.shape):
            g = grad_output[place]
            grad_flat += g.T @ self.padded[window].reshape(n, -1)
            grad_padded[window] += (g @ flat).reshape(self.padded[window].shape)
        self.grad_weight = grad_flat.reshape(self.weight.shape)
        self.grad_bias = grad_output.sum((0, 2, 3))
        p = self.padding
        return grad_padded[:, :, p:-p, p:-p] if p else grad_padded

import numpy as np


class Conv2d:
    """Image by image, filter by filter, window by window."""

    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding

    def forward(self, x):
        p, s = self.padding, self.stride
        n, c, h, w = x.shape
        f, _, kh, kw = self.weight.shape
        padded = np.zeros((n, c, h + 2 * p, w + 2 * p))
        padded[:, :, p : p + h, p : p + w] = x
        oh = 1 + (h + 2 * p - kh) // s
        ow = 1 + (w + 2 * p - kw) // s
        out = np.zeros((n, f, oh, ow))
        for image in range(n):
            for k in range(f):
                for i in range(oh):
                    for j in range(ow):
                        window = padded[image, :, i * s : i * s + kh, j * s : j * s + kw]
                        out[image, k, i, j] = (window * self.weight[k]).sum() + self.bias[k]
        self.cache = padded, h, w
        return out

    def backward(self, grad_output):
        padded, h, w = self.cache
        p, s = self.padding, self.stride
        f, _, kh, kw = self.weight.shape
        n, _, oh, ow = grad_output.shape
        grad_padded = np.zeros_like(padded)
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = np.zeros_like(self.bias)
        for image in range(n):
            for k in range(f):
                for i in range(oh):
                    for j in range(ow):
                        g = grad_output[image, k, i, j]
                        rows, columns = slice(i * s, i * s + kh), slice(j * s, j * s + kw)
                        self.grad_weight[k] += g * padded[image, :, rows, columns]
                        self.grad_bias[k] += g
                        grad_padded[image, :, rows, columns] += g * self.weight[k]
        return grad_padded[:, :, p : p + h, p : p + w]

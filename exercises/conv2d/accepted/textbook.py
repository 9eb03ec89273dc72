import numpy as np


class Conv2d:
    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding

    def forward(self, x):
        n, c, h, w = x.shape
        f, _, kh, kw = self.weight.shape
        s, p = self.stride, self.padding
        oh = (h + 2 * p - kh) // s + 1
        ow = (w + 2 * p - kw) // s + 1
        self.x = x
        self.padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        flat = self.weight.reshape(f, -1)
        out = np.zeros((n, f, oh, ow))
        for i in range(oh):
            for j in range(ow):
                window = self.padded[:, :, i * s : i * s + kh, j * s : j * s + kw]
                out[:, :, i, j] = window.reshape(n, -1) @ flat.T + self.bias
        return out

    def backward(self, grad_output):
        n, c, h, w = self.x.shape
        f, _, kh, kw = self.weight.shape
        s, p = self.stride, self.padding
        flat = self.weight.reshape(f, -1)
        grad_flat = np.zeros_like(flat)
        grad_padded = np.zeros_like(self.padded)
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                g = grad_output[:, :, i, j]
                window = self.padded[:, :, i * s : i * s + kh, j * s : j * s + kw]
                grad_flat += g.T @ window.reshape(n, -1)
                grad_padded[:, :, i * s : i * s + kh, j * s : j * s + kw] += (g @ flat).reshape(n, c, kh, kw)
        self.grad_weight = grad_flat.reshape(self.weight.shape)
        self.grad_bias = grad_output.sum(axis=(0, 2, 3))
        return grad_padded[:, :, p : p + h, p : p + w]

import numpy as np

class Conv2d:
    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight, self.bias = weight, bias
        self.stride, self.padding = stride, padding

    def forward(self, x):
        p, s = self.padding, self.stride
        n, c, h, w = x.shape
        f, _, kh, kw = self.weight.shape
        self.x_pad = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        oh, ow = (h + 2 * p - kh) // s + 1, (w + 2 * p - kw) // s + 1
        out = np.zeros((n, f, oh, ow))
        for i in range(oh):
            for j in range(ow):
                window = self.x_pad[:, :, i * s:i * s + kh, j * s:j * s + kw]
                out[:, :, i, j] = np.tensordot(window, self.weight, axes=([1, 2, 3], [1, 2, 3])) + self.bias
        return out

    def backward(self, grad_output):
        p, s = self.padding, self.stride
        f, _, kh, kw = self.weight.shape
        grad_pad = np.zeros_like(self.x_pad)
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = grad_output.sum(axis=(0, 2, 3))
        for i in range(grad_output.shape[2]):
            for j in range(grad_output.shape[3]):
                g = grad_output[:, :, i, j]
                window = self.x_pad[:, :, i * s:i * s + kh, j * s:j * s + kw]
                self.grad_weight += np.tensordot(g, window, axes=([0], [0]))
                grad_pad[:, :, i * s:i * s + kh, j * s:j * s + kw] += np.tensordot(g, self.weight, axes=([1], [0]))
        return grad_pad[:, :, p:-p, p:-p]

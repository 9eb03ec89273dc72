import numpy as np


def correlate(images, kernels):
    """Cross-correlation with stride 1: (N, C, H, W) and (F, C, KH, KW) give (N, F, OH, OW)."""
    kh, kw = kernels.shape[2:]
    oh, ow = images.shape[2] - kh + 1, images.shape[3] - kw + 1
    out = 0.0
    for k in range(kh):
        for m in range(kw):
            part = images[:, :, k : k + oh, m : m + ow]
            out = out + np.tensordot(kernels[:, :, k, m], part, axes=(1, 1))
    return out.transpose(1, 0, 2, 3)


class Conv2d:
    """All three are correlations: with the kernel, with the gradient, with the kernel turned by half a turn."""

    def __init__(self, weight, bias, stride=1, padding=0):
        self.weight = weight
        self.bias = bias
        self.stride = stride
        self.padding = padding

    def forward(self, x):
        p, s = self.padding, self.stride
        self.padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        return correlate(self.padded, self.weight)[:, :, ::s, ::s] + self.bias[:, np.newaxis, np.newaxis]

    def backward(self, grad_output):
        n, _, h, w = self.padded.shape
        f, _, kh, kw = self.weight.shape
        p, s = self.padding, self.stride
        spread = np.zeros((n, f, h - kh + 1, w - kw + 1))
        spread[:, :, ::s, ::s] = grad_output
        swapped = correlate(self.padded.transpose(1, 0, 2, 3), spread.transpose(1, 0, 2, 3))
        self.grad_weight = swapped.transpose(1, 0, 2, 3)
        self.grad_bias = grad_output.sum(axis=(0, 2, 3))
        room = ((0, 0), (0, 0), (kh - 1 - p, kh - 1 - p), (kw - 1 - p, kw - 1 - p))
        turned = self.weight[:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
        return correlate(np.pad(spread, room), turned)

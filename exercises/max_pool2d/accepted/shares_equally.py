import numpy as np


def pair(size):
    return tuple(np.broadcast_to(size, 2))


class MaxPool2d:
    """All images at once with a mask for each window; winners that tie share the gradient."""

    def __init__(self, kernel_size, stride):
        self.kernel_size = pair(kernel_size)
        self.stride = pair(stride)

    def _windows(self, x):
        (kh, kw), (sh, sw) = self.kernel_size, self.stride
        for i, top in enumerate(range(0, x.shape[2] - kh + 1, sh)):
            for j, left in enumerate(range(0, x.shape[3] - kw + 1, sw)):
                yield i, j, np.s_[:, :, top : top + kh, left : left + kw]

    def forward(self, x):
        self.x = x.copy()
        found = {(i, j): x[window].max(axis=(2, 3)) for i, j, window in self._windows(x)}
        rows, columns = max(found)
        out = np.empty((*x.shape[:2], rows + 1, columns + 1))
        for (i, j), largest in found.items():
            out[:, :, i, j] = largest
        self.out = out
        return out.copy()

    def backward(self, grad_output):
        grad_x = np.zeros_like(self.x)
        for i, j, window in self._windows(self.x):
            mask = self.x[window] == self.out[:, :, i : i + 1, j : j + 1]
            share = grad_output[:, :, i : i + 1, j : j + 1] / mask.sum(axis=(2, 3), keepdims=True)
            grad_x[window] += mask * share
        return grad_x

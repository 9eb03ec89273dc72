import numpy as np


class Linear:
    """Keeps the weight as (in, out) for itself."""

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self._w = np.ascontiguousarray(weight.T)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self._cache = (x,)
        y = np.dot(x, self._w)
        y += self.bias
        return y

    def backward(self, grad_output):
        (x,) = self._cache
        self.grad_weight = np.dot(x.T, grad_output).T
        self.grad_bias = np.ones(len(x)) @ grad_output
        return np.dot(grad_output, self._w.T)

import numpy as np


class Linear:
    """Every sum written out, row by row."""

    def __init__(self, weight, bias):
        self.weight = weight
        self.bias = bias
        self.grad_weight = None
        self.grad_bias = None

    def forward(self, x):
        self.rows = [row for row in x]
        n, out = len(x), len(self.bias)
        y = np.zeros((n, out))
        for r in range(n):
            for o in range(out):
                y[r, o] = sum(x[r, i] * self.weight[o, i] for i in range(x.shape[1])) + self.bias[o]
        return y

    def backward(self, grad_output):
        self.grad_weight = np.zeros_like(self.weight)
        self.grad_bias = np.zeros_like(self.bias)
        grad_x = np.zeros((len(self.rows), self.weight.shape[1]))
        for r, row in enumerate(self.rows):
            for o in range(len(self.bias)):
                self.grad_bias[o] += grad_output[r, o]
                self.grad_weight[o] += grad_output[r, o] * row
                grad_x[r] += grad_output[r, o] * self.weight[o]
        return grad_x

"""Title: The gradient of the input lacks the path through the mean.
Nudge: On how many rows does the mean of a column depend?
Hint: Every x moves the mean, and the mean moves every row: subtract the mean of the gradient over the rows.
Explanation: x̂ = (x - mean) / √(var + eps). The mean holds 1/N of every x, so each row receives -mean(ĝ) from all of
    them, with ĝ = grad_output · weight. Then each column of dL/dx adds up to zero.
Stage: backward
"""

import numpy as np


class BatchNorm1d:
    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight, self.bias = weight, bias
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = np.zeros(len(weight)), np.ones(len(weight))
        self.training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            n = len(x)
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.by_batch = self.training
        self.std = np.sqrt(var + self.eps)
        self.hat = (x - mean) / self.std
        return self.weight * self.hat + self.bias

    def backward(self, grad_output):
        self.grad_weight = (grad_output * self.hat).sum(axis=0)
        self.grad_bias = grad_output.sum(axis=0)
        grad_hat = grad_output * self.weight
        if not self.by_batch:
            return grad_hat / self.std
        through_mean = 0.0
        through_var = self.hat * (grad_hat * self.hat).mean(axis=0)
        return (grad_hat - through_mean - through_var) / self.std

"""Title: The batch is normalised with the unbiased variance.
Nudge: By which number does the variance divide that stands below the fraction?
Hint: Normalise with the biased variance, np.var without ddof; the N - 1 is for the running variance only.
Explanation: Inside the layer the variance is the mean of the squared deviations, with 1/N, so that the normalised batch
    has variance 1. Only the running variance, which stands for data not seen, uses 1/(N - 1).
Stage: forward
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
        if self.training:
            var = var * n / (n - 1)
        self.std = np.sqrt(var + self.eps)
        self.hat = (x - mean) / self.std
        return self.weight * self.hat + self.bias

    def backward(self, grad_output):
        self.grad_weight = (grad_output * self.hat).sum(axis=0)
        self.grad_bias = grad_output.sum(axis=0)
        grad_hat = grad_output * self.weight
        if not self.by_batch:
            return grad_hat / self.std
        through_mean = grad_hat.mean(axis=0)
        through_var = self.hat * (grad_hat * self.hat).mean(axis=0)
        return (grad_hat - through_mean - through_var) / self.std

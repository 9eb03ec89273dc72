import numpy as np


class BatchNorm1d:
    """Every node of the graph by itself."""

    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight = weight
        self.bias = bias
        self.eps = eps
        self.momentum = momentum
        self.running_mean = np.zeros_like(weight)
        self.running_var = np.ones_like(weight)
        self.training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        self.used_batch = self.training
        if self.training:
            n = x.shape[0]
            mean = x.sum(axis=0) / n
            self.centered = x - mean
            var = (self.centered**2).sum(axis=0) / n
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        else:
            self.centered = x - self.running_mean
            var = self.running_var
        self.std = np.sqrt(var + self.eps)
        self.normalized = self.centered / self.std
        return self.weight * self.normalized + self.bias

    def backward(self, grad_output):
        self.grad_bias = grad_output.sum(axis=0)
        self.grad_weight = (grad_output * self.normalized).sum(axis=0)
        grad_normalized = grad_output * self.weight
        if not self.used_batch:
            return grad_normalized / self.std
        n = grad_output.shape[0]
        grad_std = -(grad_normalized * self.centered).sum(axis=0) / self.std**2
        grad_var = 0.5 * grad_std / self.std
        grad_centered = grad_normalized / self.std + 2.0 / n * self.centered * grad_var
        return grad_centered - grad_centered.sum(axis=0) / n

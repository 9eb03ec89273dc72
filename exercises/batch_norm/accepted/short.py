import numpy as np


class BatchNorm1d:
    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight, self.bias = weight, bias
        self.eps, self.momentum = eps, momentum
        self.running_mean, self.running_var = np.zeros(len(weight)), np.ones(len(weight))
        self.training = True

    def train(self):
        self.training = True
        return self

    def eval(self):
        self.training = False
        return self

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean += self.momentum * (mean - self.running_mean)
            self.running_var += self.momentum * (x.var(axis=0, ddof=1) - self.running_var)
        else:
            mean, var = self.running_mean, self.running_var
        inverse = 1.0 / np.sqrt(var + self.eps)
        normalized = (x - mean) * inverse
        self.cache = normalized, inverse, self.training
        return normalized * self.weight + self.bias

    def backward(self, grad_output):
        normalized, inverse, by_batch = self.cache
        self.grad_weight = np.einsum("nd,nd->d", grad_output, normalized)
        self.grad_bias = grad_output.sum(axis=0)
        grad = grad_output
        if by_batch:
            n = len(grad)
            grad = grad - self.grad_bias / n - normalized * self.grad_weight / n
        return grad * (self.weight * inverse)

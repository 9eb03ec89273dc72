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
        through_mean = grad_hat.mean(axis=0)
        through_var = self.hat * (grad_hat * self.hat).mean(axis=0)
        return (grad_hat - through_mean - through_var) / self.std

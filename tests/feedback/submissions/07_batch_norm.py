import numpy as np

class BatchNorm1d:
    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight, self.bias, self.eps, self.momentum = weight, bias, eps, momentum
        self.running_mean = np.zeros(len(weight))
        self.running_var = np.ones(len(weight))
        self.training = True

    def train(self):
        self.training = True

    def eval(self):
        self.training = False

    def forward(self, x):
        if self.training:
            mean, var = x.mean(axis=0), x.var(axis=0)
            n = len(x)
            self.running_mean = (1 - self.momentum) * self.running_mean + self.momentum * mean
            self.running_var = (1 - self.momentum) * self.running_var + self.momentum * var * n / (n - 1)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.weight * self.x_hat + self.bias

    def backward(self, grad_output):
        self.grad_weight = (grad_output * self.x_hat).sum(axis=0)
        self.grad_bias = grad_output.sum(axis=0)
        g = grad_output * self.weight
        if not self.training:
            return g / self.std
        return (g - self.x_hat * (g * self.x_hat).mean(axis=0)) / self.std

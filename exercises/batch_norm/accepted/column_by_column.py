import numpy as np


class BatchNorm1d:
    """One column after the other, with plain sums."""

    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight, self.bias, self.eps, self.momentum = weight, bias, eps, momentum
        self.running_mean = np.array([0.0 for _ in weight])
        self.running_var = np.array([1.0 for _ in weight])
        self.mode = "train"

    def train(self):
        self.mode = "train"

    def eval(self):
        self.mode = "eval"

    def forward(self, x):
        n, d = x.shape
        out = np.zeros((n, d))
        self.hat = np.zeros((n, d))
        self.root = np.zeros(d)
        self.mode_of_forward = self.mode
        for j in range(d):
            mean, var = self.running_mean[j], self.running_var[j]
            if self.mode == "train":
                mean = sum(x[:, j]) / n
                squares = sum((value - mean) ** 2 for value in x[:, j])
                var = squares / n
                m = self.momentum
                self.running_mean[j] = m * mean + (1 - m) * self.running_mean[j]
                self.running_var[j] = m * squares / (n - 1) + (1 - m) * self.running_var[j]
            self.root[j] = (var + self.eps) ** 0.5
            for i in range(n):
                self.hat[i, j] = (x[i, j] - mean) / self.root[j]
                out[i, j] = self.weight[j] * self.hat[i, j] + self.bias[j]
        return out

    def backward(self, grad_output):
        n, d = grad_output.shape
        grad = np.zeros((n, d))
        self.grad_weight, self.grad_bias = np.zeros(d), np.zeros(d)
        for j in range(d):
            g, hat = grad_output[:, j], self.hat[:, j]
            self.grad_bias[j] = sum(g)
            self.grad_weight[j] = g @ hat
            if self.mode_of_forward == "train":
                g = g - np.mean(g) - hat * np.mean(g * hat)
            grad[:, j] = g * self.weight[j] / self.root[j]
        return grad

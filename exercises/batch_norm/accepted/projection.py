import numpy as np


class BatchNorm1d:
    """Keeps x and the statistics in use, recomputes the rest, and writes the mean as a matrix product."""

    def __init__(self, weight, bias, eps=1e-5, momentum=0.1):
        self.weight = np.array(weight)
        self.bias = np.array(bias)
        self.eps = eps
        self.momentum = momentum
        self.running_mean = 0.0 * self.weight
        self.running_var = 0.0 * self.weight + 1.0
        self._set_mode(True)

    def __call__(self, x):
        return self.forward(x)

    def _set_mode(self, training):
        self._training = training

    def train(self, mode=True):
        self._set_mode(mode)

    def eval(self):
        self._set_mode(False)

    def _statistics(self, x):
        mean = np.mean(x, axis=0, keepdims=True)
        return mean, np.mean(np.square(x - mean), axis=0, keepdims=True)

    def forward(self, x):
        if self._training:
            mean, var = self._statistics(x)
            rows = float(len(x))
            old = 1.0 - self.momentum
            self.running_mean = old * self.running_mean + self.momentum * mean[0]
            self.running_var = old * self.running_var + self.momentum * rows / (rows - 1.0) * var[0]
        else:
            mean, var = self.running_mean[np.newaxis].copy(), self.running_var[np.newaxis].copy()
        self._x, self._mean, self._var, self._by_batch = x.copy(), mean, var, self._training
        return (x - mean) * (var + self.eps) ** -0.5 * self.weight + self.bias

    def backward(self, grad_output):
        scale = (self._var + self.eps) ** -0.5
        hat = (self._x - self._mean) * scale
        self.grad_weight = np.diag(grad_output.T @ hat).copy()
        self.grad_bias = np.ones(len(hat)) @ grad_output
        out = grad_output * self.weight
        if self._by_batch:
            along = np.mean(out * hat, axis=0, keepdims=True)
            out = out - np.full((len(hat), len(hat)), 1.0 / len(hat)) @ out - hat * along
        return out * scale

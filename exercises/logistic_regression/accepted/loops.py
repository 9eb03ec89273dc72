import math

import numpy as np


class LogisticRegression:
    """Row by row, in plain Python."""

    def __init__(self, n_features):
        self.weight = np.zeros(n_features)
        self.bias = 0.0

    def logit(self, row):
        return sum(w * v for w, v in zip(self.weight, row)) + self.bias

    def loss_and_grads(self, x, y):
        n, loss, grad_weight, grad_bias = len(x), 0.0, np.zeros(len(self.weight)), 0.0
        for row, label in zip(x, y):
            z = float(self.logit(row))
            if z > 0:
                p = 1 / (1 + math.exp(-z))
                loss += z + math.log1p(math.exp(-z)) - label * z
            else:
                p = math.exp(z) / (1 + math.exp(z))
                loss += math.log1p(math.exp(z)) - label * z
            for i in range(len(row)):
                grad_weight[i] += (p - label) * row[i] / n
            grad_bias += (p - label) / n
        return float(loss / n), [grad_weight, float(grad_bias)]

    def fit(self, x, y, lr, steps):
        history = []
        while len(history) < steps:
            loss, grads = self.loss_and_grads(x, y)
            history += [loss]
            self.weight, self.bias = self.weight - lr * grads[0], self.bias - lr * grads[1]
        return tuple(history)

    def predict(self, x):
        return np.array([self.logit(row) > 0 for row in x])

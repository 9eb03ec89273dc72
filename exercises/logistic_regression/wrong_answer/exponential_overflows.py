"""Title: The loss is computed with exp(z), which overflows.
Nudge: What is np.exp(1000)?
Hint: There is a function of NumPy for log(exp(a) + exp(b)).
Explanation: exp(1000) is inf, and so is log(1 + inf), though the right value is 1000. np.logaddexp(0, z) computes
    log(1 + e^z) without the overflow.
Stage: properties
"""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


class LogisticRegression:
    def __init__(self, n_features):
        self.weight = np.zeros(n_features)
        self.bias = 0.0

    def loss_and_grads(self, x, y):
        z = x @ self.weight + self.bias
        loss = np.mean(np.log(1.0 + np.exp(z)) - y * z)
        error = sigmoid(z) - y
        return loss, (x.T @ error / len(y), error.mean())

    def fit(self, x, y, lr, steps):
        losses = []
        for _ in range(steps):
            loss, (grad_weight, grad_bias) = self.loss_and_grads(x, y)
            self.weight = self.weight - lr * grad_weight
            self.bias = self.bias - lr * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

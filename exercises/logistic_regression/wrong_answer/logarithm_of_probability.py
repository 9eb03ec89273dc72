"""Title: The loss takes the logarithm of a probability that has become 0 or 1.
Nudge: What is p for z = 1000, and what is log(1 - p)?
Hint: Compute the loss from z, without the way over p.
Explanation: σ(1000) rounds to exactly 1, log(1 - p) is -inf, and 0 times inf is not a number. log(1 + e^z) - y z is
    the same loss and always finite: np.logaddexp(0, z) - y * z.
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
        p = sigmoid(z)
        loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
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

"""Title: The loss has the wrong sign.
Nudge: Can the log-loss be negative?
Hint: A probability is at most 1, so its logarithm is at most 0: where does the minus of the formula go?
Explanation: L = -(1/N) Σ (y log p + (1 - y) log(1 - p)) is never negative. Without the minus it is a log-likelihood,
    which one would climb and not descend.
Stage: forward
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
        loss = np.mean(y * z - np.logaddexp(0.0, z))
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

"""Title: fit never changes the bias.
Nudge: Which parameters have moved after fit?
Hint: There are two parameters and two gradients.
Explanation: Both parameters take part in every step: b ← b - lr · grad_bias as well.
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
        loss = np.mean(np.logaddexp(0.0, z) - y * z)
        error = sigmoid(z) - y
        return loss, (x.T @ error / len(y), error.mean())

    def fit(self, x, y, lr, steps):
        losses = []
        for _ in range(steps):
            loss, (grad_weight, grad_bias) = self.loss_and_grads(x, y)
            self.weight = self.weight - lr * grad_weight
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

"""Title: The gradients point the other way.
Nudge: In which direction does the loss grow when p is larger than y?
Hint: Look at the order of the two in the difference.
Explanation: The derivative of the loss with respect to z is p - y. With y - p the gradients point downhill, and fit,
    which subtracts them, climbs.
Stage: backward
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
        error = y - sigmoid(z)
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

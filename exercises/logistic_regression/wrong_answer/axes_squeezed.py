"""Title: x is squeezed, so a batch of one row or one feature loses an axis.
Nudge: Which shape has x when there is one feature, and which after squeeze?
Hint: Leave out squeeze(): one feature is an axis of length 1, and so is one row.
Explanation: squeeze() removes every axis of length 1: (N, 1) becomes (N,), and (1, n) becomes (n,). x @ weight then
    no longer has one logit for each row.
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
        z = x.squeeze() @ self.weight + self.bias
        loss = np.mean(np.logaddexp(0.0, z) - y * z)
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

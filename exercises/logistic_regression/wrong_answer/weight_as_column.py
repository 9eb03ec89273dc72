"""Title: The weight is a column of shape (n, 1).
Nudge: Which shape does x @ weight have, and which shape has y?
Hint: The statement says which shape weight has.
Explanation: weight has shape (n,), and x @ weight then has shape (N,), like y. With a column, x @ weight is (N, 1),
    and minus y of shape (N,) it becomes (N, N).
Stage: forward
"""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


class LogisticRegression:
    def __init__(self, n_features):
        self.weight = np.zeros((n_features, 1))
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
            self.bias = self.bias - lr * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

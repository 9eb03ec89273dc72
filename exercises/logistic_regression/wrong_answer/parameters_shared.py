"""Title: All models share one weight and one bias.
Nudge: Where do two models keep their parameters?
Hint: Keep them in self, not in the class.
Explanation: LogisticRegression.weight is one array for all objects: training the second model changes the first.
    self.weight belongs to one object.
Stage: properties
"""

import numpy as np


def sigmoid(z):
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


class LogisticRegression:
    def __init__(self, n_features):
        LogisticRegression.weight = np.zeros(n_features)
        LogisticRegression.bias = 0.0

    def loss_and_grads(self, x, y):
        z = x @ self.weight + self.bias
        loss = np.mean(np.logaddexp(0.0, z) - y * z)
        error = sigmoid(z) - y
        return loss, (x.T @ error / len(y), error.mean())

    def fit(self, x, y, lr, steps):
        losses = []
        for _ in range(steps):
            loss, (grad_weight, grad_bias) = self.loss_and_grads(x, y)
            LogisticRegression.weight = self.weight - lr * grad_weight
            LogisticRegression.bias = self.bias - lr * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

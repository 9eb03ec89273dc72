"""Title: fit begins at zeros each time it is called.
Nudge: What should two calls of fit with 20 steps give, compared with one of 40?
Hint: fit continues from the current parameters; the constructor has set the first ones.
Explanation: A second fit continues where the first one ended. Setting weight and bias to zeros at the beginning of
    fit throws away what was learnt.
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
        self.weight = np.zeros(x.shape[1])
        self.bias = 0.0
        losses = []
        for _ in range(steps):
            loss, (grad_weight, grad_bias) = self.loss_and_grads(x, y)
            self.weight = self.weight - lr * grad_weight
            self.bias = self.bias - lr * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

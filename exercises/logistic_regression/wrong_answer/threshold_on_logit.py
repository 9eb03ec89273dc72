"""Title: predict compares the logit with 0.5.
Nudge: Which logit belongs to the probability 1/2?
Hint: The threshold 0.5 is for the probability; what is compared here?
Explanation: σ(z) > 0.5 where z > 0. Comparing z itself with 0.5 moves the border to a probability of 0.62.
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
        return (x @ self.weight + self.bias > 0.5).astype(int)

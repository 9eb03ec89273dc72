"""Title: The learning rate shrinks from step to step.
Nudge: How long is the fifth step, compared with the first?
Hint: The exercise asks for the same lr in every step.
Explanation: Every step is lr times the gradient. Dividing lr by the number of the step is a schedule, which nobody
    asked for here.
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
            rate = lr / (1 + len(losses))
            self.weight = self.weight - rate * grad_weight
            self.bias = self.bias - rate * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

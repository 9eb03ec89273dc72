"""Title: The sigmoid is computed as exp(z) / (1 + exp(z)), which is not a number for large z.
Nudge: What is inf divided by inf?
Hint: Find a form of the sigmoid in which only exp of a negative number appears.
Explanation: For z = 1000 numerator and denominator are both inf. 1 / (1 + exp(-z)) is right there; with exp(-|z|)
    both sides are safe.
Stage: properties
"""

import numpy as np


def sigmoid(z):
    return np.exp(z) / (1.0 + np.exp(z))


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
        return (x @ self.weight + self.bias > 0).astype(int)

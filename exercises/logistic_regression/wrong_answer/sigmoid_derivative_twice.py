"""Title: The gradients contain the derivative of the sigmoid once more.
Nudge: What is left of p (1 - p) after the derivative of the logarithm is multiplied in?
Hint: Derive log(1 + e^z) - y z with respect to z.
Explanation: ∂L/∂p contains 1 / (p (1 - p)), and ∂p/∂z = p (1 - p): they cancel, and p - y is all that is left. With
    the factor the gradient vanishes exactly where the model is sure and wrong.
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
        p = sigmoid(z)
        error = (p - y) * p * (1 - p)
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

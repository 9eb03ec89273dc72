"""Title: fit goes through the rows one by one instead of using all of them in each step.
Nudge: How many rows take part in one step?
Hint: Which rows does the call inside the loop get?
Explanation: The exercise asks for gradient descent on all rows: one gradient, the mean over all of them, in each
    step. One row at a time is stochastic gradient descent.
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
            row = slice(len(losses) % len(y), len(losses) % len(y) + 1)
            loss, (grad_weight, grad_bias) = self.loss_and_grads(x[row], y[row])
            self.weight = self.weight - lr * grad_weight
            self.bias = self.bias - lr * grad_bias
            losses.append(loss)
        return losses

    def predict(self, x):
        return (x @ self.weight + self.bias > 0).astype(int)

"""Title: The loss is the sum over the rows, not their mean.
Nudge: How does the loss change when every row appears twice?
Hint: The formula begins with 1/N: look at what is done with the losses of the rows.
Explanation: The log-loss of the batch is the mean of the losses of its rows, (1/N) Σ (log(1 + e^z) - y z). A sum
    grows with the number of rows, and a learning rate that suits ten rows is far too large for a thousand.
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
        loss = np.sum(np.logaddexp(0.0, z) - y * z)
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

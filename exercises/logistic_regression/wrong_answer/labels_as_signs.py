"""Title: The loss treats the labels as -1 and +1.
Nudge: What does y = 0 do in the formula of the loss?
Hint: log(1 + exp(-y z)) is right for labels -1 and +1; here they are 0 and 1.
Explanation: With y = 0 the expression log(1 + exp(-y z)) is log 2 for every z. Either turn the labels into signs
    first, s = 2y - 1, or use log(1 + e^z) - y z.
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
        loss = np.mean(np.logaddexp(0.0, -y * z))
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

"""Title: loss_and_grads changes the parameters.
Nudge: What is the loss when loss_and_grads is called twice in a row?
Hint: loss_and_grads only computes; fit makes the steps.
Explanation: A step of descent inside loss_and_grads makes every look at the loss a step of training. It must leave
    weight and bias as they are.
Stage: gradcheck
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
        grads = (x.T @ error / len(y), error.mean())
        self.weight = self.weight - 0.01 * grads[0]
        return loss, grads

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

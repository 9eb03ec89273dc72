"""Title: predict gives one half where the logit is exactly 0.
Nudge: What is the sign of zero?
Hint: Try predict on a new model, whose logits are all 0.
Explanation: np.sign(0) is 0, so (sign + 1) / 2 gives 0.5 there, which is no label. Either label is right at a tie: z
    > 0 and z >= 0 give one of them.
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
        return (np.sign(x @ self.weight + self.bias) + 1) / 2

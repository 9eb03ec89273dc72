import numpy as np


class LogisticRegression:
    """Labels as signs: the loss of a row is log(1 + exp(-s z)), with s = +1 or -1."""

    def __init__(self, n_features):
        self.weight, self.bias = np.zeros((n_features,)), np.float64(0)

    def _margins(self, x, y):
        signs = np.where(y == 1, 1.0, -1.0)
        return signs, signs * (np.dot(x, self.weight) + self.bias)

    def loss_and_grads(self, x, y):
        signs, margins = self._margins(x, y)
        loss = np.mean(np.maximum(-margins, 0) + np.log1p(np.exp(-np.abs(margins))))
        slope = -signs * 0.5 * (1.0 - np.tanh(margins / 2.0))
        return loss, (np.mean(slope[:, None] * x, axis=0), np.mean(slope))

    def fit(self, x, y, lr, steps):
        losses = np.empty(steps)
        for step in range(steps):
            losses[step], grads = self.loss_and_grads(x, y)
            self.weight = self.weight - lr * grads[0]
            self.bias = self.bias - lr * grads[1]
        return losses

    def predict(self, x):
        return np.where(x.dot(self.weight) + self.bias >= 0, 1.0, 0.0)

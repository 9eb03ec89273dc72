import numpy as np


class BCEWithLogitsLoss:
    """Picks the logit with its sign, and takes the sigmoid from tanh."""

    def __call__(self, prediction, target):
        return self.forward(prediction, target)

    def forward(self, prediction, target):
        self._cache = (prediction, target)
        return np.logaddexp(0.0, (1.0 - 2.0 * target) * prediction).mean()

    def backward(self):
        z, y = self._cache
        return (0.5 * np.tanh(0.5 * z) + 0.5 - y) / z.size

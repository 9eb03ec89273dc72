import numpy as np


class BCEWithLogitsLoss:
    """max(z, 0) - y z + log(1 + exp(-|z|)): the exponent is never positive."""

    def forward(self, prediction, target):
        small = np.exp(-np.abs(prediction))
        self.probability = np.where(prediction >= 0, 1.0, small) / (1.0 + small)
        self.target = target.copy()
        losses = np.maximum(prediction, 0.0) - target * prediction + np.log1p(small)
        return losses.sum() / losses.size

    def backward(self):
        gradient = self.probability - self.target
        gradient /= gradient.size
        return gradient

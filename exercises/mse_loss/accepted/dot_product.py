import numpy as np


class MSELoss:
    """The squared length of the difference, as a product of a vector with itself."""

    def forward(self, prediction, target):
        difference = np.subtract(target, prediction)
        self.cache = difference, 1.0 / difference.size
        flat = difference.ravel()
        return float(flat @ flat) * self.cache[1]

    def backward(self):
        difference, weight = self.cache
        return -2.0 * weight * difference

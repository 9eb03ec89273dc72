import math

import numpy as np


class BCEWithLogitsLoss:
    """One element after the other; the label decides the formula."""

    def forward(self, prediction, target):
        self.grad = np.zeros(prediction.shape)
        total = 0.0
        for index in np.ndindex(prediction.shape):
            sign = 1.0 if target[index] == 1 else -1.0
            margin = sign * prediction[index]
            if margin >= 0:
                small = math.exp(-margin)
                total += math.log1p(small)
                self.grad[index] = -sign * small / (1.0 + small)
            else:
                small = math.exp(margin)
                total += math.log1p(small) - margin
                self.grad[index] = -sign / (1.0 + small)
        self.grad /= prediction.size
        return total / prediction.size

    def backward(self):
        return self.grad.copy()

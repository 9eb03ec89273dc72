"""Title: The gradient has the wrong sign: it points from the prediction to the target.
Nudge: If a prediction is too large, must the gradient there be positive or negative?
Hint: The difference is prediction - target, in this order.
Explanation: dL/dp = 2 (p - t) / M. Where the prediction is too large, making it larger raises the loss, so the gradient
    is positive. Swapped around, gradient descent would run away from the target.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return -2 * self.error / self.error.size

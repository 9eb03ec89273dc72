"""Title: backward returns one number instead of one for each element.
Nudge: What shape does a gradient have?
Hint: The gradient has the shape of the prediction: do not average it.
Explanation: The mean belongs to the loss. Each element has a slope of its own, 2 (p_i - t_i) / M; np.mean in backward
    mixes them into one.
Stage: backward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error**2)

    def backward(self):
        return np.mean(2 * self.error)

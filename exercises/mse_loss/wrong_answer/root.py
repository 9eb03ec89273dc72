"""Title: forward takes the square root of the mean.
Nudge: What is the unit of your loss if the prediction is in metres?
Hint: That is the root mean squared error; leave out np.sqrt.
Explanation: The root belongs to the RMSE, which is used to report errors. This loss is the mean of the squares itself;
    its gradient, 2 (p - t) / M, would be another one with a root.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.sqrt(np.mean(self.error**2))

    def backward(self):
        return 2 * self.error / self.error.size

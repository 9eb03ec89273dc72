"""Title: The differences are made positive by |e| instead of being squared.
Nudge: How much more should an error of 2 cost than an error of 1?
Hint: That is the mean absolute error; square the differences instead.
Explanation: The mean absolute error, mean(|p - t|), grows linearly with the error. The mean squared error is mean((p -
    t)²): twice the error costs four times as much.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(np.abs(self.error))

    def backward(self):
        return np.sign(self.error) / self.error.size

"""Title: The mean is taken before the square, so errors of opposite sign cancel.
Nudge: What does your loss say about the errors +1 and -1?
Hint: Square each difference first, then take the mean.
Explanation: mean(e)² is the square of the average error and is 0 for errors of +1 and -1. The loss is mean(e²): each
    error is squared by itself.
Stage: forward
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        self.error = prediction - target
        return np.mean(self.error) ** 2

    def backward(self):
        return 2 * self.error / self.error.size

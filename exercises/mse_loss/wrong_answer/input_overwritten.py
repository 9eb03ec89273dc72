"""Title: forward subtracts the target inside the caller's array.
Nudge: What does the prediction contain after forward?
Hint: -= changes the array that was passed in; write the difference into a new variable.
Explanation: prediction -= target works in place: the caller's predictions are gone afterwards. error = prediction -
    target makes a new array.
Stage: properties
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        prediction -= target
        self.error = prediction
        return np.mean(self.error**2)

    def backward(self):
        return 2 * self.error / self.error.size

"""Title: backward belongs to the first forward, not to the latest.
Nudge: What happens to the stored difference in the second forward?
Hint: Set self.error anew in every forward.
Explanation: In training, forward is called once for each batch. What backward needs must be replaced each time; here it
    is stored once and kept.
Stage: properties
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        if not hasattr(self, "error"):
            self.error = prediction - target
        return np.mean((prediction - target) ** 2)

    def backward(self):
        return 2 * self.error / self.error.size

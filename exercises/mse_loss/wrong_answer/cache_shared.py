"""Title: All losses share one memory: what one remembers overwrites that of another.
Nudge: Where does the difference live: in this object, or in the class?
Hint: Keep the difference in self, not in the class or in a global variable.
Explanation: An attribute of the class is one place for all its objects. With two losses in a program, the backward of
    the first would use the difference of the second. self.error belongs to one object.
Stage: properties
"""

import numpy as np


class MSELoss:
    def forward(self, prediction, target):
        MSELoss.error = prediction - target
        return np.mean(MSELoss.error**2)

    def backward(self):
        return 2 * MSELoss.error / MSELoss.error.size

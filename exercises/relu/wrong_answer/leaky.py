"""Title: The negative side leaks: it has a slope of 0.01.
Nudge: What should the output be for x = -100?
Hint: That is Leaky ReLU; here negative inputs give exactly 0, and so does their gradient.
Explanation: np.where(x > 0, x, 0.01 * x) is Leaky ReLU, which has a slope on the negative side. ReLU gives exactly 0
    there, and so its gradient is 0 as well.
Stage: forward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, 0.01 * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, 0.01 * grad_output)

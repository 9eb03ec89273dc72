"""Title: Forward computes the scaled 1.7159 tanh(2x / 3).
Nudge: Towards which number does the output go for large x?
Hint: That is LeCun's scaled variant; here it is tanh(x), without constants.
Explanation: LeCun recommended 1.7159 tanh(2x / 3) so that the outputs ±1 belong to the inputs ±1. The exercise asks
    for tanh(x) itself, which ends at ±1.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(2.0 * x / 3.0)
        return 1.7159 * self.t

    def backward(self, grad_output):
        return grad_output * 1.7159 * 2.0 / 3.0 * (1.0 - self.t**2)

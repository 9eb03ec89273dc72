"""Title: Forward computes the sigmoid instead of tanh.
Nudge: What should the output be for x = 0, and what for very negative x?
Hint: The sigmoid goes from 0 to 1, tanh from -1 to 1 through 0: use np.tanh.
Explanation: 1 / (1 + exp(-x)) lies between 0 and 1, around 0.5. tanh lies between -1 and 1, around 0. They are related
    by tanh(x) = 2 sigmoid(2x) - 1.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.s = 1.0 / (1.0 + np.exp(-x))
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)

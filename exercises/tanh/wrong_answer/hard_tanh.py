"""Title: Forward cuts x off at -1 and 1 instead of bending it.
Nudge: Is the output at x = 0.9 equal to x?
Hint: That is hard tanh; tanh bends smoothly: np.tanh.
Explanation: np.clip(x, -1, 1) is a cheap stand-in with corners at ±1 and a slope of exactly 1 or 0. tanh(x) is smooth,
    and its derivative is 1 - t² at every point.
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.x = x
        return np.clip(x, -1.0, 1.0)

    def backward(self, grad_output):
        return grad_output * (np.abs(self.x) < 1.0)

"""Title: Forward computes the tangent tan(x) instead of tanh(x).
Nudge: Can an output be larger than 1?
Hint: np.tan is the trigonometric tangent; np.tanh is the hyperbolic one.
Explanation: tan has a pole at π/2 and repeats; tanh rises once, from -1 to 1. They differ by one letter in NumPy, and
    in the sign in their derivatives: 1 + tan² and 1 - tanh².
Stage: forward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tan(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 + self.t**2)

"""Title: The gradient uses 1 + t² instead of 1 - t².
Nudge: What should the gradient be far from 0, where the curve is flat?
Hint: 1 + tan² is the derivative of the tangent; that of the hyperbolic tangent has a minus.
Explanation: 1 + t² grows to 2 where tanh is flat and the gradient must fade to 0. The trigonometric tangent has the
    derivative 1 + tan²; for the hyperbolic one the sign changes: 1 - t².
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 + self.t**2)

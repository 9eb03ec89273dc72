"""Title: Forward computes tanh instead of the sigmoid.
Nudge: Between which two numbers do the outputs lie?
Hint: tanh goes from -1 to 1, the sigmoid from 0 to 1: sigmoid(x) = (1 + tanh(x / 2)) / 2.
Explanation: tanh runs from -1 to 1 through 0; the sigmoid runs from 0 to 1 through 0.5. They are related by sigmoid(x)
    = (1 + tanh(x / 2)) / 2, so tanh alone is shifted, scaled and twice as steep.
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = np.tanh(x)
        return self.s

    def backward(self, grad_output):
        return grad_output * (1.0 - self.s**2)

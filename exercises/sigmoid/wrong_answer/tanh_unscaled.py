"""Title: The input of tanh is not halved.
Hint: sigmoid(x) = (1 + tanh(x / 2)) / 2: the argument is x / 2.
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = (1.0 + np.tanh(x)) / 2.0
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)

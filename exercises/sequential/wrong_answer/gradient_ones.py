"""Title: backward begins with ones instead of the upstream gradient.
Nudge: What should come out when the upstream gradient is zero?
Hint: Follow grad_output from the argument into the loop.
Explanation: g_n is the gradient that backward gets. Ones there belong to the loss sum(y), whatever the real one is.
Stage: backward
"""

import numpy as np


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad_output):
        grad_output = np.ones_like(grad_output)
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

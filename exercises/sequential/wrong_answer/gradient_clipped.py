"""Title: backward clips the gradients on their way.
Nudge: How large may a gradient be?
Hint: Hand on what a layer returns, as it is.
Explanation: Clipping changes the gradient: it is something that a training loop may do, for good reasons, but no part
    of backpropagation.
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
        for layer in reversed(self.layers):
            grad_output = np.clip(layer.backward(grad_output), -1.0, 1.0)
        return grad_output

"""Title: The outputs are converted to float32 between the layers.
Nudge: Which dtype do the layers get?
Hint: Hand on what a layer returns, as it is.
Explanation: astype(np.float32) loses half of the digits at every layer. Hand on the array itself.
Stage: forward
"""

import numpy as np


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x).astype(np.float32)
        return x

    def backward(self, grad_output):
        for layer in reversed(self.layers):
            grad_output = layer.backward(grad_output)
        return grad_output

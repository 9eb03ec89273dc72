"""Title: The gradient is divided by the number of rows.
Nudge: How does the gradient of one example change when the batch gets twice as many?
Hint: Any mean belongs to the loss and is already part of grad_output.
Explanation: Each row is normalised by itself, so its gradient doesn't depend on how many rows there are. If the loss
    is a mean, its 1/N is already in grad_output.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * (grad_output - inner) / len(grad_output)

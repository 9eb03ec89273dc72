"""Title: The result is converted to float32, which loses half of the digits.
Nudge: How many digits does the result have, and how many had the input?
Hint: Keep the dtype of the input: leave out astype(np.float32).
Explanation: float32 holds about 7 digits, float64 about 16. Converting rounds every value by up to 6e-8 of itself.
    NumPy keeps float64 by itself.
Stage: forward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = (e / e.sum(axis=-1, keepdims=True)).astype(np.float32)
        return self.p

    def backward(self, grad_output):
        inner = (grad_output * self.p).sum(axis=-1, keepdims=True)
        return self.p * (grad_output - inner)

"""Title: The gate looks at the input and at the sign of the gradient.
Nudge: What happens to a negative upstream gradient where x is positive?
Hint: Negative gradients pass as well where x > 0: only the input decides.
Explanation: ReLU's derivative is 1 where x > 0, whatever g is, so negative gradients pass as they are. Dropping them
    as well is "guided backpropagation", a way to make pictures of what a network sees, not the gradient.
Stage: backward
"""

import numpy as np


class ReLU:
    def forward(self, x):
        self.x = x
        return np.maximum(0.0, x)

    def backward(self, grad_output):
        return grad_output * (self.x > 0) * (grad_output > 0)

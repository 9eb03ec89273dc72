"""Title: The gradient is p - g, as if grad_output were the target of a cross-entropy.
Nudge: Is grad_output a target, or the gradient of a loss?
Hint: p - target is the gradient of softmax and cross-entropy together; here only softmax is asked for.
Explanation: Behind the cross-entropy, g_j = -target_j / p_j, and p (g - sum of g p) becomes p - target. For any other
    loss it doesn't: multiply the upstream by the Jacobian of softmax alone.
Stage: backward
"""

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - x.max(axis=-1, keepdims=True))
        self.p = e / e.sum(axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        return self.p - grad_output

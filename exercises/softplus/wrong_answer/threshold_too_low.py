"""Title: Above 5 the output is x itself, which is not close enough.
Nudge: How large is softplus(6) - 6?
Hint: Softplus differs from x by log(1 + exp(-x)); no threshold is needed with np.logaddexp(0, x).
Explanation: Libraries replace softplus by x where nobody can tell, from about x = 20 on. At x = 5 the difference is
    log(1 + exp(-5)) = 0.0067, which is far more than rounding.
Stage: forward
"""

import numpy as np


class Softplus:
    def forward(self, x):
        self.x = x
        return np.where(x > 5.0, x, np.log1p(np.exp(np.minimum(x, 5.0))))

    def backward(self, grad_output):
        return grad_output * np.where(self.x > 5.0, 1.0, 1.0 / (1.0 + np.exp(-self.x)))

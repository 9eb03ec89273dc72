"""Title: The step uses the gradient instead of its running mean: that is RMSProp.
Nudge: m is computed in every step. Where is it used?
Hint: Divide m_hat, not g, by the square root.
Explanation: g / sqrt(v_hat) is RMSProp with a correction: the direction is that of the last gradient alone. Adam
    averages the direction too: the numerator is m_hat = m / (1 - beta1**t).
Stage: forward
"""

import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.t = 0
        self.m = None
        self.v = None

    def step(self, params, grads):
        if self.m is None:
            self.m = [np.zeros_like(p) for p in params]
            self.v = [np.zeros_like(p) for p in params]
        self.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * g / (np.sqrt(v_hat) + self.eps))
        return new_params

"""Title: The square root covers m as well.
Nudge: With v_hat = m_hat**2, as in the first step, how long should the step be?
Hint: Only v_hat is under the root: m_hat / (np.sqrt(v_hat) + eps).
Explanation: sqrt(|m_hat| / v_hat) takes the root of the numerator too, so in the first step it is 1 / sqrt(|g|) instead
    of 1. Only v_hat, a mean of squares, is under the root: m_hat / (sqrt(v_hat) + eps).
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
            new_params.append(p - self.lr * np.sign(m_hat) * np.sqrt(np.abs(m_hat) / (v_hat + self.eps)))
        return new_params

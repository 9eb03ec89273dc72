"""Title: The bias correction multiplies by t instead of taking the power.
Nudge: What sign has the correction when t is 2 and beta is 0.9?
Hint: beta1**t, not beta1 * t.
Explanation: beta1 * t exceeds 1 from the second step on, so 1 - beta1 * t turns negative, and the root of a negative
    v_hat is nan. After t steps the weights add up to 1 - beta1**t, with a power: beta ** t.
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
            m_hat = self.m[i] / (1 - self.beta1 * self.t)
            v_hat = self.v[i] / (1 - self.beta2 * self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

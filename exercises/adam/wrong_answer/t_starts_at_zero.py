"""Title: t is still 0 in the first step, so the correction divides by zero.
Nudge: What is 1 - beta**t in the first step?
Hint: Increment t before it is used: the first step has t = 1.
Explanation: beta**0 is 1, so the first correction divides by 1 - 1 = 0 and gives nan or infinity. Increment t at the
    beginning of step: the first step has t = 1, where 1 - beta1**t is 1 - beta1.
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
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        self.t += 1
        return new_params

"""Title: The squared gradient enters v without the factor 1 - beta2.
Nudge: If every gradient is 1, what should v tend to?
Hint: v is a running mean: beta2 * v + (1 - beta2) * g**2.
Explanation: beta2 * v + g**2 is a sum, not a mean: for a constant gradient it tends to g**2 / (1 - beta2), a thousand
    times too much, and the step is about 32 times too short. Weight the new value: v = beta2 * v + (1 - beta2) * g**2.
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
            self.v[i] = self.beta2 * self.v[i] + g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

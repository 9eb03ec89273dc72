"""Title: beta and 1 - beta are swapped in the running means.
Nudge: Which should weigh more in a slow running mean, the old mean or the newest gradient?
Hint: The old mean keeps the larger part: beta * m + (1 - beta) * g.
Explanation: (1 - beta1) * m + beta1 * g gives nine tenths to the newest gradient. With beta1 = 0.9 the old mean keeps
    nine tenths: m = beta1 * m + (1 - beta1) * g, and v = beta2 * v + (1 - beta2) * g**2.
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
            self.m[i] = (1 - self.beta1) * self.m[i] + self.beta1 * g
            self.v[i] = (1 - self.beta2) * self.v[i] + self.beta2 * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

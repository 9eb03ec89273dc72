"""Title: The bias correction takes the power of 1 - beta instead of beta.
Nudge: Which number is raised to the power t, and what does it do to the first step?
Hint: The correction is 1 - beta**t: the power of beta, subtracted from 1.
Explanation: (1 - beta) ** t is tiny, so the correction is almost 1 and hardly corrects: at t = 1 it is beta, although m
    is (1 - beta1) * g. The sum of the weights is 1 - beta**t: raise beta to the power first, then subtract from 1.
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
            m_hat = self.m[i] / (1 - (1 - self.beta1) ** self.t)
            v_hat = self.v[i] / (1 - (1 - self.beta2) ** self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

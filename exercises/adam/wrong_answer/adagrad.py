"""Title: v adds up all squared gradients, as in Adagrad.
Nudge: How much does a gradient from a hundred steps ago still count in v?
Hint: In Adam v is a running mean that forgets: beta2 * v + (1 - beta2) * g**2.
Explanation: v = v + g**2 never forgets: it only grows, and the bias correction, made for a mean, enlarges it further.
    Adam's v is a running mean, v = beta2 * v + (1 - beta2) * g**2, so old gradients fade and the step can grow again.
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
            self.v[i] = self.v[i] + g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

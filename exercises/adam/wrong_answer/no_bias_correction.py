"""Title: The bias correction is missing.
Nudge: Both means start at 0. How far are they from g and g**2 after the first step?
Hint: The running means start at 0 and are too small at first: divide m by 1 - beta1**t and v by 1 - beta2**t.
Explanation: After the first step m = 0.1 g and v = 0.001 g**2, so m / sqrt(v) is 3.16 instead of 1: the early steps are
    too long. m_hat = m / (1 - beta1**t) and v_hat = v / (1 - beta2**t), with t = 1 in the first step, undo the start at
    0.
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
            m_hat = self.m[i]
            v_hat = self.v[i]
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

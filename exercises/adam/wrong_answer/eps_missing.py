"""Title: eps is not used.
Nudge: What is the step of an element whose gradient has always been 0?
Hint: Add eps to the square root; without it a gradient of zero gives 0 / 0.
Explanation: Where all gradients were 0, m_hat and v_hat are 0 and the quotient is 0 / 0 = nan. m_hat / (sqrt(v_hat) +
    eps) is then 0 / eps = 0, as it should be; eps also damps the step where gradients are as small as eps.
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
            new_params.append(p - self.lr * m_hat / np.sqrt(v_hat))
        return new_params

"""Title: Parameters of the same shape share one m and one v.
Nudge: What happens when two parameters have the same shape?
Hint: Keep m and v by position, not by shape or by value.
Explanation: The means are looked up by shape, so two matrices of the same shape mix their gradients in one m and one v.
    A parameter is known by its position in the list: use i as the key.
Stage: forward
"""

import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.t = 0
        self.m = {}
        self.v = {}

    def step(self, params, grads):
        self.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[p.shape] = self.beta1 * self.m.get(p.shape, 0.0) + (1 - self.beta1) * g
            self.v[p.shape] = self.beta2 * self.v.get(p.shape, 0.0) + (1 - self.beta2) * g**2
            m_hat = self.m[p.shape] / (1 - self.beta1**self.t)
            v_hat = self.v[p.shape] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

"""Title: All optimizers share m, v and t.
Nudge: What does a second Adam find in its state before its first step?
Hint: Keep the state in self, not in the class.
Explanation: m, v and t stand in the class body, so there is one of each for all optimizers: a second one goes on with
    the means and the t of the first. Set them in __init__ as self.m, self.v and self.t.
Stage: forward
"""

import numpy as np


class Adam:
    m = {}
    v = {}
    t = 0

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps

    def step(self, params, grads):
        Adam.t += 1
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.m[i] = self.beta1 * self.m.get(i, np.zeros_like(p)) + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v.get(i, np.zeros_like(p)) + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

"""Title: The gradient enters m without the factor 1 - beta1.
Nudge: If every gradient is 1, what should m tend to?
Hint: m is a running mean: beta1 * m + (1 - beta1) * g.
Explanation: beta1 * m + g is a sum, not a mean: for a constant gradient it tends to g / (1 - beta1), ten times g. A
    running mean weights the new value: m = beta1 * m + (1 - beta1) * g. The correction 1 - beta1**t is made for this
    form.
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
            self.m[i] = self.beta1 * self.m[i] + g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

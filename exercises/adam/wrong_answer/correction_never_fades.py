"""Title: The bias correction does not use t: it is that of the first step for ever.
Nudge: How large should the correction be after a thousand steps?
Hint: Take the power: 1 - beta1**t, with t the number of the step.
Explanation: 1 - beta is right in the first step only. The weights in m add up to 1 - beta1**t, which tends to 1, so the
    correction must fade: m_hat = m / (1 - beta1**t). Without the power m_hat stays 10 and v_hat 1000 times too large
    for ever.
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
            m_hat = self.m[i] / (1 - self.beta1)
            v_hat = self.v[i] / (1 - self.beta2)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

"""Title: The bias correction multiplies instead of dividing.
Nudge: In the first step m is 0.1 g. What has to be done to it to get g?
Hint: m and v are too small at first; dividing by 1 - beta**t makes them larger.
Explanation: After t steps from 0 the weights in m add up to 1 - beta1**t, which is less than 1, so m is too small by
    this factor. m_hat = m / (1 - beta1**t) makes it a mean again; multiplying makes it smaller still. The same holds
    for v with beta2.
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
            m_hat = self.m[i] * (1 - self.beta1**self.t)
            v_hat = self.v[i] * (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

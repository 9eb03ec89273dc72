"""Title: The learning rate is divided by the square root of t.
Nudge: Which symbols of the update depend on t?
Hint: Some analyses do so; the algorithm here keeps lr as it is.
Explanation: The proof in the paper lets lr fall as 1 / sqrt(t), the algorithm does not: only the corrections depend on
    t. The step is lr * m_hat / (sqrt(v_hat) + eps); schedules for lr are chosen outside of the optimizer.
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
            new_params.append(p - self.lr / np.sqrt(self.t) * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

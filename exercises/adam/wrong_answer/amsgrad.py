"""Title: The step divides by the largest v so far, as in AMSGrad.
Nudge: Can v_hat become smaller again when the gradients do?
Hint: Plain Adam divides by the current v_hat.
Explanation: AMSGrad keeps the maximum of all v_hat so far, so that steps never grow again. Kingma and Ba's Adam divides
    by the v_hat of this step: after a few large gradients it recovers. Leave out the maximum.
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
        self.largest = {}

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
            v_hat = np.maximum(self.v[i] / (1 - self.beta2**self.t), self.largest.get(i, 0.0))
            self.largest[i] = v_hat
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

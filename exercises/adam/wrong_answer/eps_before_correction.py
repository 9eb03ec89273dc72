"""Title: eps is added before the bias correction of v.
Nudge: In which order come root, correction and eps?
Hint: First correct v, then take the root, then add eps.
Explanation: (sqrt(v) + eps) / sqrt(1 - beta2**t) also divides eps by the correction, so eps is about 30 times larger in
    the first step than it should be. The formula corrects v alone: sqrt(v / (1 - beta2**t)) + eps. The short form in
    the paper, with the corrections inside of lr, has this other eps too.
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
            new_params.append(p - self.lr * m_hat / ((np.sqrt(self.v[i]) + self.eps) / np.sqrt(1 - self.beta2**self.t)))
        return new_params

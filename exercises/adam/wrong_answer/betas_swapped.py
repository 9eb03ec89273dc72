"""Title: The two betas are swapped.
Nudge: Which of the two running means forgets faster, and which beta belongs to it?
Hint: betas is (beta1, beta2): beta1 belongs to m, the mean of the gradient; beta2 to v, the mean of its square.
Explanation: betas comes as (beta1, beta2), with beta1 = 0.9 for m and beta2 = 0.999 for v. Unpacked the other way
    round, the direction is averaged over a thousand steps and the scale over ten. Write self.beta1, self.beta2 = betas.
Stage: forward
"""

import numpy as np


class Adam:
    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.beta2, self.beta1 = betas
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
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

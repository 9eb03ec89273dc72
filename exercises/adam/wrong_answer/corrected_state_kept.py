"""Title: The corrected m and v are kept in place of the plain ones, so the correction is applied again and again.
Nudge: From which value of m does the next step go on?
Hint: m_hat and v_hat are for this step only; self.m and self.v stay uncorrected.
Explanation: The next step must go on from the plain m; here it goes on from m_hat, which has been divided already, and
    divides it again. The correction undoes one start at 0 and may be applied to each m once: keep self.m[i], and let
    m_hat and v_hat be local to the step.
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
            m_hat = self.m[i] = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

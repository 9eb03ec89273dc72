"""Title: The parameters decay in every step, as in AdamW.
Nudge: Where does a parameter go whose gradient is 0?
Hint: Plain Adam has no weight decay: the new parameter is p minus the step.
Explanation: p * (1 - 0.01 * lr) pulls every parameter towards 0, which is AdamW's weight decay. Adam has none: with a
    gradient of 0 from the start a parameter stays where it is. The new value is p minus the step.
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
            new_params.append(p * (1 - 0.01 * self.lr) - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

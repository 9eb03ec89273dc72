"""Title: The step looks ahead with the current gradient, as in Nadam.
Nudge: Does the newest gradient enter the numerator once or twice?
Hint: Plain Adam uses m_hat alone.
Explanation: beta1 * m_hat + (1 - beta1) * g / (1 - beta1**t) counts the newest gradient once more, Nesterov's idea in
    Adam (Nadam). Adam itself has m_hat alone in the numerator.
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
            new_params.append(
                p
                - self.lr
                * (self.beta1 * m_hat + (1 - self.beta1) * g / (1 - self.beta1**self.t))
                / (np.sqrt(v_hat) + self.eps)
            )
        return new_params

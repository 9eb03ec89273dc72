"""Title: The square root over v is missing, as on the lecture's slides.
Nudge: If all gradients become a hundred times smaller, what should happen to the length of the step?
Hint: The literature divides by the square root: np.sqrt(v_hat) + eps. Without it the step grows as gradients shrink.
Explanation: m_hat / v_hat has the units of 1 / g: a hundred times smaller gradients give a hundred times longer steps.
    The slides leave out the root; Kingma and Ba have it, and it is what makes steps about lr long: lr * m_hat /
    (sqrt(v_hat) + eps).
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
            new_params.append(p - self.lr * m_hat / (v_hat + self.eps))
        return new_params

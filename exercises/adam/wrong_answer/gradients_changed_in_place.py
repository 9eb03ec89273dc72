"""Title: step changes the caller's gradients in place.
Nudge: What does the caller's list grads hold after the step?
Hint: g *= g changes the array that was passed in; g * g makes a new one.
Explanation: g is the caller's own array, and g *= g overwrites it with its square: whoever logs or clips the gradients
    next sees other numbers. Operators such as *= and += write into the array; g * g or g**2 makes a new one.
Stage: properties
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
            g *= g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g
            m_hat = self.m[i] / (1 - self.beta1**self.t)
            v_hat = self.v[i] / (1 - self.beta2**self.t)
            new_params.append(p - self.lr * m_hat / (np.sqrt(v_hat) + self.eps))
        return new_params

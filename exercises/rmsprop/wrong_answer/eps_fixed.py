"""Title: eps is fixed at 1e-8, whatever the constructor got.
Nudge: What happens to the argument eps after the constructor got it?
Hint: Use the eps that the constructor got.
Explanation: eps is written into the code as 1e-8, so another one given to the constructor changes nothing. Keep it,
    self.eps = eps, and use self.eps in step.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = 1e-8
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params

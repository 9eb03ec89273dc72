"""Title: beta is fixed at 0.9, whatever the constructor got.
Nudge: What happens to the argument beta after the constructor got it?
Hint: Use the beta that the constructor got.
Explanation: beta is written into the code as 0.9, so another one given to the constructor changes nothing. Keep it,
    self.beta = beta, and use self.beta in step.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = 0.9
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.zeros_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params

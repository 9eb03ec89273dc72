"""Title: The default of beta is not 0.9.
Nudge: What is used when the constructor is not told about beta?
Hint: The signature is RMSProp(lr, beta=0.9, eps=1e-8).
Explanation: The default is part of the contract: beta=0.9, as in Hinton's lecture. PyTorch calls it alpha and has 0.99,
    which averages over ten times as many steps.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.99, eps=1e-8):
        self.lr = lr
        self.beta = beta
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

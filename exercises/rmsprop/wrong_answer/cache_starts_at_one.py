"""Title: The cache starts at 1 instead of 0.
Nudge: How long is the first step of an element whose gradient is 0.01?
Hint: Nothing has been seen before the first step: start with zeros.
Explanation: Starting at 1, as TensorFlow once did, makes the first steps of small gradients far too short, until the 1
    has faded. The convention here is that of PyTorch: the cache starts at 0.
Stage: forward
"""

import numpy as np


class RMSProp:
    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.ones_like(p) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.beta * self.cache[i] + (1 - self.beta) * g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params

"""Title: The cache starts at 0.1 instead of 0.
Nudge: How long is the first step of an element whose gradient is 0.1?
Hint: The sum is empty before the first step: start with zeros.
Explanation: TensorFlow starts the cache at 0.1, which makes the first steps of small gradients shorter. The convention
    here is that of the paper and of PyTorch: the sum of squares starts at 0.
Stage: forward
"""

import numpy as np


class Adagrad:
    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps
        self.cache = None

    def step(self, params, grads):
        if self.cache is None:
            self.cache = [np.full_like(p, 0.1) for p in params]
        new_params = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.cache[i] = self.cache[i] + g**2
            new_params.append(p - self.lr * g / (np.sqrt(self.cache[i]) + self.eps))
        return new_params

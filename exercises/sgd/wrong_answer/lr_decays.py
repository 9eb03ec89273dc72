import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr
        self.t = 0

    def step(self, params, grads):
        self.t += 1
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr / np.sqrt(self.t) * g)
        return new_params

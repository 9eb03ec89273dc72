import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        return np.array(params) - self.lr * np.array(grads)

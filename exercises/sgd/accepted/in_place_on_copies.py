import numpy as np


class SGD:
    """Copies first, then the update in place."""

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        moved = [np.array(p) for p in params]
        for i in range(len(moved)):
            moved[i] -= self.lr * grads[i]
        return moved

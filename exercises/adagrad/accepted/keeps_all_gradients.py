import numpy as np


class Adagrad:
    """No running sum: the length of the vector of all gradients so far, for each element."""

    def __init__(self, lr, eps=1e-8):
        self.lr, self.eps = lr, eps
        self.seen = {}

    def step(self, params, grads):
        result = []
        for i, (p, g) in enumerate(zip(params, grads)):
            self.seen.setdefault(i, []).append(np.array(g))
            length = np.linalg.norm(np.stack(self.seen[i]), axis=0)
            result.append(p - self.lr * g / (length + self.eps))
        return result

import numpy as np


class Softmax:
    def probabilities(self, row):
        e = np.exp(row - row.max())
        return e / e.sum()

    def forward(self, x):
        self.p = np.array([self.probabilities(row) for row in x])
        return self.p

    def backward(self, grad_output):
        rows = zip(self.p, grad_output)
        return np.array([p * (g - np.sum(g * p)) for p, g in rows])

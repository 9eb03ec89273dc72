import numpy as np

class Softmax:
    def forward(self, x):
        z = x - np.max(x, axis=-1, keepdims=True)
        e = np.exp(z)
        self.p = e / np.sum(e, axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        # same as for the sigmoid: p (1 - p)
        return grad_output * self.p * (1.0 - self.p)

import numpy as np


class Softmax:
    def forward(self, x):
        e = np.exp(x - np.max(x, axis=-1, keepdims=True))
        self.p = e / np.sum(e, axis=-1, keepdims=True)
        return self.p

    def backward(self, grad_output):
        return self.p * (grad_output - np.sum(grad_output * self.p, axis=-1, keepdims=True))

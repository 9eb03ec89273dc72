import numpy as np

class Sigmoid:
    def forward(self, x):
        self.x = x
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, grad_output):
        # derivative of the sigmoid
        return grad_output * self.x * (1 - self.x)

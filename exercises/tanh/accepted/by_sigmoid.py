import numpy as np


def sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))


class Tanh:
    """tanh(x) = 2 sigmoid(2x) - 1"""

    def forward(self, x):
        self.x = np.array(x)
        return 2.0 * sigmoid(2.0 * x) - 1.0

    def backward(self, grad_output):
        return 4.0 * sigmoid(2.0 * self.x) * sigmoid(-2.0 * self.x) * grad_output

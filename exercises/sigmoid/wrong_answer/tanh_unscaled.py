"""Title: The input of tanh is not halved.
Nudge: How steep is the result at x = 0?
Hint: sigmoid(x) = (1 + tanh(x / 2)) / 2: the argument is x / 2.
Explanation: (1 + tanh(x)) / 2 is sigmoid(2x): the right range, yet twice as steep. With exponentials, tanh(x / 2) = (1
    - exp(-x)) / (1 + exp(-x)), so sigmoid(x) = (1 + tanh(x / 2)) / 2.
Stage: forward
"""

import numpy as np


class Sigmoid:
    def forward(self, x):
        self.s = (1.0 + np.tanh(x)) / 2.0
        return self.s

    def backward(self, grad_output):
        return grad_output * self.s * (1.0 - self.s)

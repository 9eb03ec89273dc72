"""Title: The default of negative_slope is 0.3 instead of 0.01.
Nudge: Which slope does LeakyReLU() have, without any argument?
Hint: The statement asks for negative_slope=0.01.
Explanation: Libraries differ: Keras takes 0.3, others 0.2, PyTorch and this course 0.01. The constructor is
    __init__(self, negative_slope=0.01).
Stage: forward
"""

import numpy as np


class LeakyReLU:
    def __init__(self, negative_slope=0.3):
        self.negative_slope = negative_slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.negative_slope * x)

    def backward(self, grad_output):
        return np.where(self.x > 0, grad_output, self.negative_slope * grad_output)

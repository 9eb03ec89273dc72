"""Title: math.tanh works on a single number only, so arrays fail.
Nudge: Which kinds of arguments does math.tanh accept?
Hint: Use np.tanh, which works element by element.
Explanation: The functions of the module math take one number and raise a TypeError for an array with more than one.
    np.tanh applies the function to each element of an array of any shape.
Stage: forward
"""

import math


class Tanh:
    def forward(self, x):
        self.t = math.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - self.t**2)

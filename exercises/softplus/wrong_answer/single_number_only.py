"""Title: math.exp works on a single number only, so arrays fail.
Nudge: Which kinds of arguments does math.exp accept?
Hint: Use np.logaddexp(0, x), which works element by element.
Explanation: The functions of the module math take one number and raise a TypeError for an array with more than one.
    NumPy's apply to each element of an array of any shape.
Stage: forward
"""

import math


class Softplus:
    def forward(self, x):
        self.x = x
        return math.log(1.0 + math.exp(x))

    def backward(self, grad_output):
        return grad_output / (1.0 + math.exp(-self.x))

"""Title: tanh is applied to the output once more: 1 - tanh(t)².
Nudge: Is the stored number an input or an output of tanh?
Hint: The cached t is already tanh(x): the derivative is 1 - t * t.
Explanation: The formula 1 - tanh(x)² wants the input. The code keeps the output t and takes tanh of it again, so that
    t is squashed twice. Use either 1 - t² with the output or 1 - tanh(x)² with the input.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return grad_output * (1.0 - np.tanh(self.t) ** 2)

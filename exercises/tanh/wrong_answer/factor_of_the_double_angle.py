"""Title: The gradient is four times too large: the inner derivative of the sigmoid form is lost.
Nudge: How large can the slope of tanh be at most?
Hint: In 2 s(2x) - 1 the outer 2 and the inner 2 give 4 s (1 - s), which is already 1 - t * t.
Explanation: With s = sigmoid(2x), tanh = 2s - 1 and its derivative is 2 · 2 · s (1 - s) = 1 - t². Multiplying 1 - t²
    by 4 counts these twos twice: at x = 0 it gives 4, where the slope is 1.
Stage: backward
"""

import numpy as np


class Tanh:
    def forward(self, x):
        self.t = np.tanh(x)
        return self.t

    def backward(self, grad_output):
        return 4.0 * grad_output * (1.0 - self.t**2)

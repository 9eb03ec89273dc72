"""Title: The gradient is clipped to the range from -1 to 1.
Nudge: What happens to a gradient of 20?
Hint: Use the gradient as it is.
Explanation: Clipping is a safeguard that training loops add on purpose; it changes every step with a gradient above 1.
    SGD itself uses g as it came: x - lr * g.
Stage: forward
"""

import numpy as np


class SGD:
    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        new_params = []
        for p, g in zip(params, grads):
            new_params.append(p - self.lr * np.clip(g, -1.0, 1.0))
        return new_params

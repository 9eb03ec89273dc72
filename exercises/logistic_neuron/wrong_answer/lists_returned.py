"""Title: The gradients are Python lists instead of arrays.
Nudge: What happens if the caller computes 0.1 * dw?
Hint: Wrap each of them in np.array.
Explanation: A list cannot be scaled or subtracted: w - 0.1 * dw, the step of gradient descent, raises TypeError. dw
    and dx are float64 arrays of shapes (3,) and (2,).
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    return [dz * x[0], dz * x[1], dz], [dz * w[0], dz * w[1]]

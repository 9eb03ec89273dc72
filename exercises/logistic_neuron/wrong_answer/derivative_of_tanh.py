"""Title: The derivative used in backward is that of tanh.
Nudge: What is the slope of the sigmoid at z = 0?
Hint: 1 - t² is the derivative of t = tanh(z). The sigmoid's is s * (1 - s).
Explanation: At z = 0 the sigmoid has s = 1/2 and the slope s (1 - s) = 1/4; 1 - s² would be 3/4. Both formulas use
    the output, which makes them easy to mix up.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * (1.0 - s**2)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

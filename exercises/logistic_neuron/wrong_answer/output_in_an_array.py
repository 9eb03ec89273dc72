"""Title: forward returns an array of one number instead of a number.
Nudge: What is the difference between w[2] and w[2:]?
Hint: A slice keeps its axis: w[2:] has shape (1,), w[2] is a number.
Explanation: z = w[:2] @ x is a number, but adding w[2:], of shape (1,), makes it an array of shape (1,), and the
    result with it. The output is a single number: use w[2].
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[:2] @ x + w[2:]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

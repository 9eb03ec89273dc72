"""Title: The gradient of the bias does not use grad_output.
Nudge: Which numbers of dw double when grad_output doubles?
Hint: The third number of dw is the gradient at z, and that contains grad_output like the others.
Explanation: Every path from the loss begins with grad_output: dw[2] = grad_output * s * (1 - s). s (1 - s) alone is
    ds/dw2, right only where grad_output is 1.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = np.array([dz * x[0], dz * x[1], s * (1.0 - s)])
    dx = dz * w[:2]
    return dw, dx

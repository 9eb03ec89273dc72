"""Title: grad_output is multiplied in twice.
Nudge: What happens to the gradients when grad_output becomes three times as large?
Hint: The gradient at z already contains grad_output; dw and dx need no further one.
Explanation: Gradients are linear in the upstream gradient: dw = dz * (x0, x1, 1) with dz = grad_output * s * (1 -
    s). A second grad_output makes them grow with its square.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = grad_output * dz * np.array([x[0], x[1], 1.0])
    dx = grad_output * dz * w[:2]
    return dw, dx

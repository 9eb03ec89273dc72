"""Title: The derivative of the sigmoid is missing in backward.
Nudge: Through which operations does the gradient pass on its way from the output to w?
Hint: Between the output and z lies the sigmoid: multiply grad_output by s * (1 - s) first.
Explanation: The gradient at z is dz = grad_output * s * (1 - s). Only then follow the products: dw = dz * (x0, x1,
    1) and dx = dz * (w0, w1). Without the factor s (1 - s) these are the gradients of a linear neuron.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

"""Title: backward takes the sigmoid of the output once more before it differentiates.
Nudge: Which number goes into the sigmoid in backward, and which one comes out in forward?
Hint: forward already gives s; the derivative is s * (1 - s) without another sigmoid.
Explanation: With s = forward(w, x) the slope is s (1 - s). sigmoid(s) lies between 1/2 and 0.73 whatever z is, so
    the slope would hardly depend on z at all.
Stage: backward
"""

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def forward(w, x):
    return sigmoid(w[0] * x[0] + w[1] * x[1] + w[2])


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * sigmoid(s) * (1.0 - sigmoid(s))
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

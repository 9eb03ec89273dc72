"""Title: backward returns dw alone.
Nudge: Which gradient would a layer before this neuron need?
Hint: Return both gradients, (dw, dx).
Explanation: A single neuron is trained with dw alone. But in a network the inputs are the outputs of other neurons,
    and these receive dx = dz * (w0, w1). backward returns the tuple (dw, dx).
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    return dw

"""Title: backward uses the gradient of a log-loss, s - 1, instead of grad_output.
Nudge: Where does backward learn which loss comes after the neuron?
Hint: The gradient of the loss with respect to the output is given: it is grad_output.
Explanation: For the log-loss with label 1 the gradient at z is s - 1, a formula worth knowing. Here, whatever comes
    after the neuron hands back grad_output, and dz = grad_output * s * (1 - s).
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = s - 1.0
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

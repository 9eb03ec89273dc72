"""Title: grad_output is not used.
Nudge: What must the gradients be when grad_output is zero?
Hint: Begin the way back with grad_output: it is the gradient at the output.
Explanation: The chain begins at the loss: dz = grad_output * s * (1 - s). Without it backward gives the derivatives
    of the output, which agree only where grad_output is 1, as in the worked example.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

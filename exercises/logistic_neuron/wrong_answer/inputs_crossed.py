"""Title: dw pairs each weight with the input of the other weight.
Nudge: With which input is w[0] multiplied in forward?
Hint: w[0] goes with x[0] and w[1] with x[1], in backward as in forward.
Explanation: z contains x0 w0 and x1 w1, so dw = dz * (x0, x1, 1). Crossed, (x1, x0, 1), each weight learns from an
    input that it never sees.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[1], x[0], 1.0])
    dx = dz * w[:2]
    return dw, dx

"""Title: backward uses the output of the first forward that was ever run.
Nudge: What does backward give when forward ran for other numbers before?
Hint: Compute s from the arguments that backward receives.
Explanation: backward(grad_output, w, x) says at which point the gradient is wanted. An output kept in a global list
    belongs to another point: compute s = forward(w, x) anew.
Stage: backward
"""

import numpy as np

outputs = []


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    outputs.append(1.0 / (1.0 + np.exp(-z)))
    return outputs[-1]


def backward(grad_output, w, x):
    s = outputs[0]
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

"""Title: The bias is subtracted, as a threshold is.
Nudge: Does a larger w[2] make the output larger or smaller?
Hint: z is x0 w0 + x1 w1 + w2, with a plus before w2.
Explanation: Early texts compare the weighted sum with a threshold, z = x0 w0 + x1 w1 - θ. The bias is the negative
    threshold and is added: z = x0 w0 + x1 w1 + w2, with dw[2] = +dz.
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] - w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], -1.0])
    dx = dz * w[:2]
    return dw, dx

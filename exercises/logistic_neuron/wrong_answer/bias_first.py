"""Title: w[0] is taken for the bias and w[1], w[2] for the weights.
Nudge: Which place in w does the bias have?
Hint: w[0] goes with x[0], w[1] with x[1], and the last one, w[2], is the bias.
Explanation: z = x0 w0 + x1 w1 + w2. Some texts put the bias first and call it w0; here it comes last, in w as in
    dw.
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[0] + w[1] * x[0] + w[2] * x[1]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([1.0, x[0], x[1]])
    dx = dz * w[1:]
    return dw, dx

"""Title: forward multiplies the inputs into the caller's w.
Nudge: What does w look like after forward has run?
Hint: w[:2] *= x writes into the array that was passed in; compute the products in a new one.
Explanation: w[:2] is a view of the caller's w, and *= stores x0 w0 and x1 w1 in it. The next step of training then
    starts from these products. w[:2] * x makes a new array.
Stage: properties
"""

import numpy as np


def forward(w, x):
    w[:2] *= x
    return 1.0 / (1.0 + np.exp(-w.sum()))


def backward(grad_output, w, x):
    s = 1.0 / (1.0 + np.exp(-(w[:2] @ x + w[2])))
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

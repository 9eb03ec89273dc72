"""Title: The derivative of the sigmoid has the wrong sign.
Nudge: Does the sigmoid rise or fall?
Hint: The factor is s * (1 - s). Two of the four small operations have a minus; both count.
Explanation: Step by step: 1/c gives -1/c², and -z gives -1; their product is positive. ds/dz = (-1/c²) · b · (-1) =
    s (1 - s). With only one of the two signs everything points downhill.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (s - 1.0)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

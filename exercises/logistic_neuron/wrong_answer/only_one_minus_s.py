"""Title: The factor s is missing in the derivative of the sigmoid.
Nudge: What is the slope where the neuron is saturated, with an output near 0?
Hint: The derivative is s * (1 - s), not 1 - s. Is 1 / c differentiated as -1 / c²?
Explanation: Near s = 0 the curve is flat, so its slope must go to 0; 1 - s goes to 1. Step by step: 1/c gives
    -1/c², so ds/dz = b / c² = s (1 - s); with -1/c it would be b / c = 1 - s.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

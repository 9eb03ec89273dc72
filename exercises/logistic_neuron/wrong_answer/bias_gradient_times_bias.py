"""Title: The gradient of the bias is multiplied by the bias.
Nudge: Is the slope of z along w[2] another one when w[2] is larger?
Hint: The derivative of w2 with respect to w2 is 1, not w2.
Explanation: z is linear in w2 with slope 1, so dw[2] = dz. The factor w2 would belong to the derivative with
    respect to the constant 1 beside it, which nobody asks for.
Stage: backward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], w[2]])
    dx = dz * w[:2]
    return dw, dx

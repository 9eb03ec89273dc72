"""Title: forward returns z without the sigmoid.
Nudge: Between which two numbers must the output lie?
Hint: The weighted sum is only the first half; the output is 1 / (1 + exp(-z)).
Explanation: z can be any number; the sigmoid maps it into (0, 1). In the worked example z = 1 and the output is 1 /
    (1 + e^-1) = 0.731059.
Stage: forward
"""

import numpy as np


def forward(w, x):
    return w[0] * x[0] + w[1] * x[1] + w[2]


def backward(grad_output, w, x):
    dw = grad_output * np.array([x[0], x[1], 1.0])
    dx = grad_output * w[:2]
    return dw, dx

"""Title: forward leaves out the bias w[2].
Nudge: Which of the three weights changes the output when both inputs are zero?
Hint: z is x0 w0 + x1 w1 + w2; the last term has no input.
Explanation: With x = (0, 0) the neuron gives sigmoid(w2), not 1/2. In the worked example z = -2 + 6 - 3 = 1;
    without the bias it would be 4.
Stage: forward
"""

import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dz = grad_output * s * (1.0 - s)
    dw = dz * np.array([x[0], x[1], 1.0])
    dx = dz * w[:2]
    return dw, dx

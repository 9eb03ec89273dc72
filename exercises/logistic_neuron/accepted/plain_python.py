import math

import numpy as np


def forward(w, x):
    z = sum(wi * xi for wi, xi in zip(w, x)) + w[-1]
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def backward(grad_output, w, x):
    s = forward(w, x)
    dw = np.empty(3)
    dx = np.empty(2)
    for i in range(2):
        dw[i] = grad_output * s * (1 - s) * x[i]
        dx[i] = grad_output * s * (1 - s) * w[i]
    dw[2] = grad_output * s * (1 - s)
    return [dw, dx]

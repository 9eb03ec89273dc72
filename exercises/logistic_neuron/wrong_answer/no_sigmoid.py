import numpy as np


def forward(w, x):
    return w[0] * x[0] + w[1] * x[1] + w[2]


def backward(grad_output, w, x):
    dw = grad_output * np.array([x[0], x[1], 1.0])
    dx = grad_output * w[:2]
    return dw, dx

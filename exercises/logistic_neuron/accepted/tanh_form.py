import numpy as np


def half_angle(w, x):
    return np.tanh((np.dot(w[:2], x) + w[2]) / 2)


def forward(w, x):
    return 0.5 + 0.5 * half_angle(w, x)


def backward(grad_output, w, x):
    t = half_angle(w, x)
    slope = (1 - t * t) / 4
    dw = np.zeros_like(w)
    dw[:2] = x
    dw[2] = 1
    dw *= slope * grad_output
    dx = slope * grad_output * w[:2]
    return dw, dx

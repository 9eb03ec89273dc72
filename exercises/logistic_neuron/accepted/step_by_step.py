import numpy as np


def forward(w, x):
    z = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1.0 + np.exp(-z))


def backward(grad_output, w, x):
    # Forwards, one operation at a time
    p0 = w[0] * x[0]
    p1 = w[1] * x[1]
    z = p0 + p1 + w[2]
    s = 1.0 / (1.0 + np.exp(-z))
    # Backwards
    dz = grad_output * s * (1.0 - s)
    dp0 = dp1 = dw2 = dz
    dw0, dx0 = dp0 * x[0], dp0 * w[0]
    dw1, dx1 = dp1 * x[1], dp1 * w[1]
    return np.array([dw0, dw1, dw2]), np.array([dx0, dx1])

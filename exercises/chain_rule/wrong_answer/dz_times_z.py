"""Title: dz is multiplied by z.
Hint: The derivative of q * z with respect to z is q, without z.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * z
    return dx, dy, dz

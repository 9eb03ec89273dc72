"""Title: dy has the sign of a subtraction.
Nudge: If y grows by a little, does f move the same way as when x grows by as much?
Hint: q is x + y, so its derivative with respect to y is +1.
Explanation: q = x + y treats its two inputs alike: dq/dx = dq/dy = 1. Hence dy = grad_output * z, the same as dx. A
    minus would belong to x - y.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = -grad_output * z
    dz = grad_output * (x + y)
    return dx, dy, dz

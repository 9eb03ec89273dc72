"""Title: dx and dy are multiplied by x and y, not by z.
Nudge: Is the slope of f along x different at x = 1 and at x = 2?
Hint: A multiplication gives each input the gradient times the other input; the addition then copies it.
Explanation: For fixed y and z, f is a straight line in x with the slope z: dx = grad_output * z, whatever x is.
    Multiplying by x as well gives the slope of z x² / 2.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z * x
    dy = grad_output * z * y
    dz = grad_output * (x + y)
    return dx, dy, dz

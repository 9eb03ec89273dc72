"""Title: dx and dy are multiplied by x and y, not by z.
Hint: A multiplication gives each input the gradient times the other input; the addition then copies it.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z * x
    dy = grad_output * z * y
    dz = grad_output * (x + y)
    return dx, dy, dz

"""Title: dz uses only x instead of x + y.
Hint: The other input of the multiplication is the whole sum q = x + y.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * x
    return dx, dy, dz

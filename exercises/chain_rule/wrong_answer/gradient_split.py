"""Title: The addition splits the gradient into halves.
Hint: An addition copies the whole gradient to both of its inputs.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z / 2
    dy = grad_output * z / 2
    dz = grad_output * (x + y)
    return dx, dy, dz

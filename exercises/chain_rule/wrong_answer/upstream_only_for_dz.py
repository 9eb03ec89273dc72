"""Title: The upstream gradient is missing in dx and dy.
Hint: All three gradients are multiplied by grad_output, not only dz.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = z
    dy = z
    dz = grad_output * (x + y)
    return dx, dy, dz

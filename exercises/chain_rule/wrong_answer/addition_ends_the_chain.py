"""Title: The multiplication by z is missing in dx and dy.
Hint: The addition passes on the gradient it receives, and that one already went through the multiplication: it is z
    times grad_output.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output
    dy = grad_output
    dz = grad_output * (x + y)
    return dx, dy, dz

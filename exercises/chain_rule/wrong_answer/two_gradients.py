"""Title: backward returns two gradients instead of three.
Hint: The addition gives its gradient to x and to y: return dx, dy and dz.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * (x + y)

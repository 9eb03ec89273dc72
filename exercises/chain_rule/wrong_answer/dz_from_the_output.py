"""Title: dz uses the output f instead of the sum q.
Hint: The derivative of q * z with respect to z is q; f has one factor z too many.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * (x + y) * z
    return dx, dy, dz

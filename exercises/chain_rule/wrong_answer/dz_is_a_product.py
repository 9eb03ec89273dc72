"""Title: dz multiplies x and y instead of adding them.
Nudge: Which two numbers are multiplied in the last step of forward?
Hint: The other input of the multiplication is the sum q = x + y.
Explanation: f = q * z with q = x + y, so df/dz = q = x + y. The product x * y appears nowhere in f.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * x * y
    return dx, dy, dz

"""Title: dz is multiplied by z.
Nudge: How do the two inputs of a multiplication swap their places in its derivatives?
Hint: The derivative of q * z with respect to z is q, without z.
Explanation: A multiplication gives each input the gradient times the other input. z gets grad_output * q, and q
    gets grad_output * z, which the addition copies to x and y: dx and dy contain z, dz contains x + y.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * z
    return dx, dy, dz

"""Title: The parentheses are missing: x + y * z multiplies first.
Nudge: What is 1 + 2 * 3, and what is it meant to be here?
Hint: Python multiplies before it adds; write (x + y) * z.
Explanation: * binds more strongly than +, so x + y * z is x + (y z). The function is the product of the sum: (x +
    y) * z, in the worked example (-2 + 5) * -4 = -12 instead of -2 + 5 * -4 = -22.
Stage: forward
"""


def forward(x, y, z):
    return x + y * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

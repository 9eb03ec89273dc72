"""Title: The upstream gradient grad_output is not used.
Hint: Every local derivative is multiplied by grad_output: that is the chain of the chain rule.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return z, z, x + y

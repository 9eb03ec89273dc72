"""Title: The upstream gradient is added, not multiplied.
Hint: Along a path derivatives multiply; only the gradients of different paths add.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return grad_output + z, grad_output + z, grad_output + x + y

"""Title: Forward and backward belong to x + y * z, not to (x + y) * z.
Hint: The backward pass fits the forward pass, but the sum has to come first: (x + y) * z.
Stage: forward
"""


def forward(x, y, z):
    return x + y * z


def backward(grad_output, x, y, z):
    return grad_output, grad_output * z, grad_output * y

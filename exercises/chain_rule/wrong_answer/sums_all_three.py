"""Title: Forward adds z instead of multiplying by it.
Hint: f is the product of q = x + y and z.
Stage: forward
"""


def forward(x, y, z):
    return x + y + z


def backward(grad_output, x, y, z):
    return grad_output, grad_output, grad_output

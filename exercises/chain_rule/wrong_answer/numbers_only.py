"""Title: The code converts its arguments to single numbers, so arrays fail.
Hint: Leave out float(): plain + and * work for numbers and for arrays.
Stage: forward
"""


def forward(x, y, z):
    return (float(x) + float(y)) * float(z)


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

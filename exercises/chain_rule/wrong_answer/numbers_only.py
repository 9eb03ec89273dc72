"""Title: The code converts its arguments to single numbers, so arrays fail.
Nudge: What may the arguments be besides single numbers?
Hint: Leave out float(): plain + and * work for numbers and for arrays.
Explanation: float(x) works for a number and raises TypeError for an array of several. (x + y) * z without any
    conversion handles both, because NumPy applies + and * to each element.
Stage: forward
"""


def forward(x, y, z):
    return (float(x) + float(y)) * float(z)


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

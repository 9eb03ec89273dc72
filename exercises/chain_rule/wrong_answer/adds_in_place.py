"""Title: forward adds y to the caller's x in place.
Hint: x += y changes the array that was passed in; write x + y into a new variable.
Stage: properties
"""


def forward(x, y, z):
    x += y
    return x * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

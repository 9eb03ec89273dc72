"""Title: Forward and backward belong to x + y * z, not to (x + y) * z.
Nudge: What does forward give in the worked example?
Hint: The backward pass fits the forward pass, but the sum has to come first: (x + y) * z.
Explanation: x + y * z multiplies first, and dx = grad_output, dy = grad_output * z, dz = grad_output * y are its
    right derivatives: comparing backward with the slopes of this forward finds nothing. But the function asked for
    is (x + y) * z, with the gradients grad_output * z, grad_output * z and grad_output * (x + y).
Stage: forward
"""


def forward(x, y, z):
    return x + y * z


def backward(grad_output, x, y, z):
    return grad_output, grad_output * z, grad_output * y

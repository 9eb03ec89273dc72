"""Title: The upstream gradient is added, not multiplied.
Nudge: What are the gradients when grad_output is zero?
Hint: Along a path derivatives multiply; only the gradients of different paths add.
Explanation: The chain rule multiplies along a path: dL/dx = dL/df · df/dx = grad_output * z. If the loss does not
    depend on f, grad_output is 0 and all three gradients must be 0, which grad_output + z is not.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return grad_output + z, grad_output + z, grad_output + x + y

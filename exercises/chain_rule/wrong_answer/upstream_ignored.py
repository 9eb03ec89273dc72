"""Title: The upstream gradient grad_output is not used.
Nudge: What should happen to the gradients when grad_output doubles?
Hint: Every local derivative is multiplied by grad_output: that is the chain of the chain rule.
Explanation: z, z and x + y are the derivatives of f. backward is asked for those of the loss behind it: dL/dx =
    dL/df · df/dx = grad_output * z, and so on. With grad_output = 1, as in the worked example, the two cannot be
    told apart.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return z, z, x + y

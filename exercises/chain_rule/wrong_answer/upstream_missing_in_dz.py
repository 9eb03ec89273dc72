"""Title: The upstream gradient is missing in dz.
Nudge: Which of the three gradients doubles when grad_output doubles?
Hint: All three gradients are multiplied by grad_output, not only dx and dy.
Explanation: Every path from the loss to an input begins with dL/df = grad_output, so all three gradients have it as
    a factor: dz = grad_output * (x + y). x + y alone is df/dz.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = x + y
    return dx, dy, dz

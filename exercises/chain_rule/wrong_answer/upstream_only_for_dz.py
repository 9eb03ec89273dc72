"""Title: The upstream gradient is missing in dx and dy.
Nudge: Which of the three gradients doubles when grad_output doubles?
Hint: All three gradients are multiplied by grad_output, not only dz.
Explanation: Every path from the loss to an input begins with dL/df = grad_output, so all three gradients have it as
    a factor: dx = dy = grad_output * z. z alone is df/dx.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = z
    dy = z
    dz = grad_output * (x + y)
    return dx, dy, dz

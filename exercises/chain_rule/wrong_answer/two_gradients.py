"""Title: backward returns two gradients instead of three.
Nudge: How many inputs does forward have?
Hint: The addition gives its gradient to x and to y: return dx, dy and dz.
Explanation: backward returns one gradient for each argument of forward: (dx, dy, dz). That dx and dy are equal does
    not make one of them superfluous; the caller passes each on to another part of the graph.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * (x + y)

"""Title: The multiplication by z is missing in dx and dy.
Nudge: When x grows by a little, how much does f grow? Try it with z = 10.
Hint: The addition passes on the gradient it receives, and that one already went through the multiplication: it is z
    times grad_output.
Explanation: Two steps lie between x and f. The multiplication gives the sum the gradient grad_output * z; the
    addition copies that to both inputs: dx = dy = grad_output * z. The 1 is only the derivative of the last step,
    dq/dx.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output
    dy = grad_output
    dz = grad_output * (x + y)
    return dx, dy, dz

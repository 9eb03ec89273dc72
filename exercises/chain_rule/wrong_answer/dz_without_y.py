"""Title: dz uses only x instead of x + y.
Nudge: Does the slope of f along z stay the same when y changes?
Hint: The other input of the multiplication is the whole sum q = x + y.
Explanation: z is multiplied by the whole sum: f = x z + y z, and so dz = grad_output * (x + y). With x alone the
    second path from z to f is lost.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * x
    return dx, dy, dz

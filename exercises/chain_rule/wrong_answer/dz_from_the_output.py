"""Title: dz uses the output f instead of the sum q.
Nudge: By how much does f change when z grows from 2 to 3?
Hint: The derivative of q * z with respect to z is q; f has one factor z too many.
Explanation: f = q * z is linear in z with slope q, so dz = grad_output * (x + y). With f in place of q the gradient
    becomes grad_output * q * z: it would depend on z, which the slope of a straight line does not.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z
    dy = grad_output * z
    dz = grad_output * (x + y) * z
    return dx, dy, dz

"""Title: The three gradients come back in the order dz, dy, dx.
Nudge: Which argument does the first gradient that is returned belong to?
Hint: Return them in the order of the arguments: dx, dy, dz.
Explanation: The caller unpacks dx, dy, dz = backward(...). By symmetry dx and dy are equal, so a reversed order
    shows only in the first and the third: these must be grad_output * z and grad_output * (x + y).
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    return grad_output * (x + y), grad_output * z, grad_output * z

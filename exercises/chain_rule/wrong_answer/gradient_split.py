"""Title: The addition splits the gradient into halves.
Nudge: If x grows by 1 and y stays as it is, by how much does q grow?
Hint: An addition copies the whole gradient to both of its inputs.
Explanation: Each of the two local derivatives of q = x + y is 1, not 1/2: a step of x moves q by the whole step. So
    dx = dy = grad_output * z. Gradients say how sensitive f is to each input; they are not shares of something that
    must add up.
Stage: backward
"""


def forward(x, y, z):
    return (x + y) * z


def backward(grad_output, x, y, z):
    dx = grad_output * z / 2
    dy = grad_output * z / 2
    dz = grad_output * (x + y)
    return dx, dy, dz

"""Title: Forward subtracts y instead of adding it.
Nudge: What is the sum in the worked example, and what does forward make of it?
Hint: The function is (x + y) * z.
Explanation: f = (x + y) * z. With a minus the worked example gives (-2 - 5) * -4 = 28 instead of (-2 + 5) * -4 =
    -12.
Stage: forward
"""


def forward(x, y, z):
    return (x - y) * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

"""Title: Forward adds z instead of multiplying by it.
Nudge: What happens to f when z becomes twice as large?
Hint: f is the product of q = x + y and z.
Explanation: The graph has an addition and then a multiplication: q = x + y, f = q * z. When z doubles, f doubles.
    With x + y + z it would only grow by z.
Stage: forward
"""


def forward(x, y, z):
    return x + y + z


def backward(grad_output, x, y, z):
    return grad_output, grad_output, grad_output

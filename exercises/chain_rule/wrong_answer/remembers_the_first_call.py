"""Title: backward uses the z of the first forward that was ever run.
Nudge: What does backward give when forward ran for other numbers before?
Hint: Use the arguments that backward receives; nothing needs to be remembered between calls.
Explanation: backward receives x, y and z: these say at which point the gradient is wanted. Whatever earlier calls
    left in a global list belongs to another point. dx = grad_output * z with the z of this very call.
Stage: backward
"""

remembered = []


def forward(x, y, z):
    remembered.append(z)
    return (x + y) * z


def backward(grad_output, x, y, z):
    z = remembered[0]
    return grad_output * z, grad_output * z, grad_output * (x + y)

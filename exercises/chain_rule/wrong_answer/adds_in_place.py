"""Title: forward adds y to the caller's x in place.
Nudge: What do the arguments look like after forward has run?
Hint: x += y changes the array that was passed in; write x + y into a new variable.
Explanation: x is the caller's array, and x += y writes the sum into it; with plain numbers nothing of the kind
    happens, so it is easy to miss. The next computation with x, backward among them, then works with x + y. x + y
    makes a new array and leaves both as they are.
Stage: properties
"""


def forward(x, y, z):
    x += y
    return x * z


def backward(grad_output, x, y, z):
    return grad_output * z, grad_output * z, grad_output * (x + y)

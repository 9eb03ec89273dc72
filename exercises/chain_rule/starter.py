"""The chain rule: f(x, y, z) = (x + y) * z and its gradients.

Worked example, with q = x + y:

    x, y, z = -2.0, 5.0, -4.0
    forward(x, y, z)         ->  -12.0               because q = 3.0 and f = q * z
    backward(1.0, x, y, z)   ->  (-4.0, -4.0, 3.0)   because df/dq = z, dq/dx = dq/dy = 1 and df/dz = q

The grader calls only the two functions below. You may use NumPy, but plain arithmetic is enough.
"""


def forward(x, y, z):
    """Return (x + y) * z.

    Args:
        x: a number or an array.
        y: a number or an array of the same shape.
        z: a number or an array of the same shape.

    Returns:
        f, with the same shape.
    """
    raise NotImplementedError("write forward")


def backward(grad_output, x, y, z):
    """Return the gradients of the loss with respect to x, y and z.

    Args:
        grad_output: dL/df, with the shape of f.
        x: as in forward.
        y: as in forward.
        z: as in forward.

    Returns:
        The tuple (dx, dy, dz); each gradient has the shape of its argument.
    """
    raise NotImplementedError("write backward")

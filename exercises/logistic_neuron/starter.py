"""The logistic neuron: s = 1 / (1 + exp(-(x0 w0 + x1 w1 + w2))) and its gradients.

Worked example, with z = x0 w0 + x1 w1 + w2:

    w, x = np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])
    forward(w, x)          ->  0.731059                            because z = 1
    backward(1.0, w, x)    ->  ([-0.196612, -0.393224, 0.196612],  ds/dz times (x0, x1, 1)
                                [0.393224, -0.589836])             ds/dz times (w0, w1)
"""

import numpy as np


def forward(w, x):
    """Return the output of the neuron.

    Args:
        w: float64 array of shape (3,): two weights and the bias.
        x: float64 array of shape (2,).

    Returns:
        s, a single number.
    """
    raise NotImplementedError("write forward")


def backward(grad_output, w, x):
    """Return the gradients of the loss with respect to w and x.

    Args:
        grad_output: the gradient of the loss with respect to s, a single number.
        w: as in forward.
        x: as in forward.

    Returns:
        The tuple (dw, dx): arrays of shape (3,) and (2,).
    """
    raise NotImplementedError("write backward")

"""Jacobians: J[i, j] is the derivative of output i with respect to input j.

Worked example:

    weight = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    jacobian_linear(weight, np.zeros(3))         ->  [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    jacobian_sigmoid(np.array([0.0, 2.0]))       ->  [[0.25, 0.0], [0.0, 0.104994]]
    jacobian_softmax(np.log([1.0, 2.0, 5.0]))    ->  [[0.109375, -0.03125, -0.078125],
                                                      [-0.03125, 0.1875, -0.15625],
                                                      [-0.078125, -0.15625, 0.234375]]
"""

import numpy as np


def jacobian_identity(x):
    """Return the Jacobian of y = x.

    Args:
        x: float64 array of shape (n,).

    Returns:
        Array of shape (n, n).
    """
    raise NotImplementedError("write jacobian_identity")


def jacobian_linear(weight, x):
    """Return the Jacobian of y = weight @ x with respect to x.

    Args:
        weight: float64 array of shape (m, n).
        x: float64 array of shape (n,).

    Returns:
        Array of shape (m, n).
    """
    raise NotImplementedError("write jacobian_linear")


def jacobian_sigmoid(x):
    """Return the Jacobian of the elementwise sigmoid.

    Args:
        x: float64 array of shape (n,).

    Returns:
        Array of shape (n, n).
    """
    raise NotImplementedError("write jacobian_sigmoid")


def jacobian_softmax(x):
    """Return the Jacobian of softmax.

    Args:
        x: float64 array of shape (n,).

    Returns:
        Array of shape (n, n).
    """
    raise NotImplementedError("write jacobian_softmax")

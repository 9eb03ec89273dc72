"""Adagrad: a learning rate for each element, by the gradients it has seen.

Worked example, one parameter of two elements, two steps:

    optimizer = Adagrad(lr=0.5, eps=0.0)
    optimizer.step([np.array([1.0, 1.0])], [np.array([3.0, -0.03])])   ->  [array([0.5, 1.5])]   cache = (9, 0.0009)
    optimizer.step([np.array([0.5, 1.5])], [np.array([4.0, 0.04])])    ->  [array([0.1, 1.1])]   cache = (25, 0.0025)
"""

import numpy as np


class Adagrad:
    """Adagrad.

    Args:
        lr: the learning rate, before it is divided.
        eps: added to the square root, against division by zero.
    """

    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shapes; they stay unchanged.
            grads: list of float64 arrays, a gradient for each parameter; they stay unchanged.

        Returns:
            A new list of new arrays, of the shapes of params.
        """
        raise NotImplementedError("write step")

"""Adagrad: adapt the learning rate of each element to its past gradients.

Worked example with one parameter of two elements and two steps:

    optimizer = Adagrad(lr=0.5, eps=0.0)
    optimizer.step([np.array([1.0, 1.0])], [np.array([3.0, -0.03])])   ->  [array([0.5, 1.5])]   cache = (9, 0.0009)
    optimizer.step([np.array([0.5, 1.5])], [np.array([4.0, 0.04])])    ->  [array([0.1, 1.1])]   cache = (25, 0.0025)
"""

import numpy as np


class Adagrad:
    """The Adagrad optimizer.

    Args:
        lr: the learning rate, before it is divided by the square root of the cache.
        eps: added to the square root to avoid division by zero.
    """

    def __init__(self, lr, eps=1e-8):
        self.lr = lr
        self.eps = eps

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shape; do not modify them.
            grads: list of float64 arrays, one gradient per parameter; do not modify them.

        Returns:
            A new list of new arrays with the same shapes as params.
        """
        raise NotImplementedError("write step")

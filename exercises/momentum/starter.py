"""Momentum: step along a decaying sum of gradients.

Worked example with one parameter and three steps:

    optimizer = Momentum(lr=0.1, momentum=0.5)
    optimizer.step([np.array([1.0])], [np.array([4.0])])    ->  [array([0.6])]     v = 4
    optimizer.step([np.array([0.6])], [np.array([2.0])])    ->  [array([0.2])]     v = 0.5 * 4 + 2 = 4
    optimizer.step([np.array([0.2])], [np.array([-1.0])])   ->  [array([0.1])]     v = 0.5 * 4 - 1 = 1
"""

import numpy as np


class Momentum:
    """Gradient descent with momentum.

    Args:
        lr: the learning rate.
        momentum: the fraction of the velocity kept from one step to the next, at least 0 and less than 1.
    """

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shape; do not modify them.
            grads: list of float64 arrays, one gradient per parameter; do not modify them.

        Returns:
            A new list of new arrays with the same shapes as params.
        """
        raise NotImplementedError("write step")

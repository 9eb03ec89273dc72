"""RMSProp: divide the gradient by the square root of a running mean of its squares.

Worked example with one parameter and two steps:

    optimizer = RMSProp(lr=0.1, beta=0.75, eps=0.0)
    optimizer.step([np.array([1.0])], [np.array([4.0])])    ->  [array([0.8])]     cache = 0.25 * 16 = 4
    optimizer.step([np.array([0.8])], [np.array([2.0])])    ->  [array([0.7])]     cache = 0.75 * 4 + 0.25 * 4 = 4
"""

import numpy as np


class RMSProp:
    """The RMSProp optimizer, uncentered and without momentum.

    Args:
        lr: the learning rate, before it is divided by the square root of the cache.
        beta: the fraction of the running mean kept from one step to the next.
        eps: added to the square root to avoid division by zero.
    """

    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
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

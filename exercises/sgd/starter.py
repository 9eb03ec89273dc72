"""SGD: one step against the gradient.

Worked example with two parameters and one step:

    optimizer = SGD(lr=0.1)
    params = [np.array([1.0, -2.0]), np.array([[3.0]])]
    grads = [np.array([4.0, -1.0]), np.array([[0.5]])]
    optimizer.step(params, grads)    ->  [array([0.6, -1.9]), array([[2.95]])]
"""

import numpy as np


class SGD:
    """Stochastic gradient descent.

    Args:
        lr: the learning rate.
    """

    def __init__(self, lr):
        self.lr = lr

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shape; do not modify them.
            grads: list of float64 arrays, one gradient per parameter; do not modify them.

        Returns:
            A new list of new arrays with the same shapes as params.
        """
        raise NotImplementedError("write step")

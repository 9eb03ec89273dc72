"""Adadelta: steps in the units of the parameters.

Worked example with one parameter and two steps:

    optimizer = Adadelta(lr=1.0, rho=0.5, eps=1.0)
    optimizer.step([np.array([1.0])], [np.array([4.0])])       ->  [array([-0.3333])]    delta = 4 / 3
    optimizer.step([np.array([-0.3333])], [np.array([-1.0])])  ->  [array([0.2527])]     delta = -0.5860
"""

import numpy as np


class Adadelta:
    """The Adadelta optimizer.

    Args:
        lr: a factor applied to each finished step; 1 gives the method of the paper.
        rho: the fraction of both running means kept from one step to the next.
        eps: added to both running means, inside the square roots.
    """

    def __init__(self, lr=1.0, rho=0.9, eps=1e-6):
        self.lr = lr
        self.rho = rho
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

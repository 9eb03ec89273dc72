"""Nesterov momentum: evaluate the gradient where the velocity is about to carry the parameters.

Worked example with one parameter on the surface f(x) = x ** 2, whose gradient is 2 * x:

    optimizer = Nesterov(lr=0.25, momentum=0.5)
    optimizer.lookahead([np.array([4.0])])                  ->  [array([4.0])]     v = 0, so the gradient is 8
    optimizer.step([np.array([4.0])], [np.array([8.0])])    ->  [array([2.0])]     v = 0 - 0.25 * 8 = -2
    optimizer.lookahead([np.array([2.0])])                  ->  [array([1.0])]     2 + 0.5 * (-2), so the gradient is 2
    optimizer.step([np.array([2.0])], [np.array([2.0])])    ->  [array([0.5])]     v = -1 - 0.25 * 2 = -1.5
"""

import numpy as np


class Nesterov:
    """Gradient descent with Nesterov momentum.

    Args:
        lr: the learning rate.
        momentum: the fraction of the velocity kept from one step to the next, at least 0 and less than 1.
    """

    def __init__(self, lr, momentum=0.9):
        self.lr = lr
        self.momentum = momentum

    def lookahead(self, params):
        """Return the points at which to evaluate the gradients for the next step.

        Args:
            params: list of float64 arrays of any shape; do not modify them.

        Returns:
            A new list of new arrays with the same shapes as params. Two calls before a step return the same points.
        """
        raise NotImplementedError("write lookahead")

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shape, the parameters themselves; do not modify them.
            grads: list of float64 arrays, the gradients at the points that lookahead returned; do not modify them.

        Returns:
            A new list of new arrays with the same shapes as params.
        """
        raise NotImplementedError("write step")

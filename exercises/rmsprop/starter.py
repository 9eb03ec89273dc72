"""RMSProp: divide by the root of a running mean of squares.

Worked example, one parameter, two steps:

    optimizer = RMSProp(lr=0.1, beta=0.75, eps=0.0)
    optimizer.step([np.array([1.0])], [np.array([4.0])])    ->  [array([0.8])]     cache = 0.25 * 16 = 4
    optimizer.step([np.array([0.8])], [np.array([2.0])])    ->  [array([0.7])]     cache = 0.75 * 4 + 0.25 * 4 = 4
"""

import numpy as np


class RMSProp:
    """RMSProp, without momentum and not centred.

    Args:
        lr: the learning rate, before it is divided.
        beta: how much of the running mean is kept from one step to the next.
        eps: added to the square root, against division by zero.
    """

    def __init__(self, lr, beta=0.9, eps=1e-8):
        self.lr = lr
        self.beta = beta
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

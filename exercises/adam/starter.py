"""Adam: steps about lr long, whatever the scale of the gradient.

Worked example with one parameter and two steps:

    optimizer = Adam(lr=0.1, betas=(0.5, 0.5), eps=0.0)
    optimizer.step([np.array([1.0])], [np.array([4.0])])    ->  [array([0.9])]      m-hat = 4, v-hat = 16
    optimizer.step([np.array([0.9])], [np.array([2.0])])    ->  [array([0.8057])]   m-hat = 2.667, v-hat = 8
"""

import numpy as np


class Adam:
    """The Adam optimizer with bias correction.

    Args:
        lr: the learning rate.
        betas: the decay rates of the running means of the gradient and of its square.
        eps: added to the square root to avoid division by zero.
    """

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
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

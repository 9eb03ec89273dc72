"""Adam: steps of about lr, whatever the scale of the gradient.

Worked example, one parameter, two steps:

    optimizer = Adam(lr=0.1, betas=(0.5, 0.5), eps=0.0)
    optimizer.step([np.array([1.0])], [np.array([4.0])])    ->  [array([0.9])]      m-hat = 4, v-hat = 16
    optimizer.step([np.array([0.9])], [np.array([2.0])])    ->  [array([0.8057])]   m-hat = 2.667, v-hat = 8
"""

import numpy as np


class Adam:
    """Adam with bias correction.

    Args:
        lr: step size.
        betas: decay of the running mean of the gradient and of its square.
        eps: added to the square root, against division by zero.
    """

    def __init__(self, lr=1e-3, betas=(0.9, 0.999), eps=1e-8):
        self.lr = lr
        self.betas = betas
        self.eps = eps

    def step(self, params, grads):
        """Return the parameters after one step.

        Args:
            params: list of float64 arrays of any shapes; they stay unchanged.
            grads: list of float64 arrays, a gradient for each parameter.

        Returns:
            A new list of new arrays, of the shapes of params.
        """
        raise NotImplementedError("write step")

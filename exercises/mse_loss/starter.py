"""Mean squared error: the mean of (prediction - target)² over all elements.

Worked example:

    loss = MSELoss()
    loss.forward(np.array([1.0, 2.0, 4.0]), np.array([0.0, 2.0, 6.0]))    ->  1.666667   = (1 + 0 + 4) / 3
    loss.backward()                                                       ->  [0.666667, 0.0, -1.333333]
"""

import numpy as np


class MSELoss:
    """The mean squared error; the constructor takes no arguments."""

    def forward(self, prediction, target):
        """Return the loss and save what backward needs.

        Args:
            prediction: float64 array of any shape.
            target: float64 array of the same shape.

        Returns:
            A single number: the mean of the squared differences over all elements.
        """
        raise NotImplementedError("write forward")

    def backward(self):
        """Return the gradient of the most recent loss with respect to the prediction.

        Returns:
            Array with the shape of prediction.
        """
        raise NotImplementedError("write backward")

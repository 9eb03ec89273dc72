"""Mean squared error: the mean of (prediction - target)² over all elements.

Worked example:

    loss = MSELoss()
    loss.forward(np.array([1.0, 2.0, 4.0]), np.array([0.0, 2.0, 6.0]))    ->  1.666667   = (1 + 0 + 4) / 3
    loss.backward()                                                       ->  [0.666667, 0.0, -1.333333]
"""

import numpy as np


class MSELoss:
    """The mean squared error; there is nothing to construct."""

    def forward(self, prediction, target):
        """Return the loss and keep what backward needs.

        Args:
            prediction: float64 array of any shape.
            target: float64 array of the same shape.

        Returns:
            One number: the mean of the squared differences over all elements.
        """
        raise NotImplementedError("write forward")

    def backward(self):
        """Return the gradient of the loss of the latest forward with respect to its prediction.

        Returns:
            Array of the shape of prediction.
        """
        raise NotImplementedError("write backward")

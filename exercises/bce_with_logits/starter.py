"""Log-loss on logits: the mean of -y log(p) - (1 - y) log(1 - p) with p = 1 / (1 + exp(-z)).

Worked example:

    loss = BCEWithLogitsLoss()
    loss.forward(np.array([0.0, 2.0, -2.0]), np.array([1.0, 0.0, 0.0]))    ->  0.982334
    loss.backward()                                                        ->  [-0.166667, 0.293599, 0.039734]
"""

import numpy as np


class BCEWithLogitsLoss:
    """Binary cross-entropy on the sigmoid of logits; the constructor takes no arguments."""

    def forward(self, prediction, target):
        """Return the loss and save what backward needs.

        Args:
            prediction: the logits z, float64 array of any shape.
            target: the labels y, float64 array of the same shape, each 0.0 or 1.0.

        Returns:
            A single number: the mean log-loss over all elements, correct even for logits of -1000 and 1000.
        """
        raise NotImplementedError("write forward")

    def backward(self):
        """Return the gradient of the most recent loss with respect to the logits.

        Returns:
            Array with the shape of prediction.
        """
        raise NotImplementedError("write backward")

"""Cross-entropy: the mean of -log softmax(logits)[true class] over the rows.

Worked example, two rows, three classes:

    loss = CrossEntropyLoss()
    loss.forward(np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]]), np.array([2, 0]))    ->  0.753109
    loss.backward()  ->  [[0.045015, 0.122364, -0.167380], [-0.333333, 0.166667, 0.166667]]
"""

import numpy as np


class CrossEntropyLoss:
    """Cross-entropy of the softmax of logits; there is nothing to construct."""

    def forward(self, prediction, target):
        """Return the loss and keep what backward needs.

        Args:
            prediction: the logits, float64 array of shape (N, C).
            target: the number of the true class of each row, int64 array of shape (N,), each from 0 to C - 1.

        Returns:
            One number: the mean over the rows, finite for logits of -1000 and 1000 too.
        """
        raise NotImplementedError("write forward")

    def backward(self):
        """Return the gradient of the loss of the latest forward with respect to the logits.

        Returns:
            Array of shape (N, C).
        """
        raise NotImplementedError("write backward")

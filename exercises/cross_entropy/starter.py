"""Cross-entropy: the mean of -log softmax(logits)[true class] over the rows.

Worked example with two rows and three classes:

    loss = CrossEntropyLoss()
    loss.forward(np.array([[1.0, 2.0, 3.0], [2.0, 2.0, 2.0]]), np.array([2, 0]))    ->  0.753109
    loss.backward()  ->  [[0.045015, 0.122364, -0.167380], [-0.333333, 0.166667, 0.166667]]
"""

import numpy as np


class CrossEntropyLoss:
    """Cross-entropy of the softmax of logits; the constructor takes no arguments."""

    def forward(self, prediction, target):
        """Return the loss and save what backward needs.

        Args:
            prediction: the logits, float64 array of shape (N, C).
            target: the true class of each row, int64 array of shape (N,) with values from 0 to C - 1.

        Returns:
            A single number: the mean over the rows, correct even for logits of -1000 and 1000.
        """
        raise NotImplementedError("write forward")

    def backward(self):
        """Return the gradient of the most recent loss with respect to the logits.

        Returns:
            Array of shape (N, C).
        """
        raise NotImplementedError("write backward")

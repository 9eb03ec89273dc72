"""Dropout: in training mode, drop each element with probability p and divide the others by 1 - p.

Worked example:

    layer = Dropout(p=0.5, rng=np.random.default_rng(10))    first numbers: 0.956 0.208 0.828 0.149 0.513 0.136
    layer.forward(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))       ->  [[2.0, 0.0, 6.0], [0.0, 10.0, 0.0]]
    layer.backward(np.array([[0.5, 1.0, -1.0], [2.0, -3.0, 1.0]]))    ->  [[1.0, 0.0, -2.0], [0.0, -6.0, 0.0]]

    layer.eval()
    layer.forward(np.array([1.0, 2.0]))                               ->  [1.0, 2.0]
"""

import numpy as np


class Dropout:
    """Inverted dropout; a new layer starts in training mode.

    Args:
        p: the probability that an element is dropped, at least 0 and less than 1.
        rng: the NumPy generator that masks are drawn from.
    """

    def __init__(self, p, rng):
        self.p = p
        self.rng = rng
        self.training = True

    def train(self):
        """Switch to training mode: drop and scale elements."""
        raise NotImplementedError("write train")

    def eval(self):
        """Switch to evaluation mode: return x unchanged."""
        raise NotImplementedError("write eval")

    def forward(self, x):
        """Return x with some elements dropped and the others scaled; in evaluation mode, return x unchanged.

        In training mode, call self.rng.random(x.shape) once and keep each element whose number is at least p.

        Args:
            x: float64 array of any shape.

        Returns:
            Array of the same shape.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the input of the most recent forward call.

        Args:
            grad_output: dL/dy, with the shape of the output.

        Returns:
            dL/dx, with the shape of x, for the mode of the most recent forward call.
        """
        raise NotImplementedError("write backward")

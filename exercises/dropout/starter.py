"""Dropout: in training each element is dropped with probability p, and what is kept is divided by 1 - p.

Worked example:

    layer = Dropout(p=0.5, rng=np.random.default_rng(10))    its first numbers: 0.956 0.208 0.828 0.149 0.513 0.136
    layer.forward(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))       ->  [[2.0, 0.0, 6.0], [0.0, 10.0, 0.0]]
    layer.backward(np.array([[0.5, 1.0, -1.0], [2.0, -3.0, 1.0]]))    ->  [[1.0, 0.0, -2.0], [0.0, -6.0, 0.0]]

    layer.eval()
    layer.forward(np.array([1.0, 2.0]))                               ->  [1.0, 2.0]
"""

import numpy as np


class Dropout:
    """Dropout with inverted scaling; a new layer is in training mode.

    Args:
        p: the probability with which an element is dropped, from 0 to less than 1.
        rng: the NumPy generator from which masks are drawn.
    """

    def __init__(self, p, rng):
        self.p = p
        self.rng = rng
        self.training = True

    def train(self):
        """Switch to training: drop elements."""
        raise NotImplementedError("write train")

    def eval(self):
        """Switch to evaluation: let everything through."""
        raise NotImplementedError("write eval")

    def forward(self, x):
        """Return x with some elements dropped and the others scaled, or x as it is in evaluation.

        In training, call self.rng.random(x.shape) once: an element is kept where its number is at least p.

        Args:
            x: float64 array of any shape.

        Returns:
            Array of the same shape.
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to the x of the latest forward.

        Args:
            grad_output: dL/dy, of the shape of the output.

        Returns:
            dL/dx, of the shape of x, for the mode in which the latest forward was made.
        """
        raise NotImplementedError("write backward")

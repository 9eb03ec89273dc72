"""A network for XOR: one hidden layer, with its forward pass, backward pass and training written from scratch.

Worked example with ReLU as the hidden activation and parameters set by hand:

    net = XORNet(2, np.random.default_rng(0))
    net.w1, net.b1 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])
    net.w2, net.b2 = np.array([[1.0, -2.0]]), np.array([-0.5])
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    net.forward(x)     ->  [-0.5, 0.5, 0.5, -0.5]           hidden units (0, 0), (1, 0), (1, 0), (2, 1)
    net.forward(np.array([[1.0, 1.0]]))     ->  [-0.5]
    net.backward(np.array([1.0]))           ->  [[-1.0, -1.0]]
    net.grad_w1, net.grad_b1                ->  [[1.0, 1.0], [-2.0, -2.0]], [1.0, -2.0]
    net.grad_w2, net.grad_b2                ->  [[2.0, 1.0]], [1.0]
"""

import numpy as np


class XORNet:
    """A network with two inputs, one hidden layer with an activation of your choice, and one logit.

    Args:
        hidden: the number of hidden units.
        rng: the NumPy generator that the weights are drawn from.

    Attributes:
        w1: float64 array of shape (hidden, 2).
        b1: float64 array of shape (hidden,).
        w2: float64 array of shape (1, hidden).
        b2: float64 array of shape (1,).
    """

    def __init__(self, hidden, rng):
        raise NotImplementedError("write __init__: set w1, b1, w2 and b2")

    def forward(self, x):
        """Return the logits and save what backward needs.

        Args:
            x: float64 array of shape (N, 2).

        Returns:
            Array of shape (N,).
        """
        raise NotImplementedError("write forward")

    def backward(self, grad_output):
        """Return the gradient with respect to x and set self.grad_w1, grad_b1, grad_w2 and grad_b2.

        Args:
            grad_output: dL/dlogits, of shape (N,).

        Returns:
            dL/dx, of shape (N, 2).
        """
        raise NotImplementedError("write backward")

    def fit(self, x, y, lr, steps):
        """Minimize the mean log-loss by gradient descent on all rows, starting at the current parameters.

        Args:
            x: float64 array of shape (N, 2).
            y: float64 array of shape (N,) of zeros and ones.
            lr: the learning rate.
            steps: the number of steps.

        Returns:
            A list of `steps` numbers, the loss before each step.
        """
        raise NotImplementedError("write fit")

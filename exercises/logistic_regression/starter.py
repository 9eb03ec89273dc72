"""Logistic regression: turn a weighted sum into a probability, and train by gradient descent.

Worked example with the OR of two inputs, starting at zero:

    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([0.0, 1.0, 1.0, 1.0])
    model = LogisticRegression(2)
    model.loss_and_grads(x, y)          ->  (0.693147, ([-0.25, -0.25], -0.25))
    model.fit(x, y, lr=2.0, steps=2)    ->  [0.693147, 0.450503]
    model.predict(x)                    ->  [1, 1, 1, 1]      the first row needs more than two steps
    model.fit(x, y, lr=2.0, steps=38)
    model.predict(x)                    ->  [0, 1, 1, 1]
"""

import numpy as np


class LogisticRegression:
    """A linear model for two classes.

    Args:
        n_features: the number of values in a row.

    Attributes:
        weight: float64 array of shape (n_features,), initially zeros.
        bias: a single number, initially 0.0.
    """

    def __init__(self, n_features):
        self.weight = np.zeros(n_features)
        self.bias = 0.0

    def loss_and_grads(self, x, y):
        """Return the mean log-loss at the current parameters and its gradients.

        Args:
            x: float64 array of shape (N, n_features).
            y: float64 array of shape (N,) of zeros and ones.

        Returns:
            The tuple (loss, (grad_weight, grad_bias)): a number, an array of shape (n_features,), and a number.
        """
        raise NotImplementedError("write loss_and_grads")

    def fit(self, x, y, lr, steps):
        """Run gradient descent on all rows, starting at the current parameters.

        Args:
            x: float64 array of shape (N, n_features).
            y: float64 array of shape (N,) of zeros and ones.
            lr: the learning rate.
            steps: the number of steps.

        Returns:
            A list of `steps` numbers, the loss before each step.
        """
        raise NotImplementedError("write fit")

    def predict(self, x):
        """Return the more likely label for each row.

        Args:
            x: float64 array of shape (N, n_features).

        Returns:
            Array of shape (N,) of zeros and ones.
        """
        raise NotImplementedError("write predict")

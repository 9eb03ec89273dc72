"""Mini-batch gradient descent: the loop that trains nearly every network.

Worked example with one parameter w and the loss mean((w - y)²), whose gradient is 2 · mean(w - y); x is not used:

    def loss_and_grads(params, x, y):
        return np.mean((params[0] - y) ** 2), [np.array([2 * np.mean(params[0] - y)])]

    x, y = np.zeros((3, 1)), np.array([1.0, 2.0, 6.0])
    train([np.array([0.0])], loss_and_grads, (x, y), lr=0.25, batch_size=3, epochs=2, rng=np.random.default_rng(0))
    ->  ([array([2.25])], [13.666667, 6.916667])      one batch with all three rows: 0 -> 1.5 -> 2.25
"""

import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    """Train by gradient descent on batches of shuffled rows.

    Args:
        params: list of float64 arrays of any shape, the initial parameters.
        loss_and_grads: function of (params, x_batch, y_batch) that returns (loss, grads): the mean loss of the batch
            and a list of mean gradients, one for each parameter.
        data: the tuple (x, y) of two arrays with N rows each.
        lr: the learning rate.
        batch_size: the number of rows in a batch; the last batch of an epoch may be shorter.
        epochs: the number of passes over all rows, each in a new order.
        rng: the NumPy generator that determines the order.

    Returns:
        The tuple (params, history): the list of final arrays and a list with the mean loss of each epoch.
    """
    raise NotImplementedError("write train")

"""Title: batch_size is taken for the number of batches.
Nudge: How many rows has a batch, and how many batches has an epoch?
Hint: batch_size counts rows.
Explanation: With 10 rows and batch_size 4 there are three batches, of 4, 4 and 2 rows. Here there are four, of 3, 3,
    2 and 2.
Stage: forward
"""

import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for batch in np.array_split(order, batch_size):
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

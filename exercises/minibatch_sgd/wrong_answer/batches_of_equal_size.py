"""Title: The rows are cut into batches of nearly equal sizes.
Nudge: How many rows do all batches but the last have?
Hint: The statement says how large a batch is; look at what splits the rows.
Explanation: np.array_split(10 rows, 3) gives 4, 3 and 3. Batches of 4 are 4, 4 and 2: cut at every multiple of
    batch_size.
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
        for batch in np.array_split(order, -(-n // batch_size)):
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

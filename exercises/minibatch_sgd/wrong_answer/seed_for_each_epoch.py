"""Title: Each epoch makes a generator with the number of the epoch.
Nudge: Does another rng lead to another order?
Hint: Use the argument rng.
Explanation: default_rng(epoch) gives each epoch an order of its own, but the same one in every call, whatever
    generator was passed in.
Stage: properties
"""

import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = np.random.default_rng(len(history)).permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

"""Title: The order comes from a generator of train's own.
Nudge: Does another rng lead to another order?
Hint: Use the argument rng.
Explanation: np.random.default_rng(0) gives the same orders in every call, whatever generator was passed in.
Stage: properties
"""

import numpy as np


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    rng = np.random.default_rng(0)
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

"""Title: The gradients are clipped.
Nudge: How large may a gradient be?
Hint: The exercise asks for plain steps.
Explanation: Clipping keeps single steps short; here the step is lr times the gradient, whatever its size.
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
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * np.clip(grad, -0.1, 0.1) for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

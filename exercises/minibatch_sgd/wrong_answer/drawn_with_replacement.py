"""Title: The rows of a batch are drawn with replacement.
Nudge: Can a row appear twice in one epoch?
Hint: Look at how the indices are drawn.
Explanation: rng.integers or rng.choice draw each index anew, so some rows come twice and others not at all. A
    permutation has each row once.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.integers(n, size=n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

"""Title: Each batch is drawn from all rows, whatever earlier batches had.
Nudge: Can a row appear in two batches of one epoch?
Hint: One permutation an epoch, then cut it.
Explanation: rng.permutation(n)[:batch_size] for each batch is a fresh draw from all rows: in one epoch some rows come
    several times and others never.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = rng.permutation(n)
        total = 0.0
        for start in range(0, n, batch_size):
            batch = rng.permutation(n)[: min(batch_size, n - start)]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

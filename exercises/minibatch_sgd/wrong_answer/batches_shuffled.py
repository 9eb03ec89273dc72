"""Title: The order of the batches is shuffled, but not the rows.
Nudge: Which rows are together in a batch, in each epoch?
Hint: Shuffle the rows, then cut.
Explanation: Shuffling ready-made batches leaves the same rows together in every epoch. It is the rows whose order
    changes.
Stage: forward
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    for _ in range(epochs):
        order = range(n)
        total = 0.0
        for start in batch_size * rng.permutation(-(-n // batch_size)):
            batch = list(order[start : start + batch_size])
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

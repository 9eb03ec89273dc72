"""Title: The rows are shuffled once, before all epochs.
Nudge: Do the second epoch's batches differ from the first's?
Hint: The order belongs inside the loop over epochs.
Explanation: With one order for all epochs the same rows meet in the same batches every time. Draw a new one in each
    epoch.
Stage: properties
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    history = []
    params = [param.copy() for param in params]
    order = rng.permutation(n)
    for _ in range(epochs):
        total = 0.0
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

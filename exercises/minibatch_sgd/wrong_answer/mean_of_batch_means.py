"""Title: history is the mean over the batches, so a short batch counts as much as a full one.
Nudge: How much should a batch of 2 rows count beside one of 4?
Hint: The loss of an epoch is a mean over its rows.
Explanation: Each loss is a mean over its batch. Weighted by the number of rows, (1/N) Σ |B| loss, every row counts
    once. The plain mean of the batches is right only if all have the same size.
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
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / -(-n // batch_size))
    return params, history

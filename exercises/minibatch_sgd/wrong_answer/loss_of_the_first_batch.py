"""Title: history has the loss of the first batch only.
Nudge: Which rows does the number of an epoch speak of?
Hint: All batches of the epoch take part.
Explanation: The first batch is a few rows at the oldest parameters. history is the mean over all rows of the epoch.
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
            total = total or loss
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total)
    return params, history

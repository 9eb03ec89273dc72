"""Title: The short last batch is left out.
Nudge: How many rows does an epoch use when there are 10 of them in batches of 4?
Hint: Look at what happens to the rows that do not fill a batch.
Explanation: n // batch_size counts full batches only; the remaining n % batch_size rows make one more, which is
    short. range(0, n, batch_size) begins it as well.
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
        for start in range(0, n - n % batch_size, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

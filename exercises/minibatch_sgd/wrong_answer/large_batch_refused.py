"""Title: A batch size that is larger than the number of rows is not accepted.
Nudge: What should happen with batch_size 9 and 6 rows?
Hint: A slice may reach beyond the end.
Explanation: One batch of all rows is what remains: order[0:9] of 6 entries has 6. Nothing has to be refused.
Stage: properties
"""


def train(params, loss_and_grads, data, lr, batch_size, epochs, rng):
    x, y = data
    n = len(x)
    if batch_size > n:
        raise ValueError("batch_size is larger than the data")
    history = []
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

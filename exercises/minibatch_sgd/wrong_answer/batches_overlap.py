"""Title: The batches overlap by one row.
Nudge: Where does one batch end and where does the next begin?
Hint: A slice does not include its end.
Explanation: order[start : start + batch_size] has batch_size rows already. One more at the end is the first row of
    the next batch.
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
            batch = order[start : start + batch_size + 1]
            loss, grads = loss_and_grads(params, x[batch], y[batch])
            total += loss * len(batch)
            params = [param - lr * grad for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

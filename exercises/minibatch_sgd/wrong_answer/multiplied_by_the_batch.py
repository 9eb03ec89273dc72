"""Title: The mean gradient is multiplied by the number of rows.
Nudge: How should the length of a step depend on the size of the batch?
Hint: loss_and_grads returns means.
Explanation: lr times the mean gradient is the step, for full and for short batches alike.
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
            total += loss * len(batch)
            params = [param - lr * grad * len(batch) for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history

"""Title: The mean gradient is divided by the number of rows once more.
Nudge: What is a mean over the batch already divided by?
Hint: loss_and_grads returns means; look for a division too many.
Explanation: The gradients that come back are means over the batch. Dividing by its size again makes the steps
    batch_size times too short.
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
            params = [param - lr * grad / len(batch) for param, grad in zip(params, grads)]
        history.append(total / n)
    return params, history
